import type { SourceHealth } from "./collector.ts";

/** Whether the last thing that was heard of a source is a failure: the ledger keeps the newest one for good. */
export function isFailing({ lastRead, lastError }: Pick<SourceHealth, "lastRead" | "lastError">): boolean {
  return lastError !== null && (lastRead === null || lastRead <= lastError.at);
}
