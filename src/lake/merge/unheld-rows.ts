import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible, literal } from "../../duckdb/database.ts";
import { unassignedTenant } from "../../protocol/unassigned-tenant.ts";
import type { Table } from "../../tables/schema/table.ts";
import { isNotEmpty } from "./existing-rows.ts";
import { existingRowsSql, runMerge } from "./merge-sql.ts";
import { nameByKeySql } from "./unassigned-rows.ts";

/** A slice as a file. */
interface SliceRows {
  readonly file: string;
}

/**
 * How many rows of a slice a merge into some others would add or change, by the very statements that merge: a row that
 * they hold in an older version counts. What names no tenant is held by whoever holds its key.
 * @param connection one that knows the functions of `merge-functions.ts`.
 * @throws what DuckDB says of a file that is no slice of the table; CancelledError.
 */
export async function countUnheld(
  connection: DuckDBConnection,
  table: Table,
  slice: SliceRows,
  others: readonly SliceRows[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const nowhere = "SELECT * EXCLUDE (input, unnamed, late) FROM incoming WHERE false";
  // Only rows of the same keys are compared, so that the others' rows need no memory.
  const existing = others.map(
    ({ file }) => `SELECT * FROM (${existingRowsSql(table, file)}) SEMI JOIN incoming USING (key)`,
  );
  return interruptible(connection, signal, async () => {
    try {
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE incoming AS
           SELECT * REPLACE (row_number() OVER () AS id), 0 AS input, tenant_id = ${literal(unassignedTenant)} AS unnamed, false AS late
           FROM (${existingRowsSql(table, slice.file)})`,
      );
      await connection.run(`CREATE OR REPLACE TEMP VIEW existing AS ${[nowhere, ...existing].join(" UNION ALL ")}`);
      if (await isNotEmpty(connection, "SELECT 1 FROM incoming WHERE unnamed")) await connection.run(nameByKeySql);
      await runMerge(connection, table);
      const reader = await connection.runAndReadAll("SELECT count(*)::DOUBLE FROM winners");
      return Number(reader.getRowsJS()[0]?.[0]);
    } finally {
      await connection.run("DROP VIEW IF EXISTS existing");
      for (const name of ["incoming", "groups", "candidates", "ranked", "winners"])
        await connection.run(`DROP TABLE IF EXISTS ${name}`);
    }
  });
}
