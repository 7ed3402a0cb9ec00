import { toldFailure, wordsBehind } from "../duckdb/told-failure.ts";
import { type LakeService, lakeDoing, lakeMethods } from "../protocol/service/lake-service.ts";
import { type CallByName, serviceProxy } from "../rpc/service-proxy.ts";

/**
 * A service whose failures never show DuckDB's own words: what its parts left unexplained is told by `toldFailure`.
 * @param report told of those words, for the log.
 */
export function toldService(service: LakeService, report: (words: Error) => void): LakeService {
  const call: CallByName<LakeService> = async (method, request, options) => {
    const answer = service[method] as (given: typeof request, more: typeof options) => ReturnType<typeof call>;
    try {
      return (await answer(request, options)) as never;
    } catch (error) {
      const told = toldFailure(error, lakeDoing[method]);
      const words = wordsBehind(told);
      if (words !== undefined) report(words);
      throw told;
    }
  };
  return serviceProxy(lakeMethods, call);
}
