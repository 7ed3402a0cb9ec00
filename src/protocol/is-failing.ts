import type { SourceHealth } from "./collector.ts";

/**
 * Whether the newest event of a source is a failure. The ledger keeps a source's newest failure for good, so that it
 * may be older than a success.
 */
export function isFailing({ lastRead, lastError }: Pick<SourceHealth, "lastRead" | "lastError">): boolean {
  return lastError !== null && (lastRead === null || lastRead <= lastError.at);
}
