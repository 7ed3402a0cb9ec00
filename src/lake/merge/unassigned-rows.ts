import { literal } from "../../duckdb/database.ts";
import { unassignedTenant } from "../../protocol/unassigned-tenant.ts";

/**
 * Makes the table `claimed`: keys that `kept`, the slice's rows, hold without a tenant, and that one tenant alone brings,
 * which does not hold them yet.
 */
export function claimedSql(kept: string): string {
  return `CREATE OR REPLACE TEMP TABLE claimed AS
    WITH named AS (
      SELECT key, min(tenant_id) AS tenant_id FROM incoming WHERE NOT unnamed
      GROUP BY key HAVING count(DISTINCT tenant_id) = 1
    ), unassigned AS (
      SELECT key FROM (${kept}) WHERE tenant_id = ${literal(unassignedTenant)}
    )
    SELECT key, tenant_id FROM named SEMI JOIN unassigned USING (key)
    ANTI JOIN (${kept}) AS held USING (tenant_id, key)
    WHERE tenant_id <> ${literal(unassignedTenant)}`;
}

/**
 * A row that names no tenant belongs to the tenant that already holds its key, so that a repeated import finds its own
 * rows.
 */
export const nameByKeySql = `
  UPDATE incoming SET tenant_id = known.tenant_id
  FROM (SELECT key, min(tenant_id) AS tenant_id
        FROM (SELECT key, tenant_id FROM existing UNION ALL SELECT key, tenant_id FROM incoming WHERE NOT unnamed)
        GROUP BY key) AS known
  WHERE incoming.unnamed AND incoming.key = known.key`;
