import type { CollectOutcome, CollectProgress, CollectRequest, TenantSettings } from "../protocol/collector.ts";
import type { Clock } from "./clock.ts";
import type { Microsoft } from "./microsoft/microsoft.ts";
import type { CollectLake } from "./run/collect-lake.ts";
import { CollectRun } from "./run/collect-run.ts";

export interface CollectParts {
  readonly settings: TenantSettings;
  readonly microsoft: Microsoft;
  readonly lake: CollectLake;
  readonly clock: Clock;
}

export interface CollectOptions {
  readonly request: CollectRequest;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CollectProgress) => void;
}

/**
 * Collects one tenant: everything that is due, or what was asked for. May be repeated, cut short or killed anywhere:
 * a window counts as covered only when its last page was read and merged.
 * @throws CancelledError, after merging what was fetched; TenantTrailError when the tenant cannot be read or the lake
 * cannot be written.
 */
export async function collect(parts: CollectParts, options: CollectOptions): Promise<CollectOutcome> {
  return new CollectRun(parts, options).go();
}
