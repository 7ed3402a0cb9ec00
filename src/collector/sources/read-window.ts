import type { CollectFilter } from "../../protocol/collector.ts";
import type { Source } from "../../protocol/tables.ts";
import type { Clock } from "../clock.ts";
import type { Microsoft } from "../microsoft/microsoft.ts";
import type { Window } from "../window.ts";
import type { TenantMemory } from "./tenant-memory.ts";

/** A record as it came, with the time that its source is asked by. */
export interface FetchedRecord {
  /** The untouched JSON. */
  readonly raw: string;
  /** `raw`, parsed; undefined when it is no JSON object. */
  readonly record: Readonly<Record<string, unknown>> | undefined;
  /** Its place on the source's axis, milliseconds since 1970; null where the axis is event time. */
  readonly axisMs: number | null;
}

/** One answer's records. */
export interface Page {
  readonly records: readonly FetchedRecord[];
  /** Whether the answer held nothing, before any of it was left out, and led on to another page all the same. */
  readonly isEmptyWithNext: boolean;
  /** When the answer was made, milliseconds since 1970. */
  readonly observedMs: number;
  /** The request id, for `sourceRef`. */
  readonly ref: string;
  /** Where its rows come from, when they are no events of the window but replaced states, of which none is late. */
  readonly rowSource?: Source;
}

/** What became of a window that was read to its end. */
export interface WindowEnd {
  /** Stretches that the API no longer gave, for example expired content; they are not covered. */
  readonly missing: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** What a person should know although nothing is missing, one sentence each. */
  readonly warnings?: readonly string[];
}

export interface ReadContext {
  readonly microsoft: Microsoft;
  readonly clock: Clock;
  readonly memory: TenantMemory;
  /** When all of a polled source was read last, milliseconds since 1970; absent when never. */
  readonly polledMs?: number;
  readonly filter?: CollectFilter;
  readonly signal?: AbortSignal;
}

/**
 * Reads a window page by page; returns when its last page was given.
 * @throws CollectError, CancelledError.
 */
export type ReadWindow = (window: Window, context: ReadContext) => AsyncGenerator<Page, WindowEnd>;
