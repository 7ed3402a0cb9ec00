import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { Database, identifier, literal } from "../../../src/duckdb/database.ts";
import type { TableName } from "../../../src/protocol/tables.ts";
import { tableViewSql } from "../../../src/query/lake-views.ts";
import { allColumns } from "../../../src/tables/schema/all-tables.ts";
import type { Column, ColumnType, Field } from "../../../src/tables/schema/column.ts";
import { duckdbType } from "../../../src/tables/sql/duckdb-types.ts";

const table: TableName = "riskdetections";

/** A schema version of the table: some columns, some fields of theirs, in any order. */
const version = fc
  .shuffledSubarray([...allColumns(table)], { minLength: 1 })
  .chain((columns) => fc.tuple(...columns.map(withSomeFields)));

function withSomeFields(column: Column): fc.Arbitrary<Field> {
  return someFields(column.type).map((type) => ({ name: column.name, type }));
}

function someFields(type: ColumnType): fc.Arbitrary<ColumnType> {
  if (typeof type !== "object") return fc.constant(type);
  if ("list" in type) return someFields(type.list).map((list) => ({ list }));
  return fc
    .shuffledSubarray([...type.struct], { minLength: 1 })
    .chain((fields) =>
      fc.tuple(...fields.map(({ name, type }) => someFields(type).map((some) => ({ name, type: some })))),
    )
    .map((struct) => ({ struct }));
}

/** An expression of a type that depends on `n`; every third value is NULL. */
function valueSql({ name, type }: Field): string {
  return `CASE WHEN (n + ${name.length}) % 3 = 0 THEN NULL ELSE ${presentSql(type)} END`;
}

function presentSql(type: ColumnType): string {
  if (typeof type === "object") {
    if ("list" in type) return `[${presentSql(type.list)}, NULL]`;
    return `struct_pack(${type.struct.map((f) => `${identifier(f.name.toLowerCase())} := ${valueSql(f)}`).join(", ")})`;
  }
  return type === "timestamp"
    ? "TIMESTAMP_MS '2026-03-01 05:00:00'"
    : type === "varchar" || type === "json"
      ? "'text ' || n"
      : `(n % 2)::${duckdbType(type)}`;
}

async function writeSlice(
  connection: DuckDBConnection,
  file: string,
  columns: readonly Field[],
  rows: number,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const values = columns.map(
    (each) => `${valueSql(each)}::${duckdbType(each.type)} AS ${identifier(each.name.toLowerCase())}`,
  );
  await connection.run(
    `COPY (SELECT ${values.join(", ")}, n AS of_a_newer_version FROM range(${rows}) AS t(n)) TO ${literal(file)} (FORMAT parquet)`,
  );
}

async function rowsOf(connection: DuckDBConnection, relation: string, where: string): Promise<readonly string[]> {
  const names = [...allColumns(table).map(({ name }) => identifier(name.toLowerCase())), "dt"];
  const reader = await connection.runAndReadAll(
    `SELECT ${names.map((name) => `to_json(${name})::VARCHAR`).join(", ")} FROM ${relation} WHERE ${where}`,
  );
  return reader
    .getRowsJson()
    .map((row) => JSON.stringify(row))
    .sort();
}

test("slices of several schema versions answer as if their footers had been read and lined up by name", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-versions-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await Database.open({ threads: 1 });
  t.after(() => database.close());
  let run = 0;
  const column = fc.constantFrom(...allColumns(table).map(({ name }) => identifier(name.toLowerCase())));
  const condition = fc.oneof(
    fc.constant("true"),
    fc.tuple(column, fc.constantFrom("", "NOT ")).map(([name, not]) => `${name} IS ${not}NULL`),
    fc.constantFrom("dt = '2026-03-02'", "dt > '2026-03-01'", "location.city IS NULL", "location.city LIKE 'text 1%'"),
  );
  await database.use((connection) =>
    fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 4 }), condition, async (versions, where) => {
        run += 1;
        const files = versions.map((_, index) =>
          join(folder, `${run}`, table, `dt=2026-03-0${index + 1}`, "00-24.parquet"),
        );
        for (const [index, columns] of versions.entries()) await writeSlice(connection, files[index] ?? "", columns, 5);
        await connection.run(
          tableViewSql(
            table,
            files.map((file) => ({ file })),
          ),
        );
        // An empty slice of this version comes first: the order of fields is its.
        const empty = join(folder, `${run}`, table, "dt=2026-01-01", "00-24.parquet");
        await writeSlice(connection, empty, allColumns(table), 0);
        const byFooters = `read_parquet([${[empty, ...files].map(literal).join(", ")}], union_by_name = true, hive_partitioning = true, hive_types = {'dt': VARCHAR})`;
        assert.deepEqual(await rowsOf(connection, table, where), await rowsOf(connection, byFooters, where));
      }),
      { numRuns: 40 },
    ),
  );
});

test("a field that a newer version has added is not seen, and the others are", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-versions-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await Database.open({ threads: 1 });
  t.after(() => database.close());
  await database.use(async (connection) => {
    const file = join(folder, table, "dt=2026-03-01", "00-24.parquet");
    await mkdir(dirname(file), { recursive: true });
    await connection.run(
      `COPY (SELECT {'planet': 'Earth', 'city': 'Bonn'} AS location, 'x' AS id) TO ${literal(file)} (FORMAT parquet)`,
    );
    await connection.run(tableViewSql(table, [{ file }]));
    const reader = await connection.runAndReadAll(
      `SELECT id, location.city, location.state, riskLevel, dt FROM ${table}`,
    );
    assert.deepEqual(reader.getRowsJson(), [["x", "Bonn", null, null, "2026-03-01"]]);
  });
});

test("making a view opens no slice, so that its footers need no memory", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-versions-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await Database.open({ threads: 1 });
  t.after(() => database.close());
  await database.use(async (connection) => {
    const file = join(folder, "no-parquet");
    await writeFile(file, "These bytes are no Parquet.");
    await connection.run(tableViewSql(table, [{ file }]));
    await assert.rejects(connection.run(`SELECT count(id) FROM ${table}`), /Parquet|parquet/);
  });
});

test("a view of the columns that are named answers as one of all", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-versions-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await Database.open({ threads: 1 });
  t.after(() => database.close());
  await database.use(async (connection) => {
    const file = join(folder, table, "dt=2026-03-01", "00-24.parquet");
    await writeSlice(connection, file, allColumns(table), 5);
    const answer = async (sql: string, words?: ReadonlySet<string>) => {
      await connection.run(tableViewSql(table, [{ file }], words));
      return (await connection.runAndReadAll(sql)).getRowsJson();
    };
    for (const sql of [
      "SELECT count(*) FROM riskdetections",
      "SELECT dt, count(*) FROM riskdetections GROUP BY dt",
      "SELECT id, location.city FROM riskdetections WHERE riskLevel IS NULL ORDER BY id",
    ])
      assert.deepEqual(await answer(sql, new Set(sql.toLowerCase().match(/[a-z_]+/g))), await answer(sql));
  });
});
