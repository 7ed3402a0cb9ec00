import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Database, identifier } from "../../../src/duckdb/database.ts";
import { readColumnBytes, writtenColumnBytes } from "../../../src/lake/slices/column-bytes.ts";
import { copySlice } from "../../../src/lake/slices/slice-file.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import { allColumns } from "../../../src/tables/schema/all-tables.ts";
import { duckdbType } from "../../../src/tables/sql/duckdb-types.ts";

test("the footer of a file that was just written says of every column what DuckDB reads in it", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-footer-"));
  const database = await Database.open({ threads: 1 });
  t.after(async () => {
    database.close();
    await rm(folder, { recursive: true, force: true });
  });
  for (const table of tableNames)
    for (const rows of [1, 20_000]) {
      const file = join(folder, `${table}-${rows}.parquet`);
      const columns = allColumns(table).map(({ name, type }, index) => {
        const text = `'${"x".repeat(index)}' || n % ${index + 1}`;
        const value = type === "varchar" || type === "json" ? text : "NULL";
        return `(${value})::${duckdbType(type)} AS ${identifier(name.toLowerCase())}`;
      });
      const size = { rows, bytes: rows * 1000, largest: 1000 };
      await database.use(async (connection) => {
        await copySlice(
          connection,
          table,
          `SELECT ${columns.join(", ")} FROM range(${rows}) AS t(n)`,
          size,
          null,
          file,
        );
        const read = await readColumnBytes(connection, table, file);
        assert.deepEqual(await writtenColumnBytes(table, file), read, file);
        assert.ok(read.length >= columns.length && read.some((bytes) => bytes > 0));
      });
    }
});
