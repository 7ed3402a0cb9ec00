import { listTenants } from "../../lake/collecting/tenant-settings.ts";
import type { CollectingService } from "../../protocol/service/collecting.ts";
import type { Collection } from "../collecting/collection.ts";
import { collectionHealth } from "../collecting/health-report.ts";
import type { OpenedLake } from "../opened-lake.ts";

/**
 * @param collection loads the collector with its first use.
 * @param now milliseconds since 1970.
 */
export function collectingService(
  opened: OpenedLake,
  collection: () => Promise<Collection>,
  now: () => number,
): CollectingService {
  return {
    collect: async (request, options = {}) => (await collection()).collect(opened.look.lake, request, options),
    async collectionHealth(_request, options = {}) {
      const { look } = opened;
      return collectionHealth(look, await listTenants(look.lake.storage), now(), options.signal);
    },
  };
}
