import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseStatement } from "../../../../src/dialect/parse/parse-statement.ts";
import { translate } from "../../../../src/dialect/translate.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { ParameterValue } from "../../../../src/protocol/query-parameters.ts";
import { typeOfValue } from "../../../../src/query/bind-parameters.ts";
import { lakeSchema } from "../../../../src/query/lake-schema.ts";
import { printForTrino } from "./print-for-trino.ts";

/** The statement as Athena gets it. */
function printed(
  source: string,
  values: Readonly<Record<string, ParameterValue>>,
  declared: Readonly<Record<string, string>> = {},
): string {
  const types: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const type = typeOfValue(value);
    if (type !== undefined) types[name] = type;
  }
  Object.assign(types, declared);
  const { parameterUses } = translate(source, { schema: lakeSchema(), parameterTypes: types });
  const statement = parseStatement(source);
  assert.equal(statement.kind, "query");
  return printForTrino((statement as Extract<typeof statement, { kind: "query" }>).query, {
    values,
    types,
    uses: parameterUses,
  }).text;
}

test("each type of a parameter has a literal of its own", () => {
  const values = {
    v: "it's",
    b: 5,
    d: 1.5,
    t: true,
    day: "2026-11-22",
    at: "2026-11-22 14:00:00",
    list: ["a", "b'"],
    ids: [1, 2],
  };
  const types = {
    v: "varchar",
    b: "bigint",
    d: "double",
    t: "boolean",
    day: "date",
    at: "timestamp",
    list: "array(varchar)",
    ids: "array(bigint)",
  };
  assert.equal(
    printed("SELECT :v, :b, :d, :t, :day, :at, :list, :ids", values, types),
    "SELECT 'it''s', BIGINT '5', DOUBLE '1.5', TRUE, DATE '2026-11-22', TIMESTAMP '2026-11-22 14:00:00.000', " +
      "CAST(ARRAY['a', 'b'''] AS array(varchar)), CAST(ARRAY[BIGINT '1', BIGINT '2'] AS array(bigint))",
  );
});

test("a day is text beside the log day and a date elsewhere", () => {
  assert.equal(
    printed(
      "SELECT id FROM signins WHERE dt BETWEEN :from AND :to AND createdDateTime >= :from",
      {
        from: "2026-11-01",
        to: "2026-11-02",
      },
      { from: "date", to: "date" },
    ),
    `SELECT "id" FROM "signins" WHERE "dt" BETWEEN '2026-11-01' AND '2026-11-02' AND "createdDateTime" >= DATE '2026-11-01'`,
  );
});

test("an undeclared text takes the type of its place", () => {
  assert.equal(
    printed("SELECT id FROM signins WHERE createdDateTime > :at AND userPrincipalName = :who", {
      at: "2026-11-01 00:00:00",
      who: "ann",
    }),
    `SELECT "id" FROM "signins" WHERE "createdDateTime" > TIMESTAMP '2026-11-01 00:00:00.000' AND "userPrincipalName" = 'ann'`,
  );
});

test("a list stands for its elements after IN, and nothing is in an empty one", () => {
  const sql = "SELECT id FROM signins WHERE ipAddress IN :list AND NOT id IN (:list)";
  const types = { list: "array(varchar)" };
  assert.match(printed(sql, { list: ["a", "b"] }, types), /"ipAddress" IN \('a', 'b'\) AND NOT "id" IN \('a', 'b'\)$/);
  assert.match(printed(sql, { list: [] }, types), /WHERE FALSE AND NOT FALSE$/);
});

test("a list of more than 254 elements is several arrays", () => {
  const list = Array.from({ length: 300 }, (_, index) => `u${index}`);
  const text = printed("SELECT any_match(:list, x -> x = 'a')", { list }, { list: "array(varchar)" });
  assert.equal(text.split("ARRAY[").length - 1, 2);
  assert.match(text, /'u253'\] \|\| ARRAY\['u254'/);
});

test("LIMIT takes a bare number", () => {
  assert.match(printed("SELECT id FROM signins LIMIT 7", {}), /LIMIT 7$/);
});

test("no text of a parameter leaves its quotes", () => {
  const hostile = fc.oneof(
    fc.constantFrom("' OR 1=1 --", "\\' ; DROP", "a\0b", "*/ --", "U&'x'", "''", "\u2028'"),
    fc.string({ unit: "grapheme" }),
  );
  fc.assert(
    fc.property(hostile, (value) => {
      const text = printed("SELECT id FROM signins WHERE userPrincipalName = :who", { who: value }, { who: "varchar" });
      const statement = parseStatement(text);
      const where = statement.kind === "query" && statement.query.body.kind === "select" && statement.query.body.where;
      assert.ok(where && where.kind === "operator" && where.right.kind === "string", text);
      assert.equal(where.right.value, value);
    }),
  );
});

test("a value that its type does not have is refused", () => {
  assert.throws(
    () => printed("SELECT :n + 1", { n: "1; DROP TABLE x" }, { n: "bigint" }),
    (error) => error instanceof TenantTrailError && error.code === "bad-argument",
  );
});
