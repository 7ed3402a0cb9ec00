import type { SourceId } from "../protocol/collector.ts";

/** A stretch of a source's axis, milliseconds since 1970, `toMs` excluded. */
export interface Window {
  readonly source: SourceId;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Why a window is read: new, read again for what came late, never read, or wanted by a person. */
export type WindowReason = "fresh" | "settling" | "gap" | "asked";

export interface PlannedWindow extends Window {
  readonly reason: WindowReason;
  /** Not to be joined with its neighbours, for the fault of its last answer would be that of a longer one too. */
  readonly alone?: true;
}
