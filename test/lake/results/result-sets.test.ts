import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { LockBroken } from "../../../src/duckdb/lock-down.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { heldTables, lockedEngine } from "./locked-engine.ts";

test("repeated and awkward column names are shown as they are and stay apart", async () => {
  await using engine = await lockedEngine();
  const summary = await engine.run(
    'WITH t AS (SELECT 1 AS id, 5 AS rowid) SELECT t.id, u.id, 3 AS "ID", 4 AS id_1, t.rowid, 6 AS "x""y" FROM t, t AS u -- end',
  );
  assert.deepEqual(
    summary.columns.map(({ name }) => name),
    ["id", "id", "ID", "id_1", "rowid", 'x"y'],
  );
  const { rows } = await engine.results.readWindow({
    resultId: summary.resultId,
    offset: 0,
    limit: 5,
    sort: [{ column: 4, descending: true }],
  });
  assert.deepEqual(rows, [[1, 1, 3, 4, 5, 6]]);
  const named = await engine.run("SELECT 1, 2, 3", { names: ["", "", "n"] });
  assert.deepEqual(
    named.columns.map(({ name }) => name),
    ["", "", "n"],
  );
});

test("a statement runs with bound values and keeps its own order", async () => {
  await using engine = await lockedEngine();
  const { resultId, rowCount } = await engine.run(
    "SELECT range AS n FROM range(300000) WHERE range % 2 = $odd ORDER BY hash(range);",
    { values: { odd: 1 } },
  );
  assert.equal(rowCount, 150_000);
  const expected = await engine.database.use(async (connection) => {
    const reader = await connection.runAndReadAll(
      "SELECT range::INTEGER FROM range(300000) WHERE range % 2 = 1 ORDER BY hash(range)",
    );
    return reader.getRowsJson();
  });
  assert.deepEqual(await engine.results.rowsOf(resultId, 200_000), expected);
  assert.deepEqual(await engine.results.rowsOf(resultId, 2), expected.slice(0, 2));
});

test("questions that are the first, asked at once, all have their answers", async () => {
  for (let round = 0; round < 5; round++) {
    await using engine = await lockedEngine();
    const asked = Array.from({ length: 12 }, (_, n) => engine.run(`SELECT ${n} AS n`));
    const answers = await Promise.all(asked);
    const rows = await Promise.all(answers.map(({ resultId }) => engine.results.rowsOf(resultId, 2)));
    assert.deepEqual(
      rows,
      asked.map((_, n) => [[n]]),
    );
  }
});

test("temporary views of the caller's connection can be asked", async () => {
  await using engine = await lockedEngine();
  await engine.database.use(async (connection) => {
    await connection.run("CREATE TEMP VIEW signins AS SELECT 'a' AS id");
    const { resultId } = await engine.run("SELECT * FROM signins", { connection });
    assert.deepEqual(await engine.results.rowsOf(resultId, 9), [["a"]]);
  });
});

test("anything but one query is refused and leaves nothing", async () => {
  await using engine = await lockedEngine();
  for (const statement of [
    "",
    "-- nothing",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE results.r1",
    "CREATE TABLE mine AS SELECT 1",
    `COPY (SELECT 1) TO '${engine.scratch}/out.csv'`,
    "INSERT INTO results.r1 VALUES (1)",
    "ATTACH ':memory:' AS other",
    "SET threads = 1",
    "DROP SCHEMA results CASCADE",
  ]) {
    await assert.rejects(engine.run(statement), { code: "sql-refused" }, statement);
  }
  assert.deepEqual(await heldTables(engine), []);
  assert.deepEqual(await readdir(engine.scratch), []);
});

test("the engine's own error comes through with its place in the statement", async () => {
  await using engine = await lockedEngine();
  await assert.rejects(engine.run("SELECT nope FROM range(1)"), /LINE 1: SELECT nope FROM range\(1\)/);
  await assert.rejects(engine.run("SELECT 1 +"), /syntax error/);
  await assert.rejects(engine.run("SELECT * FROM read_text('/etc/hostname')"), /Permission Error/);
  assert.deepEqual(await heldTables(engine), []);
});

