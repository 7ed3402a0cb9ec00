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
}

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
