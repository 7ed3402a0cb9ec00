import type { CollectProgress, CollectRequest, TenantSettings } from "../../protocol/collector.ts";
import type { Clock } from "../clock.ts";
import type { Microsoft } from "../microsoft/microsoft.ts";
import type { CollectLake } from "./collect-lake.ts";

/** What a run works with. */
export interface CollectParts {
  readonly settings: TenantSettings;
  readonly microsoft: Microsoft;
  readonly lake: CollectLake;
  readonly clock: Clock;
  /** Default `usualSizes`. */
  readonly sizes?: CollectSizes;
}

/** How much is taken at once; with small ones a few hundred records have many batches and pages. */
export interface CollectSizes {
  /** A table's rows are merged when they come to this many characters, or when a window of them has ended. */
  readonly batchSize: number;
  /** A first answer with fewer rows does not tell how long its window should have been. */
  readonly fullRows: number;
}

export const usualSizes: CollectSizes = { batchSize: 16 * 1024 * 1024, fullRows: 500 };

/** What a run is to do, and who wants to know how it goes. */
export interface CollectOptions {
  readonly request: CollectRequest;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CollectProgress) => void;
}

/** The server's time, milliseconds since 1970, as far as it is known. */
export function serverNow({ clock, microsoft }: Pick<CollectParts, "clock" | "microsoft">): number {
  return clock.now() - microsoft.clockError();
}
