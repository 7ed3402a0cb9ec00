import type { Source, TableName } from "../../protocol/tables.ts";
import type { DayPart } from "../ledger/day-part.ts";
import type { SliceChange, SliceContents } from "../ledger/ledger-entry.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import type { MergeChange } from "../merge/merge-law.ts";
import type { StagedRow } from "./staging.ts";

/** A slice as it lies there. It never changes, so it is read where it is. */
export interface HeldSlice {
  readonly bytes: number;
  /** SHA-256 of its bytes, lower-case hex. */
  readonly sha256: string;
  /** SHA-256 of the slice that it replaced; null for the first, undefined where it does not say. */
  readonly parent: string | null | undefined;
  /** Lets go of what was fetched of it. Absent where nothing is. */
  readonly release?: () => Promise<void>;
}

/** A part of a day and how many staged rows fall in its time. */
export interface TouchedPart {
  readonly part: DayPart;
  readonly rows: number;
  /** Set when staged rows of other times go there, because their key is there. */
  readonly gainsMoved?: true;
  /**
   * Set when rows are taken from it that yield to staged ones: keys of the parts that gain those. One entry tells of
   * all of them. It keeps its rows when one of the others could not be merged: twice is better than not at all.
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

/** A slice that lies in the lake, durable, and that an entry is to name. */
export interface WrittenSlice {
  readonly change: SliceChange;
  /** When it was written, by the storage's clock; null when the same slice lay there before. */
  readonly writtenMs: number | null;
  /** Puts it back if it is not there any more. */
  ensure(): Promise<void>;
  /** Lets go of what `ensure` needs. */
  forget(): Promise<void>;
}

/** What became of the staged rows of one part. */
export interface SliceOutcome {
  /** Undefined when no row changed, so that nothing was written. */
  readonly written: WrittenSlice | undefined;
  /** One for each input and change that rows were added or updated by. */
  readonly inputs: readonly InputChange[];
}

/** Reads slices. */
export interface SliceReader<Held extends HeldSlice = HeldSlice> {
  /** Undefined when there is no such slice. @throws TenantTrailError `broken-slice`, `newer-schema`. */
  hold(path: string): Promise<Held | undefined>;
  contents(table: TableName, held: Held): Promise<SliceContents>;
  /** Writes one slice of the rows of several of one part. Absent for whoever only looks. Undefined when one of them holds all. */
  join?(part: DayPart, held: readonly Held[]): Promise<SliceChange | undefined>;
}

/** Reads slices and tells whether others hold the rows of one. */
export interface SliceProver<Held extends HeldSlice = HeldSlice> extends SliceReader<Held> {
  /**
   * How many rows of a slice a merge into some others would add or change; 0 when all are held there.
   * @throws TenantTrailError, or what the engine says of bytes that are no slice of the table; CancelledError.
   */
  unheld(table: TableName, slice: Held, others: readonly Held[], signal?: AbortSignal): Promise<number>;
}

/**
 * Merges one part after the other: `select`, `hold`, `merge`. Several lanes of the same work merge different parts at
 * once.
 */
export interface SliceLane<Held extends HeldSlice = HeldSlice> extends SliceReader<Held> {
  /** Makes the staged rows of this part the ones that `merge` merges. @throws CancelledError. */
  select(part: DayPart, signal: AbortSignal | undefined): Promise<void>;
  /**
   * Writes the slice of the selected rows merged into a held one (undefined: the part has none yet) without the rows
   * that yield to others elsewhere if it `loses` them.
   * @throws CancelledError; TenantTrailError `broken-slice`, `out-of-memory`, or why it could not be written.
   */
  merge(part: DayPart, held: Held | undefined, loses: boolean, signal: AbortSignal | undefined): Promise<SliceOutcome>;
  /**
   * Merges parts that have few rows and no slice yet, all at once, which is quicker. Undefined for one that is to be
   * merged by itself. @throws as `merge` does.
   */
  mergeNew?(parts: readonly DayPart[], signal: AbortSignal | undefined): Promise<readonly (SliceOutcome | undefined)[]>;
}

/**
 * What a commit needs of whatever holds the staged rows and reads and writes slices: DuckDB over files, or memory in
 * simulations. The order of calls is `nameTenants`, then for each table `rowsByDay` and `findParts`, then those of a
 * lane for each part; `findParts` again when others changed what it looked at.
 */
export interface SliceWork<Held extends HeldSlice = HeldSlice> extends SliceLane<Held>, SliceProver<Held> {
  /** Lanes that merge beside this one; none when it is absent. */
  readonly furtherLanes?: readonly SliceLane<Held>[];
  /** Sets the tenant of staged rows that name none, unless a slice already holds their key. */
  nameTenants(unnamedTenant: string): Promise<void>;
  /** Staged rows of a table by UTC day, `YYYY-MM-DD`. */
  rowsByDay(table: TableName): Promise<ReadonlyMap<string, number>>;
  /** The parts that a table's staged rows change when the lake is what `state` says. No lane works meanwhile. */
  findParts(table: TableName, state: LedgerState): Promise<FoundParts>;
  /** Frees the memory that reading staged rows took, which grows with their number. No lane works meanwhile. */
  forgetRead?(): Promise<void>;
}

/** Slice work that can take the rows of slices anew. */
export interface RecoveryWork<Held extends HeldSlice = HeldSlice> extends SliceWork<Held> {
  /** Replaces what was staged before by the rows of slices, with all that a merge asks of them. */
  stageSlices(table: TableName, slices: readonly Held[]): Promise<void>;
}

/** What `findParts` found. */
export interface FoundParts {
  /** Each part once, in the order in which they are to be merged. */
  readonly parts: readonly TouchedPart[];
  /** Digests of the slices that were looked through for staged keys at other times, by part, when the lake is as `state` says. */
  readonly searched: (state: LedgerState) => ReadonlyMap<string, string>;
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
  /** Only rows that an answer had shown before this instant. No answer has shown imported rows. */
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
