import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { tableNames } from "../../../src/protocol/tables.ts";
import { tableReference } from "../../../src/tables/reference.ts";
import { allColumns, tables } from "../../../src/tables/schema/all-tables.ts";
import { apiNameOf, type ColumnType } from "../../../src/tables/schema/column.ts";
import { errorCodes, interruptCodes, meaningOf } from "../../../src/tables/schema/error-codes.ts";
import { recordTypeNames, recordTypeNumber } from "../../../src/tables/schema/record-types.ts";
import { duckdbType } from "../../../src/tables/sql/duckdb-types.ts";
import { glueColumns, hiveType } from "../../../src/tables/sql/glue.ts";

for (const name of tableNames) {
  test(`${name}: names differ by more than case, at every depth`, () => {
    for (const names of nameLists({ struct: allColumns(name) })) {
      const lower = names.map((each) => each.toLowerCase());
      assert.deepEqual(
        lower.filter((each, index) => lower.indexOf(each) !== index),
        [],
      );
    }
  });

  test(`${name}: key, event time and version time are columns of the right type`, () => {
    const table = tables[name];
    const typeOf = (column: string): unknown => table.columns.find((each) => each.name === column)?.type;
    assert.equal(typeOf(table.keyColumns[0] ?? ""), "varchar");
    assert.equal(typeOf(table.eventTime), "timestamp");
    if (table.versionTime !== undefined) assert.equal(typeOf(table.versionTime), "timestamp");
  });

  test(`${name}: every column says in one line what it is, short enough for Glue's 255 characters`, () => {
    for (const column of allColumns(name)) assert.match(column.description, /^[^\n]{8,255}\.$/, column.name);
    assert.equal(glueColumns(name).length, allColumns(name).length);
  });
}

test("sign-ins have every property that Graph v1.0 declares", () => {
  const declared =
    "id appDisplayName appId appliedConditionalAccessPolicies authenticationAppDeviceDetails clientAppUsed conditionalAccessStatus correlationId createdDateTime deviceDetail homeTenantId ipAddress isInteractive location resourceDisplayName resourceId resourceTenantId riskDetail riskEventTypes riskEventTypes_v2 riskLevelAggregated riskLevelDuringSignIn riskState servicePrincipalId servicePrincipalName status userAgent userDisplayName userId userPrincipalName";
  const names = new Set(tables.signins.columns.map(apiNameOf));
  assert.deepEqual(
    declared.split(" ").filter((name) => !names.has(name)),
    [],
  );
});

test("types are written for DuckDB and for Hive, nested names in lower case", () => {
  const type: ColumnType = {
    list: {
      struct: [
        { name: "errorCode", type: "integer" },
        { name: "At", type: "timestamp" },
        { name: "details", type: "json" },
      ],
    },
  };
  assert.equal(duckdbType(type), 'STRUCT("errorcode" INTEGER, "at" TIMESTAMP_MS, "details" VARCHAR)[]');
  assert.equal(hiveType(type), "array<struct<errorcode:int,at:timestamp,details:string>>");
});

test("record types are found by name and by number, and unknown ones stay unknown", () => {
  assert.equal(recordTypeNames.get(50), "ExchangeItemAggregated");
  assert.equal(recordTypeNumber("azureactivedirectoryStsLogon"), 15);
  assert.equal(recordTypeNumber(" 463 "), 463);
  assert.equal(recordTypeNumber("SomethingNew"), undefined);
});

test("interrupts are the codes that ask for one more step, and no failure is among them", () => {
  for (const code of [50072, 50074, 50076, 50079, 50140]) assert.ok(interruptCodes.includes(code), String(code));
  for (const code of [0, 50126, 50053, 50055, 53003, 500121]) assert.ok(!interruptCodes.includes(code), String(code));
  assert.equal(meaningOf(50126), "wrong user name or password");
  assert.equal(new Set(errorCodes.map((each) => each.code)).size, errorCodes.length);
});

test("docs/tables.md is what the tables say (npx node scripts/write-table-reference.mjs)", () => {
  const written = readFileSync(new URL("../../../docs/tables.md", import.meta.url), "utf8");
  assert.equal(written, tableReference());
});

function nameLists(type: ColumnType): readonly (readonly string[])[] {
  if (typeof type !== "object") return [];
  if ("list" in type) return nameLists(type.list);
  return [type.struct.map((field) => field.name), ...type.struct.flatMap((field) => nameLists(field.type))];
}
