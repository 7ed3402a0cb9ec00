import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { unassignedTenant } from "../../protocol/unassigned-tenant.ts";
import type { Table } from "../../tables/schema/table.ts";
import { existingRowsSql, type TimeRange } from "./merge-sql.ts";
import { claimedSql } from "./unassigned-rows.ts";

/** The rows that a merge finds in its slice. */
export interface Existing {
  /** Makes the view `existing`, of all rows or those of a stretch of time. */
  readonly define: (times?: TimeRange) => Promise<void>;
  /** Whether rows leave the slice or change their tenant, so that it is written even if nothing is added. */
  readonly changes: boolean;
}

/**
 * Makes the view `existing` of the rows of a slice's `file` (undefined: there is none yet) without those that are
 * withdrawn from it when it `loses` any; rows whose tenant nobody had named are the tenant's that now brings the same key.
 */
export async function prepareExisting(
  connection: DuckDBConnection,
  table: Table,
  part: string,
  file: string | undefined,
  loses: boolean,
): Promise<Existing> {
  const view = async (select: string): Promise<void> => {
    await connection.run(`CREATE OR REPLACE TEMP VIEW existing AS ${select}`);
  };
  if (file === undefined) {
    const define = () => view("SELECT * EXCLUDE (input, unnamed, late) FROM incoming WHERE false");
    await define();
    return { define, changes: false };
  }
  const withdrawn = `SELECT tenant_id, key FROM moves.withdrawn WHERE part = ${literal(part)}`;
  const kept = (times?: TimeRange): string => {
    const rows = existingRowsSql(table, file, times);
    return loses ? `SELECT * FROM (${rows}) ANTI JOIN (${withdrawn}) AS gone USING (tenant_id, key)` : rows;
  };
  const mayClaim = await isNotEmpty(
    connection,
    `SELECT 1 FROM (${kept()}) WHERE tenant_id = ${literal(unassignedTenant)}`,
  );
  if (mayClaim) await connection.run(claimedSql(kept()));
  const claims = mayClaim && (await isNotEmpty(connection, "SELECT 1 FROM claimed"));
  const define = (times?: TimeRange) =>
    view(
      claims
        ? `SELECT kept.* REPLACE (coalesce(claimed.tenant_id, kept.tenant_id) AS tenant_id) FROM (${kept(times)}) AS kept
           LEFT JOIN claimed ON kept.tenant_id = ${literal(unassignedTenant)} AND kept.key = claimed.key`
        : kept(times),
    );
  await define();
  return { define, changes: loses || claims };
}

/** Whether a SELECT without a LIMIT gives a row. */
export async function isNotEmpty(connection: DuckDBConnection, select: string): Promise<boolean> {
  return (await connection.runAndReadAll(`${select} LIMIT 1`)).currentRowCount > 0;
}
