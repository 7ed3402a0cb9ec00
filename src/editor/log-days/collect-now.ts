import { dayMs } from "../../base/time-units.ts";
import type { InvokeRequest } from "../../protocol/aws/function-runs.ts";
import { requestsOfGaps } from "../collector/collecting/collect-requests.ts";
import { daysOf, type LogDayNode } from "./log-days-model.ts";

/**
 * What the functions of a stack are asked for when a person wants some nodes collected now: what is due for a table, and
 * the stretches of days and gaps, each table and tenant for itself.
 */
export function invokeRequestsOf(nodes: readonly LogDayNode[]): readonly InvokeRequest[] {
  const tables = nodes.flatMap((node) => (node.kind === "table" ? [{ table: node.table }] : []));
  const days = daysOf(nodes.filter((node) => node.kind !== "table"));
  const gaps = requestsOfGaps(days).flatMap(({ tables: of = [], from, to, tenantId }) =>
    of.map((table) => ({
      table,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(tenantId !== undefined && { tenantId }),
    })),
  );
  const whole = days
    .filter(({ state }) => state !== "gap")
    .map(({ table, day, tenantId }) => {
      const startMs = Date.parse(`${day}T00:00:00Z`);
      return { table, tenantId, from: new Date(startMs).toISOString(), to: new Date(startMs + dayMs).toISOString() };
    });
  return [...tables, ...gaps, ...whole];
}
