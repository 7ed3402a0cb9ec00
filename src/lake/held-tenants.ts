import type { DuckDBConnection } from "@duckdb/node-api";
import { tableNames } from "../protocol/tables.ts";
import { unassignedTenant } from "../protocol/unassigned-tenant.ts";
import { listTenants } from "./collecting/tenant-settings.ts";
import type { Lake } from "./lake.ts";
import { DuckDBSliceWork } from "./slices/duckdb-slice-work.ts";

/** Every tenant that a lake holds rows of. */
export async function tenantsOf(connection: DuckDBConnection, lake: Lake, signal?: AbortSignal): Promise<string[]> {
  const work = new DuckDBSliceWork(connection, lake.storage);
  const tenants = new Set<string>();
  for (const table of tableNames)
    for (const slice of (await lake.state(work, table, signal)).slices.values())
      for (const tenantId of Object.keys(slice.tenants)) tenants.add(tenantId);
  return [...tenants].sort();
}

/**
 * The tenant of staged rows that name none: the only tenant that the run, the lake or its collector knows, otherwise
 * `unassigned` (design: Tables).
 */
export async function tenantOfUnnamed(connection: DuckDBConnection, lake: Lake, signal?: AbortSignal): Promise<string> {
  const staged = await connection.runAndReadAll("SELECT DISTINCT tenant_id FROM staged WHERE tenant_id IS NOT NULL");
  const known = new Set(staged.getRowsJS().map(([tenantId]) => String(tenantId)));
  for (const tenantId of await tenantsOf(connection, lake, signal)) known.add(tenantId);
  for (const { tenantId } of await listTenants(lake.storage, signal)) known.add(tenantId);
  known.delete(unassignedTenant);
  const [only, ...others] = known;
  return only !== undefined && others.length === 0 ? only : unassignedTenant;
}
