import assert from "node:assert/strict";
import { test } from "node:test";
import { Database } from "../../../src/duckdb/database.ts";
import { createStaging, dropStaging, stageRows } from "../../../src/lake/slices/staging.ts";
import { signIn } from "./temporary-lake.ts";

test("staged rows are one relation with a number for each, however many tables their size takes", async (context) => {
  const database = await Database.open();
  context.after(() => database.close());
  const rows = Array.from({ length: 60 }, (_, n) =>
    signIn(`k${n}`, "2026-11-22T10:00:00Z", { appDisplayName: "x".repeat(n % 20 === 19 ? 45_000_000 : 10) }),
  );
  await database.use(async (connection) => {
    await createStaging(connection);
    for (let from = 0; from < rows.length; from += 20) await stageRows(connection, rows.slice(from, from + 20));
    const asked = await connection.runAndReadAll(
      "SELECT count(*)::INTEGER, count(DISTINCT id)::INTEGER, count(DISTINCT key)::INTEGER FROM staged",
    );
    assert.deepEqual(asked.getRowsJS(), [[60, 60, 60]]);
    const order = await connection.runAndReadAll("SELECT key FROM staged ORDER BY id");
    assert.deepEqual(
      order.getRowsJS().flat(),
      rows.map(({ key }) => key),
    );
    const made = await connection.runAndReadAll("SELECT table_name FROM duckdb_tables() ORDER BY 1");
    assert.deepEqual(made.getRowsJS().flat(), ["inputs", "staged_1", "staged_2", "staged_3", "staged_4"]);
    await dropStaging(connection);
    const left = await connection.runAndReadAll("SELECT table_name FROM duckdb_tables()");
    assert.equal(left.currentRowCount, 0);
  });
});
