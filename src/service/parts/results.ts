import type { ResultsService } from "../../protocol/service/results.ts";
import { besideOneAnother } from "../beside-one-another.ts";
import type { OpenedLake } from "../opened-lake.ts";

export function resultsService(lake: OpenedLake): ResultsService {
  return {
    readWindow: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).readWindow(request, options.signal),
    readCell: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).readCell(request, options.signal),
    columnStatistics: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).columnStatistics(request, options.signal),
    emptyColumns: async ({ resultId }, options = {}) =>
      (await lake.resultsWith(resultId)).emptyColumns(resultId, options.signal),
    summariseRange: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).summariseRange(request, options.signal),
    columnValues: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).columnValues(request, options.signal),
    chartData: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).chartData(request, options.signal),
    exportResult: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).exportResult(request, options.signal),
    copyText: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).copyText(request, options.signal),
    comparisonChoice: async (request, { signal } = {}) =>
      besideOneAnother(lake, request, (results) => results.comparisonChoice(request, signal), signal),
    compareResults: async (request, { signal } = {}) =>
      besideOneAnother(lake, request, (results) => results.compare(request, signal), signal),
    keepResult: async (request, options = {}) =>
      (await lake.resultsWith(request.resultId)).keep(request, options.signal),
    reopenResult: async (place, options = {}) => (await lake.engine().results()).reopen(place, options.signal),
    async pinResult({ resultId, isPinned }) {
      (await lake.resultsWith(resultId)).setPinned(resultId, isPinned);
    },
    async releaseResult({ resultId }) {
      if (lake.isOpen) await (await lake.resultsWith(resultId)).release(resultId);
    },
  };
}
