import assert from "node:assert/strict";
import { test } from "node:test";
import { lockedEngine, onlyRow } from "./locked-engine.ts";

/** Expression, Trino type, kind, JSON value. */
const cases: readonly (readonly [string, string, string, unknown])[] = [
  ["true", "boolean", "boolean", true],
  ["1::TINYINT", "tinyint", "number", 1],
  ["-5::SMALLINT", "smallint", "number", -5],
  ["7::INTEGER", "integer", "number", 7],
  ["9007199254740991::BIGINT", "bigint", "number", 9007199254740991],
  ["9007199254740992::BIGINT", "bigint", "number", "9007199254740992"],
  ["(-9223372036854775808)::BIGINT", "bigint", "number", "-9223372036854775808"],
  ["18446744073709551615::UBIGINT", "decimal(20,0)", "number", "18446744073709551615"],
  ["12::UBIGINT", "decimal(20,0)", "number", 12],
  [
    "340282366920938463463374607431768211455::UHUGEINT",
    "decimal(38,0)",
    "number",
    "340282366920938463463374607431768211455",
  ],
  [
    "(-170141183460469231731687303715884105728)::HUGEINT",
    "decimal(38,0)",
    "number",
    "-170141183460469231731687303715884105728",
  ],
  ["42::HUGEINT", "decimal(38,0)", "number", 42],
  ["1.50::DECIMAL(10,2)", "decimal(10,2)", "number", 1.5],
  ["12345678901234.5::DECIMAL(38,1)", "decimal(38,1)", "number", 12345678901234.5],
  ["123456789012345678.25::DECIMAL(38,2)", "decimal(38,2)", "number", "123456789012345678.25"],
  ["0.5::DECIMAL(38,30)", "decimal(38,30)", "number", "0.500000000000000000000000000000"],
  ["0.1::FLOAT", "real", "number", 0.1],
  ["'-inf'::FLOAT", "real", "number", "-Infinity"],
  ["0.1::DOUBLE", "double", "number", 0.1],
  ["1e300::DOUBLE", "double", "number", 1e300],
  ["'nan'::DOUBLE", "double", "number", "NaN"],
  ["'inf'::DOUBLE", "double", "number", "Infinity"],
  ["'héllo 😀'", "varchar", "text", "héllo 😀"],
  ["'a' || chr(0) || chr(27) || '[31m'", "varchar", "text", "a\0\u001b[31m"],
  ["'a'::ENUM('a', 'b')", "varchar", "text", "a"],
  ["'{\"a\": 1}'::JSON", "json", "nested", '{"a": 1}'],
  ["'\\xAB\\x00'::BLOB", "varbinary", "text", "ab00"],
  ["'4b0e7b9c-1111-2222-3333-444455556666'::UUID", "uuid", "text", "4b0e7b9c-1111-2222-3333-444455556666"],
  ["DATE '2024-02-29'", "date", "time", "2024-02-29"],
  ["TIMESTAMP '2024-02-29 23:59:59'", "timestamp(3)", "time", "2024-02-29T23:59:59.000Z"],
  ["TIMESTAMP '2024-02-29 23:59:59.120'", "timestamp(3)", "time", "2024-02-29T23:59:59.120Z"],
  ["TIMESTAMP '2024-02-29 23:59:59.000001'", "timestamp(3)", "time", "2024-02-29T23:59:59.000001Z"],
  ["TIMESTAMP '1601-01-01 00:00:00'", "timestamp(3)", "time", "1601-01-01T00:00:00.000Z"],
  ["TIMESTAMP '0099-01-01 00:00:00'", "timestamp(3)", "time", "0099-01-01T00:00:00.000Z"],
  ["'infinity'::TIMESTAMP", "timestamp(3)", "time", "infinity"],
  ["'2024-02-29 23:59:59.1'::TIMESTAMP_MS", "timestamp(3)", "time", "2024-02-29T23:59:59.100Z"],
  ["'2024-02-29 23:59:59'::TIMESTAMP_S", "timestamp(0)", "time", "2024-02-29T23:59:59.000Z"],
  ["'2024-02-29 23:59:59.123456789'::TIMESTAMP_NS", "timestamp(9)", "time", "2024-02-29T23:59:59.123456789Z"],
  ["TIMESTAMPTZ '2024-02-29 23:59:59.5+02'", "timestamp(3) with time zone", "time", "2024-02-29T21:59:59.500Z"],
  ["TIME '01:02:03'", "time(6)", "text", "01:02:03"],
  ["INTERVAL '1 day 2 hours'", "interval day to second", "text", "1 day 02:00:00"],
  ["'101'::BIT", "varchar", "text", "101"],
  ["[1, NULL, 3]", "array(integer)", "nested", [1, null, 3]],
  ["[]::BIGINT[]", "array(bigint)", "nested", []],
  ["[9007199254740993, 1]::BIGINT[]", "array(bigint)", "nested", ["9007199254740993", 1]],
  ["[1.5, 2]::DOUBLE[2]", "array(double)", "nested", [1.5, 2]],
  [
    "[[TIMESTAMP '2024-01-01'], NULL, []]",
    "array(array(timestamp(3)))",
    "nested",
    [["2024-01-01T00:00:00.000Z"], null, []],
  ],
  [
    "{'Id': 'x', 'when it': TIMESTAMP '2024-01-01', 'n': NULL::BIGINT}",
    'row(id varchar, "when it" timestamp(3), n bigint)',
    "nested",
    { Id: "x", "when it": "2024-01-01T00:00:00.000Z", n: null },
  ],
  ["[{'a': 'nan'::DOUBLE}, NULL]", "array(row(a double))", "nested", [{ a: "NaN" }, null]],
  ["MAP {'k': 1, 'l': NULL}", "map(varchar, integer)", "nested", { k: 1, l: null }],
  [
    "MAP {DATE '2024-01-01': [{'b': '\\xFF'::BLOB}]}",
    "map(date, array(row(b varbinary)))",
    "nested",
    { "2024-01-01": [{ b: "ff" }] },
  ],
  ["{'j': '[1]'::JSON}", "row(j json)", "nested", { j: "[1]" }],
  ["row(1, 'x')", "row(field0 integer, field1 varchar)", "nested", { field0: 1, field1: "x" }],
  [
    "[row('it''s', row(2))]",
    "array(row(field0 varchar, field1 row(field0 integer)))",
    "nested",
    [{ field0: "it's", field1: { field0: 2 } }],
  ],
  ["{'__proto__': 1}", "row(__proto__ integer)", "nested", JSON.parse('{"__proto__": 1}')],
];

test("every type has a Trino name, a kind and a JSON value", async () => {
  await using engine = await lockedEngine();
  for (const [expression, type, kind, value] of cases) {
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
  for (const [expression] of cases) {
    const { row } = await onlyRow(engine, `SELECT CASE WHEN false THEN ${expression} END AS v`);
    assert.deepEqual(row, [null], expression);
  }
});

test("what a grid shows can be found by searching for it, and filters match it", async () => {
  await using engine = await lockedEngine();
  for (const [expression] of cases) {
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
