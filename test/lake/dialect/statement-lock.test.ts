import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { DuckDBConnection } from "@duckdb/node-api";
import { supportedFunctions } from "../../../src/dialect/functions/call.ts";
import { type Translation, translate } from "../../../src/dialect/translate.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { lakeSchema } from "../../../src/query/lake-schema.ts";
import { allowedFunctions } from "../../../src/query/lock/allowed.ts";
import { parsedByDuckDB } from "../../../src/query/lock/serialized.ts";
import { StatementLock } from "../../../src/query/lock/statement-lock.ts";
import { DialectLake } from "../../unit/dialect/dialect-lake.ts";
import { calls, columns } from "../../unit/dialect/function-calls.ts";
import { savedQueries } from "../queries/saved-query.ts";

let lake: DialectLake;
const lock = new StatementLock();
let examples: ReadonlyMap<string, string>;
before(async () => {
  examples = calls();
  lake = await DialectLake.open();
});
after(() => lake.close());

/** A translation as a fault of ours could make it. */
const made = (sql: string): Translation => ({
  ...translate("SELECT id FROM audits", { schema: lake.schema }),
  sql,
});

/** What is not exactly one SELECT of what the translation writes. */
const foreign: readonly (readonly [string, RegExp])[] = [
  ["", /number of statements/],
  ["SELECT 1; SELECT 2", /number of statements/],
  ["COPY (SELECT 1) TO 'x'", /no SELECT/],
  ["PRAGMA database_list", /no SELECT/],
  ["CALL pragma_version()", /no SELECT/],
  ["EXPLAIN SELECT 1", /no SELECT/],
  ["SET threads = 1", /no SELECT/],
  ["ATTACH 'x'", /no SELECT/],
  ["SELECT * FROM read_csv('x')", /the clause function/],
  ["SELECT 1 FROM audits, enable_profiling(format := 'json')", /the clause function/],
  ["SELECT 1 FROM audits UNION ALL (SELECT 1 FROM enable_logging())", /the clause function/],
  ["SELECT * FROM range(3)", /the clause function/],
  ["WITH x AS (SELECT * FROM read_text('x')) SELECT * FROM x", /the clause function/],
  ["SELECT (SELECT max(content) FROM read_text('x'))", /the clause function/],
  ["SELECT 1 WHERE 1 IN (SELECT size FROM glob('x'))", /the clause function/],
  ["SELECT sum(1) FILTER (WHERE getenv('x') = '')", /the function getenv/],
  ["SELECT 1 ORDER BY nextval('x')", /the function nextval/],
  ["SELECT 1 LIMIT currval('x')", /the function currval/],
  ["SELECT list_transform([1], lambda x: getvariable('x'))", /the function getvariable/],
  ["SELECT current_setting('threads')", /the function current_setting/],
  ["SELECT write_log('x')", /the function write_log/],
  ["SELECT row_number() OVER (ORDER BY hash(1))", /the function hash/],
  ["SELECT CASE WHEN true THEN pg_sleep(1) END", /the function pg_sleep/],
  ["SELECT system.main.abs(1)", /the (clause catalog|schema)/],
  ["SELECT * FROM 'x.csv'", /the table x.csv/],
  ['SELECT * FROM "/etc/passwd"', /the table/],
  ["SELECT * FROM signins", /the table signins/],
  ["SELECT * FROM memory.main.audits", /the clause (catalog|schema)_name/],
  ["SELECT * FROM information_schema.tables", /the clause schema_name/],
  ["SELECT * FROM duckdb_settings", /the table duckdb_settings/],
  ["DESCRIBE audits", /clause|SHOW_REF/],
  ["SUMMARIZE audits", /clause|SHOW_REF/],
  ["SHOW TABLES", /clause|SHOW_REF|table/],
  ["PIVOT audits ON id", /no SELECT/],
  ["SELECT * FROM audits TABLESAMPLE 10%", /the clause sample/],
  ["SELECT COLUMNS('i') FROM audits", /the clause columns/],
  ["SELECT * EXCLUDE (id) FROM audits", /the clause exclude_list/],
  ["SELECT * REPLACE (1 AS id) FROM audits", /the clause replace_list/],
  ["SELECT #1 FROM audits", /POSITIONAL_REFERENCE|the clause index/],
  ["SELECT id COLLATE NOCASE FROM audits", /COLLATE|the clause collation/],
  ["SELECT CAST(id AS ENUM('a')) FROM audits", /the (type|clause)/],
  ["SELECT CAST(1 AS UNION(a INTEGER))", /the type UNION/],
  ["SELECT CAST(1 AS other.thing)", /the (type|schema)/],
  ["SELECT CAST([1] AS BIT[])", /the type BIT/],
  ["WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT 1 FROM x) SELECT * FROM x", /RECURSIVE|the clause/],
  ["SELECT 1 FROM audits ASOF JOIN audits AS b ON audits.id >= b.id", /a join of kind ASOF/],
];

for (const [sql, what] of foreign)
  test(`refused: ${sql}`, async () => {
    await assert.rejects(lock.check(lake.connection, made(sql)), (error) => {
      assert.ok(error instanceof TenantTrailError, String(error));
      assert.equal(error.code, "sql-refused");
      assert.match(error.message, what);
      return true;
    });
  });

interface Corpus {
  readonly name: string;
  readonly translations: readonly Translation[];
}

