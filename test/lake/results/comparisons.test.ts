import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ComparisonCounts } from "../../../src/protocol/comparing/comparison.ts";
import type { Cell } from "../../../src/protocol/query.ts";
import { besideOneAnother } from "../../../src/service/beside-one-another.ts";
import { type LockedEngine, lockedEngine } from "./locked-engine.ts";

async function compared(engine: LockedEngine, before: string, after: string, keys: readonly string[], sql?: string) {
  const more = sql === undefined ? {} : { sql };
  const ids = await Promise.all([engine.run(before, more), engine.run(after, more)]);
  const { summary, counts } = await engine.results.compare({ before: ids[0].resultId, after: ids[1].resultId, keys });
  const { rows } = await engine.results.readWindow({ resultId: summary.resultId, offset: 0, limit: 1000 });
  return {
    names: summary.columns.map(({ name }) => name),
    rows,
    counts,
    notes: (summary.notes ?? []).map(({ text }) => text),
    summary,
  };
}

const values = (rows: string, names: string): string => `SELECT * FROM (VALUES ${rows}) AS t(${names})`;

test("rows that were added, are gone or changed are told with what they were, and the same are only counted", async () => {
  await using engine = await lockedEngine();
  const { names, rows, counts, notes, summary } = await compared(
    engine,
    values("('a', 1, 'x'), ('b', 2, NULL), ('c', 3, ''), ('d', 4, 'same')", "id, n, t"),
    values("('d', 4, 'same'), ('a', 1, 'y'), ('c', 9, NULL), ('e', 5, 'new')", "id, n, t"),
    ["ID"],
  );
  assert.deepEqual(names, ["change", "changes", "id", "n before", "n", "t before", "t"]);
  assert.deepEqual(rows, [
    ["changed", "t: x → y", "a", 1, 1, "x", "y"],
    ["changed", "n: 3 → 9; t: '' → NULL", "c", 3, 9, "", null],
    ["added", null, "e", null, 5, null, "new"],
    ["gone", null, "b", 2, null, null, null],
  ]);
  assert.deepEqual(counts, {
    added: 1,
    gone: 1,
    changed: 2,
    same: 1,
    duplicate: { before: 0, after: 0 },
    keyless: { before: 0, after: 0 },
  });
  assert.equal(
    notes[0],
    "Compared by id: 2 rows changed (n in 1, t in 2), 1 added, 1 gone; 1 are the same and not shown.",
  );
  assert.equal(summary.title, "Changes of test: 2 changed, 1 added, 1 gone");
  assert.equal(summary.rowCount, 4);
  assert.match(summary.sql, /^-- A comparison by id of the rows of two statements/i);
});

test("rows whose key is double or has NULL are shown beside the others and not compared", async () => {
  await using engine = await lockedEngine();
  const { rows, notes } = await compared(
    engine,
    values("('a', 1), ('a', 2), (NULL, 3), ('b', 4)", "id, n"),
    values("('a', 1), ('b', 4), ('b', 5), (NULL, 6), (NULL, 7)", "id, n"),
    ["id"],
  );
  assert.deepEqual(
    rows.map(([change, , id, n]) => [change, id, n]),
    [
      ["duplicate key, before", "b", 4],
      ["duplicate key, before", "a", 1],
      ["duplicate key, before", "a", 2],
      ["duplicate key, now", "a", 1],
      ["duplicate key, now", "b", 4],
      ["duplicate key, now", "b", 5],
      ["NULL in the key, before", null, 3],
      ["NULL in the key, now", null, 6],
      ["NULL in the key, now", null, 7],
    ].toSorted((a, b) => order.indexOf(String(a[0])) - order.indexOf(String(b[0])) || Number(a[2]) - Number(b[2])),
  );
  assert.ok(
    notes.some((note) => note.startsWith("3 rows of before and 3 of now share their key")),
    notes.join("\n"),
  );
  assert.ok(
    notes.some((note) => note.startsWith("1 row of before and 2 of now have NULL in their key")),
    notes.join("\n"),
  );
});

const order = ["duplicate key, before", "duplicate key, now", "NULL in the key, before", "NULL in the key, now"];

test("columns that one has alone are shown, and types that differ are compared as text; both are said", async () => {
  await using engine = await lockedEngine();
  const { names, rows, notes } = await compared(
    engine,
    values("('a', 1::BIGINT, ['x'], 'old')", "id, n, l, gone"),
    values("('a', '1', ['x', 'y'], 'new')", "id, n, l, fresh"),
    ["id"],
  );
  assert.deepEqual(names, ["change", "changes", "id", "l before", "l", "n", "fresh", "gone"]);
  assert.deepEqual(rows, [["changed", 'l: ["x"] → ["x","y"]', "a", '["x"]', '["x","y"]', "1", "new", "old"]]);
  assert.ok(notes.includes("Only the result of before has gone: shown last, not compared."));
  assert.ok(notes.includes("Only the result of now has fresh: shown, not compared."));
  assert.ok(notes.includes("Compared as text, because the types differ: n was bigint and is varchar."));
});

