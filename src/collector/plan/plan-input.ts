import { minuteMs } from "../../base/time-units.ts";
import type { Range, Segment } from "../../lake/ledger/coverage.ts";
import type { LackedRow } from "../../lake/ledger/lacked-rows.ts";
import type { SourceId } from "../../protocol/collector.ts";
import type { LimitName } from "../microsoft/microsoft.ts";

/** What planning needs to know of one source of one tenant. Times are milliseconds since 1970. */
export interface PlanSource {
  readonly source: SourceId;
  /** Which of Microsoft's limits its requests count towards. */
  readonly limit: LimitName;
  readonly segments: readonly Segment[];
  /** Held rows that the newest read of their time did not show. */
  readonly lacked: readonly LackedRow[];
  /** Stretches that could not be read in this run: they are left to the next. */
  readonly givenUp: readonly Range[];
  /** From here on the API offers what it has. */
  readonly floorMs: number;
  /** How long it keeps it. */
  readonly retentionMs: number;
  /** Length of a window, as it proved good. */
  readonly windowMs: number;
  readonly expectedRowsPerDay: number;
  /** Rows of a full page. */
  readonly pageRows: number;
}

export interface PlanInput {
  readonly nowMs: number;
  readonly sources: readonly PlanSource[];
  /** Requests that a limit allows in a day; without one, nothing is thinned. */
  readonly allowancePerDay: Readonly<Partial<Record<LimitName, number>>>;
  /** Read this, whatever was read before, and nothing else. */
  readonly asked?: Range;
}

/**
 * Nothing newer than this before now is read: most of it is not there yet, and every event that comes later is left to
 * settling (collecting.md §4.2: 2 minutes for 95 of 100, 5 for 99).
 */
export const safetyLagMs = 3 * minuteMs;

/** New stretches shorter than this wait for the next run: a request for a minute costs as much as one for five. */
export const leastFreshMs = 5 * minuteMs;
