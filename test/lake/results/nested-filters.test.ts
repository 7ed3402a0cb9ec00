import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ColumnFilter, JsonValue, ResultView } from "../../../src/protocol/query.ts";
import { lockedEngine } from "./locked-engine.ts";

const names = ["a", "b/c", "d~e", 'f"g', "h.i", "", "é", "$", "*"];
const leaves: fc.Arbitrary<JsonValue> = fc.constantFrom(null, "", "x", "X'y", "1", 1, 2.5, true, "null");
const { value: values } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    leaves,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 3 }),
  ),
}));
const paths = fc.array(fc.option(fc.constantFrom(...names), { nil: null, freq: 3 }), { minLength: 1, maxLength: 3 });
const ops = ["equals", "excludes", "contains", "isNull", "isNotNull"] as const;

/** Where a path leads: a step into a list is every element, a name that is missing is NULL. */
function reached(value: JsonValue, path: readonly (string | null)[]): readonly JsonValue[] {
  return path.reduce<readonly JsonValue[]>(
    (found, step) =>
      found.flatMap((each) => {
        if (step === null) return Array.isArray(each) ? (each as readonly JsonValue[]) : [];
        if (each === null || typeof each !== "object" || Array.isArray(each)) return [null];
        return [Object.hasOwn(each, step) ? ((each as Record<string, JsonValue>)[step] ?? null) : null];
      }),
    [value],
  );
}

function keeps(text: string | null, { path = [], op, value = null }: ColumnFilter): boolean {
  let whole: JsonValue = null;
  try {
    whole = text === null ? null : (JSON.parse(text) as JsonValue);
  } catch {
    // Text that is no JSON has nothing inside.
  }
  const found = reached(whole, path);
  const asText = (each: JsonValue): string => (typeof each === "string" ? each : JSON.stringify(each));
  const isEqual = found.some((each) => {
    if (each === null || value === null) return each === value;
    if (asText(each) === String(value)) return true;
    return (
      typeof value === "number" && typeof each !== "boolean" && asText(each) !== "" && Number(asText(each)) === value
    );
  });
  switch (op) {
    case "equals":
      return isEqual;
    case "excludes":
      return !isEqual;
    case "contains":
      return found.some((each) => each !== null && asText(each).toLowerCase().includes(String(value).toLowerCase()));
    case "isNull":
      return found.includes(null);
    default:
      return !found.includes(null);
  }
}

test("a filter on what stands inside a value keeps the rows that a plain model keeps", async () => {
  await using engine = await lockedEngine();
  const texts = fc.oneof(
    { arbitrary: values.map((value): string | null => JSON.stringify(value)), weight: 6 },
    { arbitrary: fc.constantFrom(null, "", "{", "plain text", "{} {}"), weight: 1 },
  );
  const filters = fc.record({ column: fc.constant(0), path: paths, op: fc.constantFrom(...ops), value: leaves });
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { maxLength: 20 }), filters, async (table, filter) => {
      fc.pre(filter.op !== "contains" || filter.value !== null);
      const { resultId } = await engine.run(`SELECT unnest(from_json($rows, '["VARCHAR"]')) AS t`, {
        values: { rows: JSON.stringify(table) },
      });
      const window = await engine.results.readWindow({ resultId, filters: [filter], offset: 0, limit: 100 });
      assert.deepEqual(
        window.rows.map(([text]) => text),
        table.filter((text) => keeps(text, filter)),
      );
    }),
    { numRuns: 150 },
  );
});

test("a filter reaches into rows and lists of rows of the lake's own types, and refuses what has no sense there", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    `SELECT * FROM (VALUES
      (1, {'errorCode': 50126, 'reason': 'bad password'}, [{'id': 'a'}, {'id': 'b'}]),
      (2, {'errorCode': 0, 'reason': NULL}, []), (3, NULL, NULL)) AS t(n, status, targets)`,
  );
  const kept = async (filter: ColumnFilter): Promise<readonly unknown[]> => {
    const { rows } = await engine.results.readWindow({ resultId, filters: [filter], offset: 0, limit: 9 });
    return rows.map(([n]) => n);
  };
  assert.deepEqual(await kept({ column: 1, path: ["errorCode"], op: "equals", value: 50126 }), [1]);
  assert.deepEqual(await kept({ column: 1, path: ["errorCode"], op: "excludes", value: 50126 }), [2, 3]);
  assert.deepEqual(await kept({ column: 1, path: ["reason"], op: "isNull" }), [2, 3]);
  assert.deepEqual(await kept({ column: 2, path: [null, "id"], op: "equals", value: "b" }), [1]);
  assert.deepEqual(await kept({ column: 2, path: [null, "id"], op: "excludes", value: "b" }), [2, 3]);
  await assert.rejects(kept({ column: 1, path: ["errorCode"], op: "atLeast", value: 1 }), { code: "bad-argument" });
});

test("a time is found as the grid shows it, and as the lake writes it", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT TIMESTAMP '2026-11-22 03:14:07' AS t");
  for (const search of ["2026-11-22 03:14", "2026-11-22T03:14", "07.000Z"]) {
    const { rowCount } = await engine.results.readWindow({ resultId, search, offset: 0, limit: 1 });
    assert.equal(rowCount, 1, search);
    const filters = [{ column: 0, op: "contains" as const, value: search }];
    const filtered = await engine.results.readWindow({ resultId, filters, offset: 0, limit: 1 });
    assert.equal(filtered.rowCount, 1, `a filter: ${search}`);
    const { distinct } = await engine.results.columnValues({ resultId, column: 0, contains: search });
    assert.equal(distinct, 1, `among the values: ${search}`);
  }
});

test("a whole nested value is filtered by the text that is held, in which a whole double keeps its point", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    `SELECT * FROM (VALUES (1, {'score': 52.0::DOUBLE, 'ids': [1, 2]}), (2, {'score': 52.5, 'ids': []}), (3, NULL)) AS t(n, risk)`,
  );
  const read = (view: ResultView) => engine.results.readWindow({ resultId, ...view, offset: 0, limit: 9 });
  const kept = async (filter: ColumnFilter): Promise<readonly unknown[]> =>
    (await read({ filters: [filter] })).rows.map(([n]) => n);
  const shown = (await read({})).rows.map(([, risk]) => risk);
  for (const [row, cell] of shown.entries()) {
    const value = await engine.results.readCell({ resultId, row, column: 1, asText: true });
    assert.deepEqual(value, cell, "a cut cell is filtered by the same text as a short one");
    if (value === null) continue;
    assert.deepEqual(await kept({ column: 1, op: "equals", value }), [row + 1]);
    assert.deepEqual(await kept({ column: 1, op: "excludes", value }), [1, 2, 3].toSpliced(row, 1));
  }
});
