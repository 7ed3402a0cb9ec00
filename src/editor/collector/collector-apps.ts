import type { LakeService } from "../../protocol/service/lake-service.ts";

/** The application ids with which the lake's tenants are collected; none when they cannot be read. */
export async function collectorApps(
  lake: Pick<LakeService, "listTenants">,
  record: (error: unknown) => void,
): Promise<readonly string[]> {
  try {
    return [...new Set((await lake.listTenants({})).map(({ clientId }) => clientId))];
  } catch (error) {
    // A query without the list finds more, not less.
    record(error);
    return [];
  }
}
