import assert from "node:assert/strict";
import { test } from "node:test";
import { errorCodeMeanings, tenantMeanings } from "../../../../src/editor/result-view/value-meanings.ts";
import { fakeCoverage, fakeSummary } from "../../../media/result-view/fake-rows.ts";

test("a tenant's id has its name beside it, where the lake knows one", () => {
  const column = (name: string) => ({ name, type: "varchar", kind: "text" as const });
  const columns = ["id", "tenantid", "s.tenantId", "resourceTenantId", "tenantIdentity"].map(column);
  const coverage = [
    fakeCoverage({ tenantId: "a", tenantName: "contoso.example" }),
    fakeCoverage({ tenantId: "__proto__", tenantName: "odd" }),
  ];
  const meanings = tenantMeanings(fakeSummary(1, { columns, coverage }));
  assert.deepEqual(
    meanings.map(({ column: index, values }) => [index, Object.entries(values)]),
    [1, 2].map((index) => [
      index,
      [
        ["a", "contoso.example"],
        ["__proto__", "odd"],
      ],
    ]),
  );
  const { tenantName: _, ...unnamed } = fakeCoverage();
  assert.deepEqual(tenantMeanings(fakeSummary(1, { columns, coverage: [unnamed] })), []);
});

test("an error code has its meaning in a column of its own and at any depth of nested values", () => {
  const meanings = errorCodeMeanings([
    { name: "status.errorCode", type: "integer", kind: "number" },
    { name: "status", type: "row(errorcode integer, failurereason varchar)", kind: "nested" },
    { name: "location", type: "row(city varchar)", kind: "nested" },
    { name: "raw", type: "varchar", kind: "text" },
  ]);
  assert.deepEqual(
    meanings.map(({ column, field, values }) => [column, field, Object.hasOwn(values, "50126")]),
    [
      [0, undefined, true],
      [1, "errorcode", true],
      [3, "errorcode", true],
    ],
  );
});