test("JSON and a text that is none are compared as text", async () => {
  await using engine = await lockedEngine();
  const { rows, notes } = await compared(
    engine,
    `SELECT 'a' AS id, '{"n":1}'::JSON AS j, {'j': '1'::JSON} AS s`,
    "SELECT 'a' AS id, 'no { json' AS j, {'j': 'no { json'} AS s",
    ["id"],
  );
  assert.deepEqual(rows, [
    [
      "changed",
      'j: {"n":1} → no { json; s: {"j":"1"} → {"j":"no { json"}',
      ...["a", '{"n":1}', "no { json", '{"j":"1"}', '{"j":"no { json"}'],
    ],
  ]);
  assert.ok(
    notes.some((note) => note.startsWith("Compared as text, because the types differ: j was json and is varchar")),
  );
});

test("a result that its limit may have cut is said to be compared as far as it is held", async () => {
  await using engine = await lockedEngine();
  const rows = "SELECT range AS id FROM range(3)";
  const cut = await compared(engine, rows, rows, ["id"], "SELECT id FROM signins LIMIT 3");
  assert.equal(cut.notes.filter((note) => note.includes("ends at its LIMIT of 3 rows")).length, 2);
  const whole = await compared(engine, rows, rows, ["id"], "SELECT id FROM signins LIMIT 4");
  assert.ok(!whole.notes.some((note) => note.includes("LIMIT")));
});

test("a limit in brackets is one, and a limit within a statement is told, unless it is that of one value", async () => {
  await using engine = await lockedEngine();
  const rows = "SELECT range AS id FROM range(3)";
  const limitNotes = async (sql: string) => {
    const { notes } = await compared(engine, rows, rows, ["id"], sql);
    return notes.filter((note) => note.includes("LIMIT")).map((note) => note.slice(0, 40));
  };
  const ends = ["The result of before ends at its LIMIT o", "The result of now ends at its LIMIT of 3"];
  const within = ["A query within the statement of before h", "A query within the statement of now has "];
  assert.deepEqual(await limitNotes("(SELECT id FROM signins LIMIT 3)"), ends);
  for (const sql of [
    "WITH few AS (SELECT id FROM signins LIMIT 9) SELECT id FROM few",
    "SELECT id FROM audits JOIN (SELECT id FROM signins LIMIT 9) AS few USING (id)",
    "(SELECT id FROM signins LIMIT 2) UNION ALL SELECT id FROM audits",
  ])
    assert.deepEqual(await limitNotes(sql), within, sql);
  assert.deepEqual(
    await limitNotes("SELECT id FROM signins WHERE id = (SELECT id FROM audits ORDER BY id LIMIT 1)"),
    [],
  );
});

test("what cannot be compared is refused with what to do", async () => {
  await using engine = await lockedEngine();
  const one = "SELECT 1 AS id";
  await assert.rejects(compared(engine, one, one, []), { code: "bad-argument", message: /needs a column/ });
  await assert.rejects(compared(engine, one, one, ["name"]), { code: "bad-argument", message: /no column of both/ });
  const { resultId } = await engine.run(one);
  await assert.rejects(engine.results.compare({ before: resultId, after: "gone-1", keys: ["id"] }), {
    code: "no-such-result",
  });
});

test("results that are released meanwhile are compared all the same", async () => {
  await using engine = await lockedEngine();
  const { results } = engine;
  const two = () => Promise.all([engine.run("SELECT 1 AS id"), engine.run("SELECT 2 AS id")]);
  const releaseDuring = async <T>(work: Promise<T>, ids: readonly { readonly resultId: string }[]): Promise<T> => {
    const [done] = await Promise.all([work, ...ids.map(({ resultId }) => results.release(resultId))]);
    return done;
  };
  const first = await two();
  const [one, other] = [first[0].resultId, first[1].resultId];
  const { guess } = await releaseDuring(results.comparisonChoice({ before: one, after: other }), first);
  assert.deepEqual(guess, ["id"]);
  const second = await two();
  const request = { before: second[0].resultId, after: second[1].resultId, keys: ["id"] };
  const { counts } = await releaseDuring(results.compare(request), second);
  assert.deepEqual([counts.added, counts.gone], [1, 1]);
});

