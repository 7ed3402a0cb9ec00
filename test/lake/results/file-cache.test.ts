import assert from "node:assert/strict";
import { test } from "node:test";
import { Database } from "../../../src/duckdb/database.ts";

test("what is read of files is not kept, which would fill the memory with slices that are read once", async () => {
  const database = await Database.open();
  const rows = await database.use(async (connection) =>
    (await connection.runAndReadAll("SELECT current_setting('enable_external_file_cache')")).getRowsJS(),
  );
  database.close();
  assert.deepEqual(rows, [[false]]);
});
