import assert from "node:assert/strict";
import { test } from "node:test";
import { translate } from "../../../../src/dialect/translate.ts";
import { writeValues } from "../../../../src/dialect/trino/write-values.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { ParameterValue } from "../../../../src/protocol/query-parameters.ts";
import { typeOfValue } from "../../../../src/query/bind-parameters.ts";
import { lakeSchema } from "../../../../src/query/lake-schema.ts";

function written(
  source: string,
  values: Readonly<Record<string, ParameterValue>>,
  declared: Readonly<Record<string, string>> = {},
): string {
  const own = Object.entries(values).map(([name, value]) => [name, typeOfValue(value)] as const);
  const types = { ...Object.fromEntries(own.filter(([, type]) => type !== undefined)), ...declared } as Record<
    string,
    string
  >;
  const { parameterUses } = translate(source, { schema: lakeSchema(), parameterTypes: types });
  return writeValues(source, { values, types, uses: parameterUses });
}

test("each value is a literal of the type at its place, and the rest of the text stays", () => {
  const source =
    "-- who :who means\nSELECT ':who', id /* :day */ FROM signins\nWHERE dt >= :day AND createdDateTime >= :day\n  AND userPrincipalName = :who AND createdDateTime < :at LIMIT :most;";
  const values = { who: "o'neill@x.org", day: "2026-11-20", at: "2026-11-22T14:00:00Z", most: 10 };
  assert.equal(
    written(source, values, { who: "varchar", day: "date", at: "timestamp", most: "bigint" }),
    "-- who :who means\nSELECT ':who', id /* :day */ FROM signins\nWHERE dt >= '2026-11-20' AND createdDateTime >= DATE '2026-11-20'\n  AND userPrincipalName = 'o''neill@x.org' AND createdDateTime < TIMESTAMP '2026-11-22 14:00:00.000' LIMIT 10;",
  );
});

test("a list stands for its elements after IN, and nothing is in an empty one", () => {
  const source = "SELECT id FROM signins WHERE ipAddress IN :list AND id NOT IN (:list) AND contains(:list, appId)";
  const types = { list: "array(varchar)" };
  assert.equal(
    written(source, { list: ["a", "b'c"] }, types),
    "SELECT id FROM signins WHERE ipAddress IN ('a', 'b''c') AND id NOT IN ('a', 'b''c') AND contains(CAST(ARRAY['a', 'b''c'] AS array(varchar)), appId)",
  );
  assert.equal(
    written(source, { list: [] }, types),
    "SELECT id FROM signins WHERE (FALSE AND ipAddress IN (NULL)) AND (TRUE OR id NOT IN (NULL)) AND contains(CAST(ARRAY[] AS array(varchar)), appId)",
  );
});

test("brackets of lists within one another close in their order", () => {
  const source = "SELECT id FROM signins WHERE (ipAddress IN :a) IN :b";
  const types = { a: "array(varchar)" };
  assert.match(
    written(source, { a: [], b: true }, { ...types, b: "boolean" }),
    /WHERE \(\(FALSE AND ipAddress IN \(NULL\)\)\) IN \(TRUE\)$/,
  );
});

test("a value does not become one word with the word right before its parameter", () => {
  const source = "SELECT CASE WHEN:yes THEN:n ELSE-:n END FROM signins WHERE dt=:day AND NOT:yes LIMIT:n";
  assert.equal(
    written(source, { yes: true, n: 5, day: "2026-11-20" }),
    "SELECT CASE WHEN TRUE THEN BIGINT '5' ELSE-BIGINT '5' END FROM signins WHERE dt='2026-11-20' AND NOT TRUE LIMIT 5",
  );
});

test("NULL is written as one of its type", () => {
  assert.equal(
    written("SELECT id FROM signins WHERE coalesce(:who, id) = id", { who: null }, { who: "varchar" }),
    "SELECT id FROM signins WHERE coalesce(CAST(NULL AS varchar), id) = id",
  );
});

test("a parameter without a value, and a value that its type does not have, are refused", () => {
  const code = (wanted: string) => (error: unknown) => error instanceof TenantTrailError && error.code === wanted;
  assert.throws(() => writeValues("SELECT :n", { values: {}, types: {} }), code("missing-parameter"));
  assert.throws(
    () => writeValues("SELECT :n", { values: { n: "1; DROP" }, types: { n: "bigint" } }),
    code("bad-argument"),
  );
});
