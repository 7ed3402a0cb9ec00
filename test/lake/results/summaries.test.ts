import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lockedEngine } from "./locked-engine.ts";

const range = (columns: readonly number[], from: number, to: number) => ({ rows: { from, to }, columns });

test("a selection comes to what a plain model says, in a sorted view too", async () => {
  await using engine = await lockedEngine();
  const cell = fc.option(fc.integer({ min: -5, max: 5 }), { nil: null, freq: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 30 }), fc.nat(30), fc.nat(30), async (cells, a, b) => {
      const { resultId } = await engine.run(`SELECT unnest(from_json($cells, '["INTEGER"]')) AS n`, {
        values: { cells: JSON.stringify(cells) },
      });
      const sort = [{ column: 0, descending: false }];
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const summary = await engine.results.summariseRange({ resultId, sort, ...range([0], from, to) });
      const sorted = cells.toSorted((x, y) => (x ?? 9) - (y ?? 9)).slice(from, to);
      const held = sorted.filter((each) => each !== null);
      assert.deepEqual(summary, {
        rows: sorted.length,
        distinct: new Set(held).size,
        columns: [
          {
            column: 0,
            nulls: sorted.length - held.length,
            sum: held.length === 0 ? null : String(held.reduce((sum, each) => sum + each, 0)),
            min: held.length === 0 ? null : Math.min(...held),
            max: held.length === 0 ? null : Math.max(...held),
          },
        ],
      });
    }),
    { numRuns: 60 },
  );
});

test("sums of large integers are exact; texts have none, times have a first and a last", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    `SELECT 9223372036854775807 AS big, 'a' AS t, TIMESTAMP '2026-11-22 03:14:07' AS at, [1, 2] AS l FROM range(3)`,
  );
  const { distinct, columns } = await engine.results.summariseRange({ resultId, ...range([0, 1, 2, 3], 0, 3) });
  assert.equal(distinct, 4);
  assert.deepEqual(
    columns.map(({ sum }) => sum),
    ["27670116110564327421", null, null, null],
  );
  assert.deepEqual([columns[2]?.min, columns[2]?.max], ["2026-11-22T03:14:07.000Z", "2026-11-22T03:14:07.000Z"]);
});

test("columns without any value are told, at every depth of their type", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    `SELECT * FROM (VALUES
      (NULL::INTEGER, '', []::INTEGER[], {'a': NULL::VARCHAR, 'b': []::VARCHAR[]}, '[]', 0, '{"a":1}'),
      (NULL, NULL, NULL, NULL, '', NULL, NULL)) AS t(a, b, c, d, e, f, g)`,
  );
  assert.deepEqual(await engine.results.emptyColumns(resultId), [0, 1, 2, 3, 4]);
  const { resultId: none } = await engine.run("SELECT 1 AS a WHERE false");
  assert.deepEqual(await engine.results.emptyColumns(none), []);
});

test("the values of a column come by frequency, NULL among them, and can be sought", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT unnest(['NL', 'NL', NULL, 'DE', '', NULL, NULL]) AS country, unnest(range(7)) AS n",
  );
  const values = (more: object = {}) => engine.results.columnValues({ resultId, column: 0, ...more });
  assert.deepEqual(await values(), {
    distinct: 4,
    values: [
      { value: null, count: 3 },
      { value: "NL", count: 2 },
      { value: "", count: 1 },
      { value: "DE", count: 1 },
    ],
  });
  assert.deepEqual(await values({ contains: "d" }), { distinct: 1, values: [{ value: "DE", count: 1 }] });
  const picked = [{ column: 0, op: "oneOf" as const, value: ["DE", null] }];
  const window = await engine.results.readWindow({ resultId, filters: picked, offset: 0, limit: 9 });
  assert.deepEqual(
    window.rows.map(([country]) => country),
    [null, "DE", null, null],
  );
  const { values: listed, distinct } = await engine.results.columnValues({
    resultId: (await engine.run("SELECT i AS n FROM range(1000) AS t(i)")).resultId,
    column: 0,
  });
  assert.deepEqual([listed.length, distinct], [200, 1000]);
});
