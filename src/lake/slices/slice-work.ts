import type { Source, TableName } from "../../protocol/tables.ts";
import type { SliceChange } from "../ledger/ledger-entry.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import type { MergeChange } from "../merge/merge.ts";
import type { SliceName } from "./slice.ts";
import type { StagedRow } from "./staging.ts";

/** A slice as it lies there, held still while it is merged. */
export interface HeldSlice {
  readonly version: string;
  readonly bytes: number;
  /** SHA-256 of its bytes, lower-case hex. */
  readonly sha256: string;
  /** SHA-256 of the slice that it replaced; null for the first, undefined where it does not say. */
  readonly parent: string | null | undefined;
}

/** The rows of a slice, counted. */
export interface SliceContents {
  readonly rows: number;
  /** Rows of each tenant. */
  readonly tenants: Record<string, number>;
  /** Rows whose event time is only approximately known. */
  readonly approximate: number;
}

/** A slice and how many staged rows fall in its time. */
export interface TouchedSlice {
  readonly slice: SliceName;
  readonly rows: number;
  /**
   * Set when rows are taken from it that yield to staged ones: paths of the slices that gain those. It is merged once
   * these are, and not when one of them could not be: twice is better than not at all.
   */
  readonly yieldsTo?: readonly string[];
}

/** Rows of one input that a merge changed the slice by. */
export interface InputChange {
  readonly input: number;
  readonly change: MergeChange;
  readonly rows: number;
  /** Those of them that were added and came late (`StagedRow.late`). */
  readonly late: number;
}

/** What became of the staged rows of one slice. */
export interface SliceOutcome {
  /** Undefined when no row changed, so that nothing was written. */
  readonly change: SliceChange | undefined;
  /** One for each input and change that rows were added or updated by. */
  readonly inputs: readonly InputChange[];
}

/** Reads slices: all that the ledger needs when it disagrees with them. */
export interface SliceReader<Held extends HeldSlice = HeldSlice> {
  /** A held slice is released by the caller. @throws TenantTrailError `broken-slice`, `newer-schema`. */
  hold(slice: SliceName): Promise<Held | undefined>;
  contents(held: Held): Promise<SliceContents>;
  release(held: Held): Promise<void>;
}

/**
 * Merges one slice after the other: for each `select` and, until no other writer is faster, `hold`, `merge`,
 * `release`. Several lanes of the same work merge different slices at once.
 */
export interface SliceLane<Held extends HeldSlice = HeldSlice> extends SliceReader<Held> {
  /** Makes the staged rows of this slice the ones that `merge` merges. @throws CancelledError. */
  select(slice: SliceName, signal: AbortSignal | undefined): Promise<void>;
  /**
   * Merges the selected rows into a held slice (undefined: there is none yet), and when it `loses` takes away what
   * yields to rows elsewhere; puts the outcome in its place if it is still there.
   * @throws WriteConflict when the slice was replaced meanwhile; CancelledError; TenantTrailError `broken-slice` or
   * why it could not be written.
   */
  merge(
    slice: SliceName,
    held: Held | undefined,
    loses: boolean,
    signal: AbortSignal | undefined,
  ): Promise<SliceOutcome>;
}

/**
 * What a commit needs of whatever holds the staged rows and reads and writes slices: DuckDB over files, or memory in
 * simulations. The order of calls is `nameTenants`, then for each table `rowsByDay` and `findSlices`, then those of a
 * lane for each slice.
 */
export interface SliceWork<Held extends HeldSlice = HeldSlice> extends SliceLane<Held> {
  /** Lanes that merge beside this one; none when it is absent. */
  readonly furtherLanes?: readonly SliceLane<Held>[];
  /** Whose the staged rows are that name no tenant, unless a slice already holds their key. */
  nameTenants(unnamedTenant: string): Promise<void>;
  /** Staged rows of a table by UTC day, `YYYY-MM-DD`. */
  rowsByDay(table: TableName): Promise<ReadonlyMap<string, number>>;
  /**
   * The slices that a table's staged rows fall in when each day has the parts that `state` says, and slices nearby
   * whose approximate rows yield to staged ones; in the order in which they are to be merged. One that both gains and
   * loses rows is named twice.
   */
  findSlices(table: TableName, state: LedgerState): Promise<readonly TouchedSlice[]>;
  /** Lets go of what reading staged rows left in memory, which grows with their number. No lane works meanwhile. */
  forgetRead?(): Promise<void>;
}

/** The held rows that a read of their source had to show: which they are, and when they were first seen. */
export interface HeldRowsQuestion {
  readonly table: TableName;
  readonly tenantId: string;
  readonly source: Source;
  /** Of sign-ins, only those of this kind. */
  readonly signInKind?: string;
  /** Event times, milliseconds since 1970, `toMs` excluded. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Only rows that some answer had shown before this instant; imported rows were shown by none. */
  readonly seenBeforeMs: number;
}

/** A row of a slice. */
export interface HeldRow {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly eventMs: number;
}

/** Slice work that is given its rows batch by batch. */
export interface BatchWork<Held extends HeldSlice = HeldSlice> extends SliceWork<Held> {
  /** Replaces what was staged before. `refs` names the inputs: `sourceRef` is made from it. */
  stage(rows: readonly StagedRow[], refs: ReadonlyMap<number, string>): Promise<void>;
  /** The rows of some slices that a question is about and that were not shown. @throws TenantTrailError `broken-slice`. */
  notShown(
    paths: readonly string[],
    question: HeldRowsQuestion,
    isShown: (key: string) => boolean,
  ): Promise<readonly HeldRow[]>;
}
