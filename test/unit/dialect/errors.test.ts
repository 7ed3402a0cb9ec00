import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { translate } from "../../../src/dialect/translate.ts";
import { CancelledError, TenantTrailError } from "../../../src/protocol/errors.ts";
import { explainError } from "../../../src/query/explain-error.ts";
import { sqlText } from "../sqlfile/sql-text.ts";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

/** A statement with its mistake between « and ». */
const cases: readonly (readonly [string, string, RegExp])[] = [
  ["sql-syntax", "SELECT 1\n  +«»  ", /ends where an expression was expected/],
  ["sql-syntax", "SELECT a\nFROM «WHERE» x", /"WHERE" stands where a table/],
  ["sql-syntax", "SELECT «'»open", /quote is never closed/],
  ["sql-syntax", "SELECT x«::»varchar FROM signins", /CAST/],
  ["sql-syntax", "«SELEC» 1", /^SELEC begins no statement\. Did you mean SELECT\? /],
  ["sql-syntax", "«WIHT» a AS (SELECT 1) SELECT * FROM a", /Did you mean WITH\?/],
  ["sql-refused", "«UPDATE» signins SET a = 1", /UPDATE is refused/],
  ["sql-refused", "«INSERT» INTO signins VALUES (1)", /INSERT is refused/],
  ["sql-refused", "«COPY» signins TO 'x'", /COPY is refused/],
  ["sql-refused", "«PRAGMA» database_list", /refused/],
  ["sql-refused", "SELECT 1; «DROP» TABLE signins", /One statement/],
  ["sql-unsupported", "SELECT «read_text»('/etc/passwd')", /read_text is not supported/],
  ["sql-unsupported", "SELECT * FROM «read_csv»('/etc/passwd')", /Table functions/],
  ["sql-unsupported", "SELECT «list_sort»(tags) FROM signins", /list_sort/],
  ["sql-unsupported", "SELECT date_format(createdDateTime, '%D') FROM signins", /%D/],
  ["sql-unsupported", "SELECT regexp_like(dt, «'(?=x)'») FROM signins", /lookahead/],
  ["sql-unsupported", "SELECT CAST('a' AS «char(3)»)", /char/],
  ["sql-unsupported", "SELECT * FROM signins «MATCH_RECOGNIZE» (x)", /MATCH_RECOGNIZE/],
  ["sql-failed", "SELECT «userPrincipalNam»\nFROM signins", /Did you mean userprincipalname/],
  ["sql-failed", "SELECT s.status.«errorCod» FROM signins s", /Did you mean errorcode/],
  ["sql-failed", "SELECT * FROM\n  «sign_ins»", /Table 'sign_ins' does not exist. Did you mean signins/],
  ["sql-failed", "SELECT * FROM «information_schema.tables»", /does not exist/],
  ["sql-failed", "SELECT 1 FROM signins WHERE «userPrincipalName = 5»", /Cannot apply = to varchar and integer/],
  ["sql-failed", "SELECT 1 FROM signins WHERE «n = '5'»", /Cannot apply = to bigint and varchar/],
  ["sql-failed", "SELECT «'a' || 5»", /Cannot apply/],
  ["sql-failed", "SELECT 1 AS a FROM signins WHERE «a» = 1", /cannot be found/],
  ["sql-failed", "SELECT targetResources.«id» FROM audits", /UNNEST/],
  [
    "sql-failed",
    "SELECT * FROM audits CROSS JOIN UNNEST(targetResources) AS «t»(id, name)",
    /its rows have id, displayname/,
  ],
  // These the engine finds in the translation.
  ["sql-failed", "SELECT dt,\n  «userPrincipalName», count(*) FROM signins GROUP BY dt", /GROUP BY/],
  ["sql-failed", "SELECT dt,\n  «CAST(userPrincipalName AS bigint)» FROM signins", /Cannot cast 'Ann@x.org' to BIGINT/],
  [
    "sql-failed",
    "SELECT upper(«split_part(dt, '-', 0)») FROM signins GROUP BY split_part(dt, '-', 0)",
    /Index must be greater/,
  ],
  ["sql-failed", "SELECT 'trino_split_part(1' || «split_part(dt, '-', 0)» FROM signins", /Index must be greater/],
  ["sql-failed", "SELECT\n «10 / (n - n)» FROM signins", /Division by zero/],
  ["sql-failed", "SELECT dt, «tags[length(dt)]» FROM signins", /Array subscript/],
];