test("a statement that gets at a function which changes the engine ends the trust in it", async () => {
  for (const call of ["disable_logging()", "enable_peg_parser()"]) {
    await using engine = await lockedEngine();
    await assert.rejects(engine.run(`SELECT * FROM ${call}`), LockBroken, call);
    assert.deepEqual(await heldTables(engine), []);
  }
  await using engine = await lockedEngine();
  await assert.rejects(engine.run(`SELECT * FROM enable_logging(storage_path := '${engine.scratch}/logs')`), {
    message: /logging settings/,
  });
  const profile = `${engine.scratch}/profile.txt`;
  await engine.run(`SELECT 1 AS n UNION ALL SELECT 2 FROM enable_profiling(save_location := '${profile}')`);
  assert.deepEqual(await readdir(engine.scratch), []);
});

test("a released result is gone, and asking for it says what to do", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT 1 AS n");
  await engine.results.readWindow({ resultId, offset: 0, limit: 1, sort: [{ column: 0, descending: true }] });
  assert.equal((await heldTables(engine)).length, 2);
  await engine.results.release(resultId);
  await engine.results.release(resultId);
  assert.deepEqual(await heldTables(engine), []);
  await assert.rejects(engine.results.readWindow({ resultId, offset: 0, limit: 1 }), {
    code: "no-such-result",
    message: /Run the query again/,
  });
});

test("the least recently used unpinned result makes room", async () => {
  await using engine = await lockedEngine({ heldResults: 2 });
  const first = await engine.run("SELECT 1");
  const second = await engine.run("SELECT 2");
  engine.results.summary(first.resultId);
  await engine.run("SELECT 3");
  await assert.rejects(engine.results.rowsOf(second.resultId, 1), { code: "no-such-result" });
  engine.results.setPinned(first.resultId, true);
  for (const n of [4, 5, 6]) await engine.run(`SELECT ${n}`);
  assert.deepEqual(await engine.results.rowsOf(first.resultId, 1), [[1]]);
  assert.equal((await heldTables(engine)).length, 3);
});

test("only the last few views of a result are kept, also when they are asked for at once", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT range AS n FROM range(1000)");
  const window = (value: number) =>
    engine.results.readWindow({ resultId, offset: 0, limit: 1, filters: [{ column: 0, op: "atLeast", value }] });
  const windows = await Promise.all(Array.from({ length: 12 }, (_, index) => window(index)));
  assert.deepEqual(
    windows.map(({ rows }) => rows[0]?.[0]),
    Array.from({ length: 12 }, (_, index) => index),
  );
  await window(500);
  assert.equal((await heldTables(engine)).length, 5);
  assert.deepEqual((await window(3)).rows, [[3]]);
});

test("long cells are cut between characters, and opened whole", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT repeat('😀', 2001) AS face, repeat('x', 2000) AS fits, range(3000)::VARCHAR[] AS list",
  );
  const { rows } = await engine.results.readWindow({ resultId, offset: 0, limit: 1 });
  assert.deepEqual(rows[0]?.[0], { cut: "😀".repeat(2000), length: 2001 });
  assert.equal(rows[0]?.[1], "x".repeat(2000));
  const list = rows[0]?.[2];
  assert.ok(typeof list === "object" && list !== null && list.cut.length === 2000 && list.length > 2000);
  assert.equal(await engine.results.readCell({ resultId, row: 0, column: 0 }), "😀".repeat(2001));
  const whole = await engine.results.readCell({ resultId, row: 0, column: 2 });
  assert.deepEqual(
    whole,
    Array.from({ length: 3000 }, (_, index) => String(index)),
  );
  await assert.rejects(engine.results.readCell({ resultId, row: 1, column: 0 }), { code: "bad-argument" });
});

