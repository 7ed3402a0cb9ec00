import type { CollectOutcome } from "../protocol/collector.ts";
import type { CollectOptions, CollectParts } from "./run/collect-parts.ts";
import { CollectRun } from "./run/collect-run.ts";

/**
 * Collects one tenant: everything that is due, or what was asked for. May be repeated, cut short or killed anywhere:
 * a window counts as covered only when its last page was read and merged.
 * @throws CancelledError, after merging what was fetched; TenantTrailError when the tenant cannot be read or the lake
 * cannot be written.
 */
export async function collect(parts: CollectParts, options: CollectOptions): Promise<CollectOutcome> {
  return new CollectRun(parts, options).go();
}
