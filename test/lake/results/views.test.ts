import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ColumnFilter, JsonValue, ResultView, Sort } from "../../../src/protocol/query.ts";
import { lockedEngine } from "./locked-engine.ts";

type Row = readonly [n: number | null, t: string | null, b: boolean | null, at: string | null, list: number[] | null];

const texts = ["", "a", "A", "b%_", "'; DROP TABLE results.r1; --", "é", "😀", '"', "10", "null"];
const times = ["1999-12-31T23:59:59.999Z", "2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.001Z"];
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 4 });

const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.tuple(
    maybe(fc.integer({ min: -3, max: 12 })),
    maybe(fc.constantFrom(...texts)),
    maybe(fc.boolean()),
    maybe(fc.constantFrom(...times)),
    maybe(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 })),
  ),
  { maxLength: 40 },
);

const sorts: fc.Arbitrary<Sort[]> = fc.array(
  fc.record({ column: fc.integer({ min: 0, max: 3 }), descending: fc.boolean() }),
  { maxLength: 3 },
);

const filterValues = [
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(...texts),
  fc.boolean(),
  fc.constantFrom(...times),
  fc.constantFrom("[]", "[1]", "[0,1]"),
];
const ops = ["equals", "excludes", "contains", "atLeast", "atMost", "isNull", "isNotNull"] as const;
const filters: fc.Arbitrary<ColumnFilter[]> = fc.array(
  fc.integer({ min: 0, max: 4 }).chain((column) =>
    fc.record({
      column: fc.constant(column),
      op: fc.constantFrom(...ops),
      value: filterValues[column] ?? fc.constant(""),
    }),
  ),
  { maxLength: 2 },
);
const views: fc.Arbitrary<ResultView> = fc.record(
  { sort: sorts, search: fc.constantFrom("", "a", "É", "1", "%", "2024-01-01T", "true", "[1"), filters },
  { requiredKeys: [] },
);

test("windows of any search, filters and sort equal a plain model", async () => {
  await using engine = await lockedEngine();
  await fc.assert(
    fc.asyncProperty(rows, views, fc.nat(45), fc.nat(45), async (table, view, offset, limit) => {
      const { resultId } = await engine.run(
        `SELECT r.n, r.t, r.b, r."at", r.list FROM (SELECT unnest(from_json($rows,
          '[{"n":"BIGINT","t":"VARCHAR","b":"BOOLEAN","at":"TIMESTAMP","list":["INTEGER"]}]')) AS r)`,
        { values: { rows: JSON.stringify(table.map(([n, t, b, at, list]) => ({ n, t, b, at, list }))) } },
      );
      const expected = modelView(table, view);
      const window = await engine.results.readWindow({ resultId, offset, limit, ...view });
      assert.deepEqual(window.rows, expected.slice(offset, offset + limit).map(shownRow));
      assert.equal(window.rowCount, expected.length);
      const again = await engine.results.readWindow({ resultId, offset: 0, limit: 100, ...view });
      assert.deepEqual(again.rows, expected.map(shownRow), "the kept view");
      const statistics = await engine.results.columnStatistics({ resultId, column: 1, ...view });
      const present = expected.map(([, t]) => t).filter((t) => t !== null);
      assert.deepEqual(
        [statistics.rows, statistics.nulls, statistics.distinct, statistics.min, statistics.max],
        [expected.length, expected.length - present.length, new Set(present).size, least(present), greatest(present)],
      );
      await engine.results.release(resultId);
    }),
    { numRuns: 150 },
  );
});

test("a filter's value that does not fit its column is refused with the column's name", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT 1 AS n, TIMESTAMP '2024-01-01' AS seen, true AS ok");
  for (const [column, value, word] of [
    [0, "1 OR 1=1", "n"],
    [1, "yesterday", "seen"],
    [2, "maybe", "ok"],
  ] as const) {
    await assert.rejects(
      engine.results.readWindow({ resultId, offset: 0, limit: 1, filters: [{ column, op: "equals", value }] }),
      { code: "bad-argument", message: new RegExp(`The filter on ${word} needs`) },
    );
  }
  const outside = engine.results.readWindow({
    resultId,
    offset: 0,
    limit: 1,
    sort: [{ column: 3, descending: false }],
  });
  await assert.rejects(outside, { code: "bad-argument" });
  await assert.rejects(engine.results.readWindow({ resultId, offset: 0.5, limit: 1 }), { code: "bad-argument" });
});