for (const [code, marked, message] of cases)
  test(`${code}: ${marked.replaceAll(/\s+/g, " ")}`, async () => {
    const sql = marked.replace("«", "").replace("»", "");
    await assert.rejects(lake.ask(sql), (error) => {
      assert.ok(error instanceof TenantTrailError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, message);
      if (!marked.includes("«")) return true;
      const before = marked.slice(0, marked.indexOf("«"));
      const length = marked.indexOf("»") - marked.indexOf("«") - 1;
      const line = before.split("\n").length;
      const column = before.length - before.lastIndexOf("\n");
      assert.deepEqual(
        { ...error.place },
        { line, column: before.includes("\n") ? column : before.length + 1, length },
      );
      return true;
    });
  });

test("what the engine says of a value is told in the user's words", async () => {
  for (const [sql, message] of [
    ["SELECT date_parse(userPrincipalName, '%d.%m.%Y') FROM signins", /^"Ann@x\.org" does not have the format/],
    ["SELECT CAST(json_parse(userPrincipalName) AS array(varchar)) FROM signins", /no JSON|Cannot cast/],
    ["SELECT (status.errorCode + 2000000000) * 2 FROM signins", /^integer multiplication overflow: \d+ \* 2/],
    [
      "SELECT sum(v) OVER (ORDER BY v ROWS BETWEEN 1 FOLLOWING AND CURRENT ROW) FROM (VALUES 1, 2) t(v)",
      /^This window frame ends before it starts/,
    ],
    ["SELECT MAP(ARRAY[v, v], ARRAY[1, 2]) FROM (VALUES 'k') t(v)", /^A map cannot hold the same key twice/],
  ] as const)
    await assert.rejects(lake.ask(sql), (error) => {
      assert.ok(error instanceof TenantTrailError, String(error));
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /INT32|VARCHAR|DuckDB|specifier| Error:/);
      return true;
    });
});

test("a text of the log's in the engine's words does not make them another failure", async () => {
  const { translation } = await lake.ask("SELECT n FROM signins");
  const quoting = new Error("Conversion Error: Could not convert string 'INT32: no space left on device' to INT32");
  const explained = explainError(quoting, translation);
  assert.ok(explained instanceof TenantTrailError && explained.code === "sql-failed");
  assert.equal(explained.message, "'INT32: no space left on device' is no integer");
});

test("a parameter without a value is named", async () => {
  await assert.rejects(lake.ask("SELECT :nothing"), /:nothing has no value/);
});

test("an error that is not the engine's stays as it is", async () => {
  const error = new Error("socket closed");
  const { explainError } = await import("../../../src/query/explain-error.ts");
  assert.equal(explainError(error, translate("SELECT 1", { schema: lake.schema })), error);
});

test("whatever the text, translating gives a statement or a TenantTrailError", () => {
  const words = fc
    .array(
      fc.constantFrom(
        ..."SELECT FROM signins WHERE ( ) , . * + - / = < 1 2.5 'a' :p dt status errorCode GROUP BY ORDER count lower CAST AS bigint array [ ] IN NOT NULL UNION VALUES UNNEST JOIN ON CASE WHEN THEN END WITH t x -> IS BETWEEN AND LIKE INTERVAL DAY OVER".split(
          " ",
        ),
      ),
      { maxLength: 25 },
    )
    .map((list) => `SELECT ${list.join(" ")}`);
  fc.assert(
    fc.property(fc.oneof(words, sqlText), (text) => {
      try {
        translate(text, { schema: lake.schema });
      } catch (error) {
        if (!(error instanceof TenantTrailError)) throw error;
      }
    }),
    { numRuns: 3000 },
  );
});

test("hostile nesting is an error, a long chain is not", () => {
  const deep = `SELECT ${"(".repeat(5000)}1${")".repeat(5000)}`;
  assert.throws(() => translate(deep, { schema: lake.schema }), /nested too deeply/);
  const sum = `SELECT 1${" + 1".repeat(20_000)}`;
  assert.throws(() => translate(sum, { schema: lake.schema }), /nested too deeply/);
  const chain = `SELECT 1 WHERE ${Array.from({ length: 5000 }, (_, index) => `'a' = 'b${index}'`).join(" OR ")}`;
  assert.ok(translate(chain, { schema: lake.schema }).sql.length > 5000);
});

test("what the engine says in a form of its own has a code and a sentence too", async () => {
  const { translation } = await lake.ask("SELECT n FROM signins");
  const parser = explainError(
    new Error("Failed to extract statements: Parser Error: this cannot end here\n\nLINE 1: ...\n   ^"),
    translation,
  );
  assert.ok(parser instanceof TenantTrailError && parser.code === "sql-failed");
  assert.match(parser.message, /^The query engine of this machine cannot run this as it is written/);
  const strange = explainError(new Error("Failed to query"), translation);
  assert.ok(strange instanceof TenantTrailError && strange.code === "sql-failed");
  assert.match(strange.message, /^The query engine could not run this statement/);
  for (const own of [new CancelledError(), new TypeError("ours"), Object.assign(new Error("disk"), { code: "EIO" })])
    assert.equal(explainError(own, translation), own);
});
