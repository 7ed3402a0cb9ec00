import type { DuckDBConnection } from "@duckdb/node-api";
import type { Lake } from "../lake/lake.ts";
import { tableNames } from "../protocol/tables.ts";

/** Rows whose tenant nobody named. */
export const unassignedTenant = "unassigned";

/** Every tenant that a lake holds rows of. */
export async function tenantsOf(connection: DuckDBConnection, lake: Lake, signal?: AbortSignal): Promise<string[]> {
  const tenants = new Set<string>();
  for (const table of tableNames)
    for (const slice of (await lake.state(connection, table, signal)).slices.values())
      for (const tenantId of Object.keys(slice.tenants)) tenants.add(tenantId);
  return [...tenants].sort();
}

/**
 * Whose an imported record is: the tenant that it names, else the one given, else the lake's only one, else
 * `unassigned` (design: Tables).
 */
export async function tenantRule(
  connection: DuckDBConnection,
  lake: Lake,
  given: string | undefined,
  signal?: AbortSignal,
): Promise<(named: string | null) => string> {
  const known = (await tenantsOf(connection, lake, signal)).filter((tenantId) => tenantId !== unassignedTenant);
  const fallback = given?.toLowerCase() ?? (known.length === 1 ? known[0] : undefined) ?? unassignedTenant;
  return (named) => named ?? fallback;
}
