import assert from "node:assert/strict";
import { test } from "node:test";
import { usefulOrder } from "../../../../src/editor/result-view/useful-order.ts";
import type { ResultColumn } from "../../../../src/protocol/query.ts";
import { tableNames } from "../../../../src/protocol/tables.ts";
import { allColumns } from "../../../../src/tables/schema/all-tables.ts";
import { commonColumns } from "../../../../src/tables/schema/common-columns.ts";
import { leadingColumns, originColumns } from "../../../../src/tables/schema/leading-columns.ts";
import { fakeCoverage } from "../../../media/result-view/fake-rows.ts";

const text = (name: string): ResultColumn => ({ name: name.toLowerCase(), type: "varchar", kind: "text" });

test("the leading columns are columns of their tables, and the origin's are those in front of each", () => {
  assert.deepEqual(
    originColumns,
    commonColumns.map(({ name }) => name),
  );
  for (const table of tableNames) {
    const names = allColumns(table).map(({ name }) => name);
    assert.deepEqual(
      leadingColumns[table].filter((name) => !names.includes(name)),
      [],
      table,
    );
  }
});

test("all columns of a table begin with when, who and how it ended, and lose none", () => {
  for (const table of tableNames) {
    const columns = [...allColumns(table), { name: "dt" }].map(({ name }) => text(name));
    const order = usefulOrder({ columns, coverage: [fakeCoverage({ table })], sql: "SELECT *\nFROM t" });
    assert.ok(order);
    assert.deepEqual(
      order.slice(0, 3).map((index) => columns[index]?.name),
      leadingColumns[table].slice(0, 3).map((name) => name.toLowerCase()),
    );
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      columns.map((_, index) => index),
    );
    assert.deepEqual(order.slice(-2), [6, columns.length - 1], "raw and dt are last");
  }
});

test("a query that names its columns, and one over several tables, keep their own order", () => {
  const columns = allColumns("signins").map(({ name }) => text(name));
  const coverage = [fakeCoverage()];
  assert.equal(usefulOrder({ columns, coverage, sql: "SELECT tenantId, source /* all */ FROM signins" }), undefined);
  assert.equal(usefulOrder({ columns: columns.slice(2), coverage, sql: "SELECT * FROM signins" }), undefined);
  assert.equal(
    usefulOrder({ columns, coverage: [...coverage, fakeCoverage({ table: "audits" })], sql: "SELECT * FROM a" }),
    undefined,
  );
  assert.equal(usefulOrder({ columns, coverage: [], sql: "SELECT * FROM elsewhere" }), undefined);
});
