import { TenantTrailError } from "../../protocol/errors.ts";
import type { QueriesService } from "../../protocol/service/queries.ts";
import type { OpenedLake } from "../opened-lake.ts";

export function queriesService(lake: OpenedLake): QueriesService {
  return {
    heldDays: async (request, options = {}) => lake.engine.heldDays(request, options.signal),
    async runQuery(request, options = {}) {
      if (request.engine !== undefined && request.engine !== lake.engine.kind)
        throw new TenantTrailError("bad-argument", "This connection is a folder; its queries run on this machine.");
      return lake.engine.ask(request, options.signal);
    },
  };
}