test("a reply stays near 1 MB, and the next window goes on where it ended", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT range AS n, repeat('y', 1900) AS t FROM range(2000)");
  const seen: unknown[] = [];
  let replies = 0;
  while (seen.length < 2000) {
    const { rows } = await engine.results.readWindow({ resultId, offset: seen.length, limit: 2000 });
    assert.ok(rows.length > 0 && Buffer.byteLength(JSON.stringify(rows)) < 1_100_000);
    seen.push(...rows.map((row) => row[0]));
    replies++;
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 2000 }, (_, index) => index),
  );
  assert.ok(replies >= 4);
  const beyond = await engine.results.readWindow({ resultId, offset: 5000, limit: 10 });
  assert.deepEqual([beyond.rows, beyond.rowCount], [[], 2000]);
});

test("a million rows: the last window is right, sorted or not", async (context) => {
  await using engine = await lockedEngine();
  const columns = Array.from({ length: 10 }, (_, index) => `'value ' || (range + ${index}) AS c${index}`);
  const { resultId } = await engine.run(`SELECT range AS n, ${columns.join(", ")} FROM range(1000000)`);
  const timed = async (name: string, view: object) => {
    const start = performance.now();
    const window = await engine.results.readWindow({ resultId, offset: 999_990, limit: 10, ...view });
    context.diagnostic(`${name}: ${(performance.now() - start).toFixed(1)} ms`);
    return window.rows.map((row) => row[0]);
  };
  const last = Array.from({ length: 10 }, (_, index) => 999_990 + index);
  assert.deepEqual(await timed("end", {}), last);
  const sort = [{ column: 0, descending: true }];
  assert.deepEqual(
    await timed("end, sorted first time", { sort }),
    [...last].reverse().map((n) => n - 999_990),
  );
  assert.deepEqual(
    await timed("end, sorted", { sort }),
    [...last].reverse().map((n) => n - 999_990),
  );
});

test("a cancelled query is cancelled, not failed, and leaves nothing", async () => {
  await using engine = await lockedEngine();
  const stop = new AbortController();
  const running = engine.run(
    "SELECT count(*) FROM range(100000000000) AS a, range(1000) AS b WHERE a.range % 7 = b.range",
    {
      signal: stop.signal,
    },
  );
  await sleep(150);
  stop.abort();
  await assert.rejects(running, CancelledError);
  assert.deepEqual(await heldTables(engine), []);
  const late = AbortSignal.abort();
  await assert.rejects(engine.run("SELECT 1", { signal: late }), CancelledError);
  const { resultId } = await engine.run("SELECT 1 AS n");
  await assert.rejects(engine.results.readWindow({ resultId, offset: 0, limit: 1 }, late), CancelledError);
  assert.equal((await engine.results.readWindow({ resultId, offset: 0, limit: 1 })).rowCount, 1);
});

test("whoever gives up on a view does not take it from others", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT range AS n, hash(range)::VARCHAR AS t FROM range(400000)");
  const stop = new AbortController();
  const request = { resultId, offset: 0, limit: 1, sort: [{ column: 1, descending: false }], search: "7" };
  const gone = engine.results.readWindow(request, stop.signal);
  const waiting = engine.results.readWindow(request);
  await sleep(5);
  stop.abort();
  await gone.catch((error: unknown) => assert.ok(error instanceof CancelledError));
  assert.equal((await waiting).rows.length, 1);
});

test("a result beyond the memory names the limit", async () => {
  await using engine = await lockedEngine({ memoryLimit: "60MB", spill: false });
  await assert.rejects(engine.run("SELECT range, hash(range)::VARCHAR || repeat('z', 100) AS t FROM range(3000000)"), {
    code: "out-of-memory",
    message: /57\.2 MiB of memory/,
  });
  assert.deepEqual(await heldTables(engine), []);
  assert.equal((await engine.run("SELECT 1")).rowCount, 1);
});

test("a result larger than the memory is spilled when there is a folder for it", async () => {
  await using engine = await lockedEngine({ memoryLimit: "100MB" });
  const { resultId } = await engine.run(
    "SELECT range AS n, hash(range)::VARCHAR || repeat('z', 200) AS t FROM range(700000)",
  );
  const { rows } = await engine.results.readWindow({ resultId, offset: 699_999, limit: 5 });
  assert.equal(rows[0]?.[0], 699_999);
});
