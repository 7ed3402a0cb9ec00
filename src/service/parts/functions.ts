import { dayMs } from "../../base/time-units.ts";
import type { FunctionEvent } from "../../protocol/aws/function-report.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { isDay } from "../../protocol/log-day.ts";
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
    async invokeCollector({ table, from, to, tenantId }, options = {}) {
      const { session, outputs } = stack();
      const { invokeFunction } = await import("../../aws/invoke/invoke-function.ts");
      const event: FunctionEvent = {
        tables: [table],
        ...(from !== undefined && { from: instantOf(from) }),
        ...(to !== undefined && { to: instantOf(to) }),
        ...(tenantId !== undefined && { tenantId }),
      };
      return invokeFunction(session, outputs.functions[table], event, options.signal);
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

/** A day stands for its first instant. */
function instantOf(time: string): string {
  return isDay(time) ? `${time}T00:00:00.000Z` : new Date(time).toISOString();
}
