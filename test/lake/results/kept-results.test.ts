import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import type { KeptResult } from "../../../src/protocol/evidence/kept-result.ts";
import { readKept } from "../../../src/query/results/keeping/read-kept.ts";
import { isTypeText } from "../../../src/query/results/keeping/type-text.ts";
import { type LockedEngine, lockedEngine } from "./locked-engine.ts";
import { valueCases } from "./value-cases.ts";

const mostBytes = 64 * 1024 * 1024;

async function kept(engine: LockedEngine, statement: string, name = "one") {
  const summary = await engine.run(statement);
  const folder = join(engine.folder, "kept");
  const outcome = await engine.results.keep({ resultId: summary.resultId, folder, name, mostBytes });
  return { summary, outcome, place: { folder, name, resultId: summary.resultId } };
}

test("a kept result comes back in another process with its rows, types, names and id, or is refused by name", async () => {
  await using first = await lockedEngine();
  await using second = await lockedEngine();
  const refused: string[] = [];
  for (const [index, [expression]] of valueCases.entries()) {
    const statement = `SELECT ${expression} AS "rowid", NULL AS "Rowid", 7 AS "q" UNION ALL SELECT NULL, NULL, 8`;
    const { summary, outcome, place } = await kept(first, statement, `case-${index}`);
    if ("reason" in outcome) {
      refused.push(expression);
      assert.match(outcome.reason, /of a type that is not kept/);
      continue;
    }
    const reopened = await second.results.reopen(place);
    assert.deepEqual(reopened.summary, summary, expression);
    assert.deepEqual(
      await second.results.rowsOf(summary.resultId, 10),
      await first.results.rowsOf(summary.resultId, 10),
      expression,
    );
  }
  assert.ok(refused.length < valueCases.length / 4, refused.join("\n"));
});

test("a result is kept in its own order, and is private", async () => {
  await using engine = await lockedEngine();
  await using other = await lockedEngine();
  const { summary, place } = await kept(engine, "SELECT 200000 - i AS n FROM range(200000) t(i)");
  await other.results.reopen(place);
  const window = await other.results.readWindow({ resultId: summary.resultId, offset: 199_990, limit: 100 });
  assert.deepEqual(window.rows.at(-1), [1]);
  for (const name of readdirSync(place.folder)) assert.equal(statSync(join(place.folder, name)).mode & 0o77, 0, name);
  assert.deepEqual(readdirSync(engine.scratch), []);
  assert.deepEqual(readdirSync(other.scratch), []);
});

test("what is too large, or cancelled, is not kept, and the description of an older one is gone", async () => {
  await using engine = await lockedEngine();
  const { summary, place } = await kept(engine, "SELECT md5(i::VARCHAR) AS h FROM range(10000) t(i)");
  const { resultId } = summary;
  const small = await engine.results.keep({ ...place, name: "small", resultId, mostBytes: 1000 });
  assert.match("reason" in small ? small.reason : "", /at most 1000 are kept/);
  assert.ok(!existsSync(join(place.folder, "small.json")));
  await assert.rejects(engine.results.keep({ ...place, name: "stopped", resultId, mostBytes }, AbortSignal.abort()), {
    name: "CancelledError",
  });
  await assert.rejects(engine.results.reopen({ ...place, name: "stopped" }), { code: "no-such-result" });
  for (const name of ["../one", "a/b", "", "A", "x.json"])
    await assert.rejects(engine.results.keep({ ...place, name, resultId, mostBytes }), { code: "bad-argument" });
});

test("kept files that were damaged, swapped or made by somebody else are no result", async () => {
  await using engine = await lockedEngine();
  const { place } = await kept(engine, "SELECT 1 AS n UNION ALL SELECT 2");
  const [about, rows] = [join(place.folder, "one.json"), join(place.folder, "one.parquet")];
  const text = readFileSync(about, "utf8");
  const value = JSON.parse(text) as KeptResult;
  const changes: readonly (() => void)[] = [
    () => writeFileSync(about, "{"),
    () => writeFileSync(about, JSON.stringify({ ...value, version: 2 })),
    () => writeFileSync(about, JSON.stringify({ ...value, types: ["INTEGER), (SELECT 1"] })),
    () => writeFileSync(about, JSON.stringify({ ...value, types: ["INTEGER", "INTEGER"] })),
    () => writeFileSync(about, JSON.stringify({ ...value, summary: { ...value.summary, rowCount: 3 } })),
    () => writeFileSync(about, JSON.stringify({ ...value, summary: { ...value.summary, resultId: "0a0a0a0a-7" } })),
    () => rmSync(rows),
  ];
  for (const change of changes) {
    change();
    await assert.rejects(engine.results.reopen(place), { code: "no-such-result" }, String(change));
    writeFileSync(about, text);
  }
});

test("a text that may stand behind AS closes its brackets and has nothing between them but a type", () => {
  for (const text of [
    "INTEGER",
    "DECIMAL(10, 2)",
    'STRUCT("a""b" VARCHAR, c TIMESTAMP_MS[])[]',
    "MAP(VARCHAR, BIGINT)",
  ])
    assert.equal(isTypeText(text.replace(" c ", ' "c" ')), true, text);
  for (const text of [
    "",
    "INTEGER) FROM x --",
    "INTEGER, (SELECT 1)",
    "INTEGER; DROP",
    "'a'",
    "A[)",
    "VARCHAR IN (SELECT 1)",
    "INTEGER FROM X",
    'BIGINT BETWEEN 1 AND (TABLE "r1")',
    'VARCHAR IS NULL OR READ_TEXT("x")',
    "a",
    "VARCHAR, X",
  ])
    assert.equal(isTypeText(text), false, text);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`ABC 12,()[]"';-`) }), (text) => {
      if (!isTypeText(text)) return;
      const outside = text.replace(/"(?:[^"]|"")*"/g, "");
      assert.ok(!/[';-]/.test(outside));
    }),
  );
});

test("nothing but what keeping writes is read as a description", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(readKept(value), undefined);
    }),
  );
});
