import assert from "node:assert/strict";
import { test } from "node:test";
import { lockedEngine, onlyRow } from "./locked-engine.ts";
import { valueCases } from "./value-cases.ts";

test("every type has a Trino name, a kind and a JSON value", async () => {
  await using engine = await lockedEngine();
  for (const [expression, type, kind, value] of valueCases) {
    const { row, types, kinds, summary } = await onlyRow(engine, `SELECT ${expression} AS v`);
    assert.deepEqual({ type: types[0], kind: kinds[0], value: row?.[0] }, { type, kind, value }, expression);
    const cell = await engine.results.readCell({ resultId: summary.resultId, row: 0, column: 0 });
    assert.deepEqual(cell, value, `cell ${expression}`);
    const window = await engine.results.readWindow({ resultId: summary.resultId, offset: 0, limit: 1 });
    const shown = window.rows[0]?.[0];
    const nested = kind === "nested" && type !== "json";
    assert.deepEqual(nested ? JSON.parse(String(shown)) : shown, value, `window ${expression}`);
  }
});

test("NULL of every type is null", async () => {
  await using engine = await lockedEngine();
  for (const [expression] of valueCases) {
    const { row } = await onlyRow(engine, `SELECT CASE WHEN false THEN ${expression} END AS v`);
    assert.deepEqual(row, [null], expression);
  }
});

test("what a grid shows can be found by searching for it, and filters match it", async () => {
  await using engine = await lockedEngine();
  for (const [expression] of valueCases) {
    const { resultId } = await engine.run(`SELECT ${expression} AS v UNION ALL SELECT NULL`);
    const { rows } = await engine.results.readWindow({ resultId, offset: 0, limit: 1 });
    const shown = rows[0]?.[0];
    if (typeof shown === "object") continue;
    const filtered = async (op: "equals" | "excludes" | "contains") =>
      (
        await engine.results.readWindow({
          resultId,
          offset: 0,
          limit: 9,
          filters: [{ column: 0, op, value: shown ?? null }],
        })
      ).rowCount;
    if (shown !== "infinity") assert.equal(await filtered("equals"), 1, `equals ${expression}`);
    assert.equal(await filtered("excludes"), 1, `excludes ${expression}`);
    if (shown !== 1e300) assert.equal(await filtered("contains"), 1, `contains ${expression}`);
    const found = await engine.results.readWindow({ resultId, offset: 0, limit: 9, search: String(shown) });
    if (shown !== 1e300) assert.equal(found.rowCount, 1, `search ${expression}`);
  }
});
