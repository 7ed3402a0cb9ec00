import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { tableNames } from "../../../src/protocol/tables.ts";
import { allColumns } from "../../../src/tables/schema/all-tables.ts";
import type { ColumnType } from "../../../src/tables/schema/column.ts";
import { fieldIds } from "../../../src/tables/schema/field-ids.ts";
import { fieldIdsSql } from "../../../src/tables/sql/field-ids-sql.ts";

/**
 * Every number that was ever given, by table and path. A new field is added here with its number; a line is never
 * changed and never taken out, also when its field goes.
 */
const given: Readonly<Record<string, Readonly<Record<string, number>>>> = JSON.parse(
  readFileSync(new URL("golden-field-ids.json", import.meta.url), "utf8"),
);

/** The field ids that were changed or used twice, each with its path. */
function faults(now: Readonly<Record<string, number>>, ever: Readonly<Record<string, number>>): readonly string[] {
  const ids = Object.values(ever);
  return [
    ...Object.entries(now).filter(([path, id]) => ever[path] !== id),
    ...Object.entries(ever).filter(([, id]) => ids.indexOf(id) !== ids.lastIndexOf(id)),
  ].map(([path, id]) => `${path}: ${id}`);
}

for (const table of tableNames) {
  test(`${table}: each column and nested field has the number that it was given first, and no other`, () => {
    assert.deepEqual(faults(fieldIds[table], given[table] ?? {}), []);
    const [columns, nested] = [allColumns(table).map(({ name }) => name.toLowerCase()), nestedPaths(table)];
    assert.deepEqual(Object.keys(fieldIds[table]).sort(), [...columns, ...nested].sort());
    assert.ok(columns.every((path) => (fieldIds[table][path] ?? 0) < 1000));
    assert.ok(nested.every((path) => (fieldIds[table][path] ?? 0) > 1000));
  });

  test(`${table}: the numbers are what DuckDB is told`, () => {
    const told = [...fieldIdsSql(table).matchAll(/: (\d+)/g)].map(([, id]) => Number(id));
    assert.deepEqual(
      told.sort((a, b) => a - b),
      Object.values(fieldIds[table]).sort((a, b) => a - b),
    );
  });
}

test("a number that is changed, or given a second time, is noticed", () => {
  assert.deepEqual(faults({ a: 1 }, { a: 1, gone: 2 }), []);
  assert.deepEqual(faults({ a: 3 }, { a: 1 }), ["a: 3"]);
  assert.deepEqual(faults({ a: 1, b: 2 }, { a: 1, gone: 2, b: 2 }), ["gone: 2", "b: 2"]);
  assert.deepEqual(faults({ b: 2 }, {}), ["b: 2"]);
});

function nestedPaths(table: (typeof tableNames)[number]): readonly string[] {
  const within = (type: ColumnType, path: string): readonly string[] => {
    if (typeof type !== "object") return [];
    const inner =
      "list" in type
        ? [{ path: `${path}.element`, type: type.list }]
        : type.struct.map(({ name, type: of }) => ({ path: `${path}.${name.toLowerCase()}`, type: of }));
    return inner.flatMap((each) => [each.path, ...within(each.type, each.path)]);
  };
  return allColumns(table).flatMap(({ name, type }) => within(type, name.toLowerCase()));
}
