import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { arrayFunctions } from "../../../src/dialect/functions/array-functions.ts";
import { jsonFunctions } from "../../../src/dialect/functions/json-functions.ts";
import { numberFunctions } from "../../../src/dialect/functions/number-functions.ts";
import { textFunctions } from "../../../src/dialect/functions/text-functions.ts";
import type { DialectSchema } from "../../../src/dialect/scope/context.ts";
import { translate } from "../../../src/dialect/translate.ts";
import { literal } from "../../../src/duckdb/database.ts";
import { trinoRows } from "../../unit/dialect/trino-values.ts";
import { DictionaryDatabase } from "./dictionary-database.ts";

/**
 * DuckDB computes a function that it believes cannot fail once for every value in the dictionary of a Parquet column,
 * those that no row selects among them. So each function is asked over such a column and over one in memory.
 */
const texts = [
  ..."abc|ABC ä|5| 42|-7|4.25|1e400|2026-11-12|2026-02-30|2026-11-12 08:00:00|2026-11-12T08:00:00Z|24:00:00|true".split(
    "|",
  ),
  ..."1.2.3.4|1.2.3.400|2001:db8::1|1::2::3|::ffff:10.0.0.1|10.0.0.0/8|10.0.0.1/8|::/0|a=1;b=2|a=1=2;b|a=1;a=2".split(
    "|",
  ),
  ...'{"a":[1,"x"],"b":{"c":2}}|[1,"x",null]|"s"|{"a":|%41|%FF|QQ==|Q|4142|414|zz|https://h.example:99/p?q=%41#f'.split(
    "|",
  ),
  ..."https://h/p?q=%FF|straße|ŉ|7f9c2ba4-e88f-4d1f-9c35-000000000001|_id_|Europe/Berlin".split("|"),
  "",
  " ",
  "x".repeat(300),
];
const whole = ["0", "1", "-1", "2", "5", "64", "300", "1114112", "9223372036854775807", "-9223372036854775808"];
const fractions = ["0", "1", "-1", "0.5", "95", "-181", "1e308", "-1e308", "'NaN'", "'Infinity'", "'-Infinity'"];
const lists = ["[]", "['a']", "['a', NULL, '5']", "['5', '6']", "[NULL]", "['']"];
const numberLists = ["[]", "[1]", "[1, NULL, 5]", "[5, 0]", "[NULL]", "[9223372036854775807, 1]"];

const columns = [
  { name: "id", type: "BIGINT" },
  { name: "t", type: "VARCHAR" },
  { name: "n", type: "BIGINT" },
  { name: "d", type: "DOUBLE" },
  { name: "l", type: "VARCHAR[]" },
  { name: "m", type: "BIGINT[]" },
];
const schema: DialectSchema = { columns: () => columns };
const at = (values: readonly string[]): string => `[${values.join(", ")}][1 + i % ${values.length}]`;
const source = `SELECT i % ${texts.length} AS id, ${at(texts.map(literal))} AS t, ${at(whole)}::BIGINT AS n,
  ${at(fractions)}::DOUBLE AS d, ${at(lists)} AS l, ${at(numberLists)}::BIGINT[] AS m
  FROM (SELECT i % ${texts.length} AS i FROM range(${texts.length * 4}) AS r(i))`;

let database: DictionaryDatabase;
before(async () => {
  database = await DictionaryDatabase.open(source);
});
after(() => database[Symbol.asyncDispose]());

async function rows(statement: string): Promise<readonly unknown[][]> {
  return trinoRows(database.connection, translate(statement, { schema }));
}

/** Where a signature's parameter has one of these types, it is asked of a column, the others of a constant. */
const columnOf: Readonly<Record<string, string>> = {
  varchar: "t",
  varbinary: "to_utf8(t)",
  bigint: "n",
  integer: "n",
  double: "d",
  json: "TRY(json_parse(t))",
  ipaddress: "TRY_CAST(t AS ipaddress)",
  "array(T)": "l",
};
const constantOf: Readonly<Record<string, string>> = {
  varchar: "'='",
  varbinary: "X'41'",
  bigint: "2",
  integer: "2",
  double: "0.5",
  boolean: "true",
  ipaddress: "IPADDRESS '10.1.1.1'",
  json: "JSON '[1]'",
  "array(T)": "ARRAY['a', '5']",
  "array(varchar)": "ARRAY['a', '5']",
  T: "'5'",
};

/** What the constants above make a mistake, or what is not supported. */
const refused: ReadonlySet<string> = new Set([
  "concat_ws(t, ARRAY['a', '5'])",
  "contains('=', TRY_CAST(t AS ipaddress))",
  "json_array_contains('=', t)",
  "json_array_contains('=', n)",
  "json_array_contains('=', true)",
]);

/** One call for each parameter of each signature whose types are among those above. */
function calls(): string[] {
  const signatures = [textFunctions, numberFunctions, jsonFunctions, arrayFunctions].flatMap(Object.keys);
  return signatures.flatMap((signature) => {
    const [, name = "", inner = ""] = /^(\w+)\((.*)\) [^)]+(?:\(.*\))?$/.exec(signature) ?? [];
    const types = inner.replace("...", "").match(/\w+(\([^()]*\))?/g) ?? [];
    return types.flatMap((type, index) => {
      const args = types.map((each, other) => (other === index ? columnOf[type] : constantOf[each]));
      const call = `${name}(${args.join(", ")})`;
      return args.every((arg) => arg !== undefined) && !refused.has(call) ? [call] : [];
    });
  });
}

