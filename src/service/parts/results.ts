import type { ResultsService } from "../../protocol/service/results.ts";
import type { OpenedLake } from "../opened-lake.ts";

export function resultsService(lake: OpenedLake): ResultsService {
  return {
    readWindow: async (request, options = {}) => (await lake.engine.results()).readWindow(request, options.signal),
    readCell: async (request, options = {}) => (await lake.engine.results()).readCell(request, options.signal),
    columnStatistics: async (request, options = {}) =>
      (await lake.engine.results()).columnStatistics(request, options.signal),
    exportResult: async (request, options = {}) => (await lake.engine.results()).exportResult(request, options.signal),
    copyText: async (request, options = {}) => (await lake.engine.results()).copyText(request, options.signal),
    async releaseResult({ resultId }) {
      if (lake.isOpen) await (await lake.engine.results()).release(resultId);
    },
  };
}
