import { dayMs } from "../../base/time-units.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { FunctionsService } from "../../protocol/service/functions.ts";
import type { OpenedLake } from "../opened-lake.ts";

/** @param now milliseconds since 1970. */
export function functionsService(lake: OpenedLake, now: () => number): FunctionsService {
  const stack = () => {
    const { session, stack } = lake.aws;
    if (stack !== undefined) return { session, ...stack };
    throw new TenantTrailError(
      "no-stack",
      "This connection is a workgroup and a database, which collect nothing. Choose a connection to a TenantTrail stack.",
    );
  };
  return {
    async invokeCollector({ table, from, to }, options = {}) {
      const { session, outputs } = stack();
      const { invokeFunction } = await import("../../aws/invoke/invoke-function.ts");
      const window = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      return invokeFunction(session, outputs.functions[table], { tables: [table], ...window }, options.signal);
    },
    async failedRuns({ days }, options = {}) {
      const { session, outputs } = stack();
      const { failedRuns } = await import("../../aws/invoke/failed-runs.ts");
      const functions = [...new Set(Object.values(outputs.functions))];
      return failedRuns(session, functions, now() - days * dayMs, options.signal);
    },
    async runLog(request, options = {}) {
      const { runLog } = await import("../../aws/invoke/failed-runs.ts");
      return runLog(stack().session, request, options.signal);
    },
    async alarmStates(_request, options = {}) {
      const { session, name } = stack();
      const { alarmStates } = await import("../../aws/invoke/alarm-states.ts");
      return alarmStates(session, name, options.signal);
    },
  };
}