/** Casts, operators, rules in code, and lambdas with something inside that can fail. */
const others = [
  ..."boolean tinyint smallint integer bigint real double decimal(6,2) decimal(38,4) varchar(3) date timestamp timestamp(0) ipaddress uuid varbinary json"
    .split(" ")
    .map((type) => `CAST(t AS ${type})`),
  ..."tinyint smallint integer decimal(5,1) real varchar(2)"
    .split(" ")
    .flatMap((type) => [`CAST(n AS ${type})`, `CAST(d AS ${type})`]),
  ["100 / n", "100 % n", "n * n", "n + n", "-n", "abs(n)", "1.5 / CAST(n AS decimal(19,0))"],
  ["l[1]", "l[3]", "element_at(l, n)", "m[2] / m[1]", "slice(l, n, 1)", "array_join(m, '-')"],
  ["sequence(n, 5)", "repeat('x', n % 10)", "repeat(CAST(t AS integer), 2)"],
  ["split_to_map(t, ';', '=')", "split_to_map(t, ';', '=')['a']", "map(ARRAY[t], ARRAY[n])['abc']", "map(l, l)"],
  ["date_parse(t, '%Y-%m-%d')", "parse_datetime(t, 'yyyy-MM-dd')", "from_iso8601_timestamp(t)", "from_iso8601_date(t)"],
  ["json_extract(t, '$.a')", "json_extract_scalar(t, '$.a[0]')", "json_size(t, '$.b')", "json_value(t, 'lax $.a')"],
  [
    "CAST(json_parse(t) AS array(varchar))",
    "CAST(json_parse(t) AS map(varchar, varchar))",
    "CAST(json_extract(t, '$.b') AS row(c integer))",
  ],
  [
    "CAST(json_extract(t, '$.a') AS varchar)",
    "CAST(json_extract(t, '$.b.c') AS bigint)",
    "json_exists(t, 'lax $.a.b')",
  ],
  [
    "CAST(from_unixtime(d) AS date)",
    "date_add('day', n, DATE '2026-11-12')",
    "date_add('month', n, DATE '2026-11-12')",
  ],
  ["date_diff('second', TIMESTAMP '2026-11-12 08:00:00', CAST(TRY_CAST(t AS timestamp) AS timestamp))"],
  [
    "contains('10.0.0.0/8', CAST(t AS ipaddress))",
    "contains('::/0', CAST(t AS ipaddress))",
    "CAST(CAST(t AS ipaddress) AS varchar)",
  ],
  ["transform(split(t, '.'), o -> CAST(o AS integer))", "filter(split(t, '.'), o -> CAST(o AS integer) = 0)"],
  ["transform(l, o -> CAST(o AS bigint))", "transform(m, o -> 10 / o)", "transform(ARRAY[1, 2], o -> o / n)"],
  ["any_match(split(t, '.'), o -> CAST(o AS integer) = 1)", "all_match(l, o -> CAST(o AS bigint) > 0)"],
  [
    "none_match(m, o -> 10 / o > 3)",
    "reduce(m, 0, (s, x) -> s + 10 / x, s -> s)",
    "reduce(m, 0, (s, x) -> s + x, s -> 100 / s)",
  ],
  ["CAST(l AS array(bigint))", "CAST(split(t, '.') AS array(integer))", "transform(l, o -> url_decode(o))"],
  ["CAST(map(ARRAY[1], ARRAY[t]) AS map(integer, bigint))", "CAST(ROW(t) AS row(v bigint))", "transform(l, o -> l[n])"],
  [
    "format('%d', CAST(t AS integer))",
    "round(CAST(t AS double), 2)",
    "regexp_extract(t, '(\\d+)', 1)",
    "regexp_split(t, '\\.')",
  ],
  [
    "length(t) / length(t)",
    "transform(split(t, '='), v -> length(v) / length(v))",
    "chr(n)",
    "zip(l, m)",
    "levenshtein_distance(t, 'abc')",
  ],
].flat();

/** The expressions, whose many errors make each slow, in tests of some dozens. */
const groups = Map.groupBy(
  new Set([...calls(), ...others]),
  (expression) => /^\w+/.exec(expression)?.[0] ?? "operators",
);

for (const [name, expressions] of groups)
  test(`${name} sees the rows that are selected, and no others`, async () => {
    for (const expression of expressions) await answersAlike(expression);
  });

async function answersAlike(expression: string): Promise<void> {
  const tried = `SELECT DISTINCT id, TRY(${expression}) AS v FROM`;
  const expected = await rows(`${tried} memory ORDER BY id`);
  assert.deepEqual(await rows(`${tried} slice ORDER BY id`), expected, expression);
  const answered = expected.filter(([, value]) => value !== null);
  if (answered.length === 0) return;
  const ids = answered.map(([id]) => id).join(", ");
  const selected = `SELECT DISTINCT id, ${expression} AS v FROM slice WHERE id IN (${ids}) ORDER BY id`;
  assert.deepEqual(await rows(selected), answered, expression);
}