/** What people write: recorded statements, the shipped queries, and a call of every function. */
async function corpora(): Promise<readonly Corpus[]> {
  const lines = readFileSync(new URL("../../fixtures/trino/trino-476-answers.jsonl", import.meta.url), "utf8");
  const recorded = lines.trim().split("\n");
  const translated = (sql: string, schema = lakeSchema()): readonly Translation[] => {
    try {
      return [translate(sql, { schema })];
    } catch (error) {
      if (!(error instanceof TenantTrailError)) throw error;
      return [];
    }
  };
  const saved = savedQueries();
  const table = { columns: () => columns };
  return [
    { name: "recorded", translations: recorded.flatMap((line) => translated(JSON.parse(line).sql)) },
    { name: "shipped", translations: saved.flatMap(({ text }) => translated(text)) },
    {
      name: "calls",
      translations: [...examples.values(), ...forms].flatMap((call) => translated(`SELECT ${call} FROM t`, table)),
    },
  ];
}

/** Forms whose text follows from their types or literals. */
const forms = [
  ...["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"].map(
    (unit) => `date_add('${unit}', n, d)`,
  ),
  "INTERVAL '1.5' SECOND",
  "INTERVAL '2' MONTH",
  "truncate(dec), ceil(dec), floor(dec), truncate(x), ceil(x), floor(x)",
  "length(bytes)",
  "CAST(s AS varchar(3))",
  "min_by(n, x, 2), max_by(n, x, 2)",
  "s NOT LIKE 'a' ESCAPE 'b'",
];

function functionsIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(functionsIn);
  if (typeof part !== "object" || part === null) return [];
  const called = "function_name" in part ? [String(part.function_name)] : [];
  return [...called, ...Object.values(part).flatMap(functionsIn)];
}

test("whatever is translated passes, and no function is allowed that is not written", async () => {
  const seen = new Set<string>();
  for (const { name, translations } of await corpora()) {
    assert.ok(translations.length > 40, `${name}: ${translations.length}`);
    for (const translation of translations) {
      await lock
        .check(lake.connection, translation)
        .catch((error: Error) => assert.fail(`${error.message}: ${translation.sql}`));
      const parsed = await parsedByDuckDB(lake.connection, translation.sql);
      for (const called of functionsIn(parsed)) seen.add(called);
    }
  }
  const unused = [...allowedFunctions].filter((name) => !seen.has(name));
  assert.deepEqual(unused, []);
});

test("the examples call nearly every function", () => {
  const missing = supportedFunctions().filter((name) => !examples.has(name));
  assert.deepEqual(missing, []);
});

const nested = (levels: number, before: string, inner: string, after: string): string =>
  `SELECT ${before.repeat(levels)}${inner}${after.repeat(levels)} FROM signins`;

/** What makes DuckDB plan for minutes, or until its memory is gone. */
const endless: readonly (readonly [string, string])[] = [
  ["contains in contains", nested(26, "contains(ARRAY[true], ", "true", ")")],
  ["CASE over CASE", nested(26, "CASE ", "n", " WHEN 1 THEN 1 WHEN 2 THEN 2 ELSE 3 END")],
  ["substr in substr", nested(30, "substr(", "dt", ", 2)")],
  ["replace in replace", nested(199, "replace(", "dt", ", 'a', 'b')")],
  ["subscripts", nested(12, "ARRAY[", "n", "][1]")],
  ["greatest in greatest", nested(40, "greatest(n, ", "n", ")")],
  ["nullif in nullif", nested(40, "nullif(", "n", ", 1)")],
  ["BETWEEN in BETWEEN", nested(40, "(", "n > 1", " BETWEEN false AND true)")],
  ["subqueries in subqueries", nested(40, "(SELECT ", "n", ")")],
  [
    "lambdas in lambdas",
    nested(40, "transform(ARRAY[n], x -> ", "ARRAY[x]".replace("x", "n"), ")[1]").replaceAll(")[1]", ")"),
  ],
  ["functions in functions", nested(199, "abs(", "n", ")")],
  ["a chain of ||", `SELECT dt${" || dt".repeat(5000)} FROM signins`],
  [
    "a chain of joins",
    `SELECT 1 FROM signins t0${Array.from({ length: 150 }, (_, at) => ` JOIN signins t${at + 1} ON t${at}.n = t${at + 1}.n`).join("")}`,
  ],
  ["addresses in addresses", nested(20, "CAST(CAST(", "ipAddress", " AS ipaddress) AS varchar)")],
  [
    "CUBE",
    `SELECT count(*) FROM signins GROUP BY CUBE (${Array.from({ length: 20 }, (_, at) => `n + ${at}`).join(", ")})`,
  ],
];

for (const [name, sql] of endless)
  test(`answered or refused with a sentence: ${name}`, async () => {
    try {
      await lake.ask(sql);
    } catch (error) {
      assert.ok(error instanceof TenantTrailError, String(error));
      assert.match(error.message, /take too long|nested too deeply|longer than|groupings|sql-failed|cannot|needs|must/);
    }
  });

test("a statement that passed is not read again, and the same text for other tables is", async () => {
  const own = new StatementLock();
  const translation = translate("SELECT id FROM audits", { schema: lake.schema });
  await own.check(lake.connection, translation);
  const unused = {} as DuckDBConnection;
  await own.check(unused, translation);
  await assert.rejects(own.check(lake.connection, { ...translation, tables: ["signins"] }), { code: "sql-refused" });
});
