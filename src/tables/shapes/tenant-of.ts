import { isRecord, type JsonRecord } from "../../base/json-record.ts";
import type { Source, TableName } from "../../protocol/tables.ts";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const zeroGuid = "00000000-0000-0000-0000-000000000000";

/**
 * The tenant that a record belongs to, by what it says itself: `tenantId` of an Azure Monitor envelope or a provisioning
 * record, `AADTenantId`, `OrganizationId`, or the path of the log's own resource. Never the `TenantId` of Log
 * Analytics, which is the workspace, nor a home or resource tenant. Null when it does not say, or only zeroes.
 */
export function tenantOf(table: TableName, source: Source, record: JsonRecord): string | null {
  return (
    candidates(table, source, record)
      .map(tenantGuid)
      .find((each) => each !== undefined) ?? null
  );
}

function candidates(table: TableName, source: Source, record: JsonRecord): readonly unknown[] {
  if (source === "diagnostic") {
    const properties = record["properties"];
    const own = isRecord(properties) ? [properties["tenantId"], properties["OrganizationId"]] : [];
    return [record["tenantId"], ...own, tenantInPath(record["resourceId"])];
  }
  if (source === "log-analytics")
    return [record["AADTenantId"], record["OrganizationId"], tenantInPath(record["ResourceId"])];
  if (table === "activity") return [record["OrganizationId"]];
  return table === "provisioning" && source !== "portal-csv" ? [record["tenantId"]] : [];
}

function tenantGuid(value: unknown): string | undefined {
  if (typeof value !== "string" || !guid.test(value)) return undefined;
  return value === zeroGuid ? undefined : value.toLowerCase();
}

function tenantInPath(value: unknown): string | undefined {
  return typeof value === "string" ? /^\/tenants\/([^/]+)\//i.exec(value)?.[1] : undefined;
}
