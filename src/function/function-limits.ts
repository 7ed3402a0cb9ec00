import { type Limit, limits } from "../collector/microsoft/limits/limits.ts";
import type { LimitName } from "../collector/microsoft/microsoft.ts";
import type { CollectorFunction } from "../protocol/aws/function-report.ts";
import type { CollectMemory } from "../service/collecting/with-collect-lake.ts";

/** Lambda gives one processor for so many megabytes (Lambda developer guide, Configure Lambda function memory). */
const megabytesPerProcessor = 1769;

/** Of the 512 MB and more of a function's /tmp, what fetched slices may take that nobody uses. */
export const sliceCacheBytes = 128 * 1024 * 1024;

/**
 * What DuckDB may use of a function's memory: a fifth, and for a slice that needs it more than half. The rest is Node's
 * and what DuckDB does not count.
 */
export function collectMemory(functionMegabytes: number): CollectMemory {
  return {
    memoryLimit: `${Math.round(functionMegabytes * 0.2)}MB`,
    raisedLimit: `${Math.round(functionMegabytes * 0.55)}MB`,
    threads: Math.max(1, Math.floor(functionMegabytes / megabytesPerProcessor)),
  };
}

/**
 * Functions run side by side and know nothing of each other, so those that ask the same of Microsoft's services have
 * fixed shares of what it allows an app: sign-ins three of five requests, audits the others.
 */
export function limitShares(name: CollectorFunction): Readonly<Partial<Record<LimitName, Limit>>> {
  const share = (requests: number) => ({ reports: { ...limits.reports, requests } });
  if (name === "signins") return share(3);
  return name === "audits" ? share(2) : {};
}
