import type { QueriesService } from "../../protocol/service/queries.ts";
import type { OpenedLake } from "../opened-lake.ts";

export function queriesService(lake: OpenedLake): QueriesService {
  return {
    heldDays: async (request, options = {}) => lake.engine(request.engine).heldDays(request, options.signal),
    estimateScan: async (request, options = {}) => lake.engine(request.engine).estimate(request, options.signal),
    runQuery: async (request, options = {}) =>
      lake.engine(request.engine).ask(request, options.signal, options.onProgress),
  };
}
