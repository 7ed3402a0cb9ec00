import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { ListedDay } from "../api/api-types.ts";
import { listDaysArguments, readArguments } from "../api/read-arguments.ts";
import type { Connections } from "../connections/connections.ts";
import { apiCommandIds } from "../registry/command-ids.ts";

/**
 * The log days of the open lake, of one table or of all.
 *
 * @throws TenantTrailError `no-connection`, `lake-missing`, `unsafe-lake`, `read-failed`.
 */
export async function listDays(
  lake: LakeService,
  connections: Connections,
  given: { readonly table?: TableName } = {},
): Promise<readonly ListedDay[]> {
  const { table } = readArguments(apiCommandIds.listDays, listDaysArguments, given);
  await connections.require();
  const days = await lake.listDays(table === undefined ? {} : { table });
  return days.map(({ table, day, tenantId, rows, bytes, state, coverage, damage }) => ({
    table,
    day,
    tenantId,
    rows,
    bytes,
    state,
    coverage,
    ...(damage !== undefined && { damage }),
  }));
}
