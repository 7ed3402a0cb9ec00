import type { Stretch } from "./collector.ts";
import type { TableName } from "./tables.ts";

/**
 * How a day stands in an answer. `gap` and `lost`: nothing of it was read; with `InPart`, some of it was. `unheld`:
 * nobody collected it, and nothing of it was imported. The others are a log day's own states.
 */
export type AnswerState =
  | "complete"
  | "settling"
  | "readOnce"
  | "imported"
  | "history"
  | "gap"
  | "gapInPart"
  | "lost"
  | "lostInPart"
  | "unheld";

/** What an answer could see of one table of one tenant, in the days that its statement asks for. */
export interface TableCoverage {
  readonly table: TableName;
  /** Absent when the lake holds and collects nothing of this table. */
  readonly tenantId?: string;
  /** How people call the tenant, where the lake knows it. */
  readonly tenantName?: string;
  /**
   * First and last day asked for, `YYYY-MM-DD`, UTC. An end that the statement leaves open is the first day that the
   * lake knows of, or today (the last day held where nothing is collected). Absent when no day is asked for.
   */
  readonly from?: string;
  readonly to?: string;
  /** How many days are asked for; days to come are left out. */
  readonly days: number;
  /**
   * Why no day is counted although some are asked for: the ends are open and the lake knows of no day, or all days lie
   * in the future.
   */
  readonly uncounted?: "neverHeld" | "toCome";
  /** How many of these days are in each state; states without a day are left out. */
  readonly states: Readonly<Partial<Record<AnswerState, number>>>;
  /** Rows held of the days asked for that Microsoft showed once and no longer offers; absent when there are none. */
  readonly noLongerOffered?: number;
  /** The table's ledger is damaged or missing: rows are read from the slices that are there. */
  readonly isLedgerDamaged?: true;
  /** Slices of the table, of any day, that could not be read when its damaged ledger was rebuilt; absent when there are none. */
  readonly leftOutSlices?: number;
  /** Slices of the days asked for that the ledger does not name, so that their rows are not among the answer's; absent when there are none. */
  readonly unnamedSlices?: number;
  /** Stretches that were not read and are still offered, oldest first, at most 100, ISO 8601. */
  readonly gaps: readonly Stretch[];
  /** Every enabled source was read up to this instant, ISO 8601; absent where nothing is collected. */
  readonly readTo?: string;
  /** The newest event that is held in the days asked for, ISO 8601; absent where none is, or it is not known. */
  readonly newestEvent?: string;
}