test("numbers are compared as numbers, exactly", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT unnest([9007199254740992, 9007199254740993, 2]) AS big, unnest([1.10, 1.25, 20.5]::DECIMAL(10,2)[]) AS price",
  );
  const bigs = async (filter: ColumnFilter): Promise<readonly JsonValue[]> => {
    const { rows: found } = await engine.results.readWindow({ resultId, offset: 0, limit: 9, filters: [filter] });
    return found.map((row) => row[0] as JsonValue);
  };
  assert.deepEqual(await bigs({ column: 0, op: "equals", value: "9007199254740993" }), ["9007199254740993"]);
  assert.deepEqual(await bigs({ column: 0, op: "atLeast", value: "9007199254740993" }), ["9007199254740993"]);
  assert.deepEqual(await bigs({ column: 0, op: "equals", value: 1.5 }), []);
  assert.deepEqual(await bigs({ column: 0, op: "atMost", value: 2.5 }), [2]);
  assert.deepEqual(await bigs({ column: 1, op: "equals", value: 1.1 }), ["9007199254740992"]);
  assert.deepEqual(await bigs({ column: 1, op: "equals", value: 1.249 }), []);
  assert.deepEqual(await bigs({ column: 1, op: "atLeast", value: 1.2 }), ["9007199254740993", 2]);
});

function modelView(table: readonly Row[], view: ResultView): readonly Row[] {
  const search = (view.search ?? "").toLowerCase();
  const kept = table.filter(
    (row) =>
      (search === "" || row.some((cell) => textOf(cell)?.toLowerCase().includes(search))) &&
      (view.filters ?? []).every((filter) => passes(row[filter.column] ?? null, filter)),
  );
  return kept
    .map((row, place) => ({ row, place }))
    .sort((one, other) => {
      for (const { column, descending } of view.sort ?? []) {
        const a = one.row[column] ?? null;
        const b = other.row[column] ?? null;
        if (a === null || b === null) {
          if (a !== b) return a === null ? 1 : -1;
          continue;
        }
        const order = compare(a, b);
        if (order !== 0) return descending ? -order : order;
      }
      return one.place - other.place;
    })
    .map(({ row }) => row);
}

function passes(cell: Row[number], { op, value }: ColumnFilter): boolean {
  const text = textOf(cell);
  if (op === "isNull") return cell === null;
  if (op === "isNotNull") return cell !== null;
  if (op === "excludes") return text !== String(value);
  if (cell === null || text === null || value === undefined) return false;
  if (op === "equals") return text === String(value);
  if (op === "contains") return text.toLowerCase().includes(String(value).toLowerCase());
  const order = compare(Array.isArray(cell) ? text : cell, value);
  return op === "atLeast" ? order >= 0 : order <= 0;
}

/** Texts compare by their bytes, as both engines do. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === "string") return Buffer.compare(Buffer.from(a), Buffer.from(String(b)));
  return Number(a) - Number(b);
}

function textOf(cell: Row[number]): string | null {
  if (cell === null) return null;
  return Array.isArray(cell) ? JSON.stringify(cell) : String(cell);
}

function shownRow(row: Row): readonly unknown[] {
  return row.map((cell) => (Array.isArray(cell) ? JSON.stringify(cell) : cell));
}

function least(values: readonly string[]): string | null {
  return [...values].sort(compare)[0] ?? null;
}

function greatest(values: readonly string[]): string | null {
  return [...values].sort(compare).at(-1) ?? null;
}

test("rows that sort alike keep the result's own order", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT range % 3 AS part, range AS n FROM range(400000)");
  const sort = [{ column: 0, descending: true }];
  const { rows: window } = await engine.results.readWindow({ resultId, offset: 133_333, limit: 5000, sort });
  assert.deepEqual(
    window,
    Array.from({ length: 5000 }, (_, index) => [1, 1 + 3 * index]),
  );
});
