import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { sources, type TableName } from "../../protocol/tables.ts";
import { unassignedTenant } from "../../protocol/unassigned-tenant.ts";
import { tables } from "../../tables/schema/all-tables.ts";
import { existingRowsSql } from "./merge-sql.ts";

/** A reference ends with the row's line in its input. */
const refEnd = ":([0-9]{1,9})$";

/**
 * Stages the rows of slices anew, each with the reference, the times and the source that it had. What lacks a key, a
 * time, a record or a source that is known is no row.
 * @param staged the table that they are put into; it has a column more than others, for when they were first seen.
 * @throws what DuckDB says of a file that is no slice of the table.
 */
export async function stageSliceRows(
  connection: DuckDBConnection,
  table: TableName,
  slices: readonly { readonly file: string }[],
  staged: string,
): Promise<void> {
  if (slices.length === 0) return;
  const rows = slices.map(({ file }) => existingRowsSql(tables[table], file)).join(" UNION ALL ");
  const ref = `regexp_replace(coalesce(source_ref, ''), '${refEnd}', '')`;
  await connection.run(`CREATE OR REPLACE TEMP VIEW taken_anew AS ${rows}`);
  try {
    await connection.run(
      `INSERT INTO inputs SELECT (row_number() OVER (ORDER BY ref))::INTEGER, ref FROM (SELECT DISTINCT ${ref} AS ref FROM taken_anew)`,
    );
    await connection.run(
      `INSERT INTO ${staged}
       SELECT inputs.input, coalesce(try_cast(regexp_extract(source_ref, '${refEnd}', 1) AS INTEGER), 0), ${literal(table)},
              nullif(tenant_id, ${literal(unassignedTenant)}), key, event_ms, source, coalesce(approximate, false), observed_ms,
              false, raw, first_seen_ms
       FROM taken_anew JOIN inputs ON inputs.ref = ${ref}
       WHERE key IS NOT NULL AND event_ms IS NOT NULL AND raw IS NOT NULL AND source IN (${sources.map(literal).join(", ")})`,
    );
  } finally {
    await connection.run("DROP VIEW IF EXISTS taken_anew");
  }
}