test("results of two engines are compared, and nothing of the one is left with the other", async () => {
  await using first = await lockedEngine();
  await using second = await lockedEngine();
  const before = (await first.run(values("('a', 1), ('b', 2)", "id, n"))).resultId;
  const after = (await second.run(values("('a', 1), ('b', 3)", "id, n"))).resultId;
  const lake = { resultsWith: async (id: string) => (first.results.holds(id) ? first.results : second.results) };
  const request = { before, after, keys: ["id"] };
  const { counts, summary } = await besideOneAnother(lake, request, (results) => results.compare(request), undefined);
  assert.deepEqual([counts.changed, counts.same], [1, 1]);
  assert.ok(second.results.holds(summary.resultId) && !second.results.holds(before) && first.results.holds(before));
  const odd = (await first.run("SELECT 'a' AS id, 1::BIGNUM AS n")).resultId;
  await assert.rejects(
    besideOneAnother(
      lake,
      { before: odd, after },
      (results) => results.compare({ before: odd, after, keys: ["id"] }),
      undefined,
    ),
    { code: "bad-argument", message: /of two engines, .* its column n is of a type that is not kept/ },
  );
});

test("a key is guessed by its name and by what tells the rows apart", async () => {
  await using engine = await lockedEngine();
  const guess = async (before: string, after: string) => {
    const ids = await Promise.all([engine.run(before), engine.run(after)]);
    const { guess: names, reason } = await engine.results.comparisonChoice({
      before: ids[0].resultId,
      after: ids[1].resultId,
    });
    return [reason, ...names];
  };
  const byId = values("('x', 'a', 1), ('x', 'b', 1)", "name, id, n");
  assert.deepEqual(await guess(byId, byId), ["id", "id"]);
  const doubleId = values("('x', 'a', 1), ('y', 'a', 1)", "name, id, n");
  assert.deepEqual(await guess(doubleId, byId), ["distinct", "name", "id"]);
  const grouped = values("('1.2.3.4', 'NL', 5), ('1.2.3.4', 'DE', 5)", "address, country, n");
  assert.deepEqual(await guess(grouped, grouped), ["distinct", "address", "country"]);
  const alike = values("('a', 1), ('a', 1)", "t, n");
  assert.deepEqual(await guess(alike, alike), ["none"]);
});

type Row = readonly [key: number | null, n: number | null, t: string | null];

/** What a comparison comes to by a plain model. */
function modelOf(before: readonly Row[], after: readonly Row[]): ComparisonCounts {
  const of = (rows: readonly Row[], key: number | null): readonly Row[] => rows.filter((row) => row[0] === key);
  const keys = [...new Set([...before, ...after].map(([key]) => key))].filter((key) => key !== null);
  const counts = { added: 0, gone: 0, changed: 0, same: 0 };
  const duplicate = { before: 0, after: 0 };
  for (const key of keys) {
    const [b, a] = [of(before, key), of(after, key)];
    if (b.length > 1 || a.length > 1) {
      duplicate.before += b.length;
      duplicate.after += a.length;
    } else if (b.length === 0) counts.added++;
    else if (a.length === 0) counts.gone++;
    else if (JSON.stringify(a) === JSON.stringify(b)) counts.same++;
    else counts.changed++;
  }
  return { ...counts, duplicate, keyless: { before: of(before, null).length, after: of(after, null).length } };
}

test("any two results come to what a plain model says, and no row of either is missing", async () => {
  await using engine = await lockedEngine();
  const small = fc.option(fc.integer({ min: 0, max: 7 }), { nil: null, freq: 6 });
  const row = fc.tuple(
    small,
    fc.option(fc.integer({ min: 0, max: 1 })),
    fc.option(fc.constantFrom("", "x", "'")),
  ) as fc.Arbitrary<Row>;
  const table = fc.array(row, { maxLength: 8 });
  const select = (rows: readonly Row[]): string => {
    const lines = rows.map(
      (cells) =>
        `(${cells.map((cell) => (typeof cell === "string" ? `'${cell.replaceAll("'", "''")}'` : String(cell))).join(", ")})`,
    );
    return `SELECT k::INTEGER AS k, n::INTEGER AS n, t::VARCHAR AS t FROM (VALUES ${[...lines, "(-1, 0, '')"].join(", ")}) AS v(k, n, t)`;
  };
  await fc.assert(
    fc.asyncProperty(table, table, async (before, after) => {
      const { counts, rows } = await compared(engine, select(before), select(after), ["k"]);
      const expected = modelOf(before, after);
      assert.deepEqual(counts, { ...expected, same: expected.same + 1 });
      const shown = (words: readonly string[]): number =>
        rows.filter(([change]: readonly Cell[]) => words.includes(String(change))).length;
      const ofBefore = shown(["changed", "gone", "duplicate key, before", "NULL in the key, before"]);
      const ofAfter = shown(["changed", "added", "duplicate key, now", "NULL in the key, now"]);
      assert.equal(ofBefore + counts.same, before.length + 1);
      assert.equal(ofAfter + counts.same, after.length + 1);
    }),
    { numRuns: 80 },
  );
});
