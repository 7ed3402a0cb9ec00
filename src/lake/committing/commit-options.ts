import type { TenantTrailError } from "../../protocol/errors.ts";
import type { LeftRows } from "../../protocol/left-rows.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { DayPart } from "../ledger/day-part.ts";
import type { FailedRead, WindowRead } from "../ledger/ledger-entry.ts";
import type { InputChange } from "../slices/slice-work.ts";

export interface CommitProgress {
  readonly table: TableName;
  readonly mergedRows: number;
  readonly totalRows: number;
}

/** What was read of a table's sources, told to its ledger with the last of the staged rows. */
export interface CommittedReads {
  readonly table: TableName;
  /**
   * The windows whose rows are all held once the staged ones are merged, made from what each input changed. Not asked
   * for when a slice could not be merged: then nothing is covered.
   */
  readonly windows: (changes: readonly InputChange[]) => readonly WindowRead[];
  readonly failures: readonly FailedRead[];
  /** How many rows a day of this table is expected to have; 0 when nothing is known. */
  readonly expectedRowsPerDay: number;
}

export interface CommitOptions {
  /** The tenant of rows that name none, unless the lake already holds their key. */
  readonly unnamedTenant?: string;
  readonly reads?: CommittedReads;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CommitProgress) => void;
}

/** What became of the staged rows. */
export interface CommitOutcome {
  readonly counts: readonly (InputChange & { readonly table: TableName })[];
  /** Parts that could not be merged, with the reason; the others were. */
  readonly failed: readonly { readonly part: DayPart; readonly error: TenantTrailError }[];
  /** What a sweep found that the ledgers do not name and that it left, by table; mostly none was made. */
  readonly left: readonly LeftRows[];
}
