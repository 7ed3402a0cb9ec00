import type { LackedRow } from "../../lake/ledger/lacked-rows.ts";
import type { FailedRead, WindowRead } from "../../lake/ledger/ledger-entry.ts";
import type { LedgerState } from "../../lake/ledger/ledger-state.ts";
import type { HeldRow, HeldRowsQuestion } from "../../lake/slices/slice-work.ts";
import type { StagedRow } from "../../lake/slices/staging.ts";
import type { SourceId, TenantSettings, UnsubscribedStretch } from "../../protocol/collector.ts";
import type { TableName } from "../../protocol/tables.ts";

/** What became of the rows of one `StagedRow.input`. */
export interface InputCounts {
  readonly added: number;
  readonly updated: number;
  readonly late: number;
}

/** Rows of one table, and the windows whose last rows are among them. */
export interface Batch {
  readonly table: TableName;
  readonly rows: readonly StagedRow[];
  /** Request ids by `StagedRow.input`. */
  readonly inputs: ReadonlyMap<number, string>;
  /** What the ledger is told once the rows are merged: the windows that are covered now. */
  readonly windows: (counts: ReadonlyMap<number, InputCounts>) => readonly WindowRead[];
  readonly failures: readonly FailedRead[];
  /** How many rows a day of this table is expected to have, for the part count of new days. */
  readonly expectedRowsPerDay: number;
}

export interface BatchOutcome {
  /** By `StagedRow.input`; an input none of whose rows changed anything may be absent. */
  readonly counts: ReadonlyMap<number, InputCounts>;
  /** Slices that could not be merged; when there are any, no window was told. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
  /** Sentences about the lake that a person should know. */
  readonly warnings?: readonly string[];
}

/** What the lake knows of a read that has ended. */
export interface Comparison {
  /** Held rows that it did not show. */
  readonly notShown: readonly HeldRow[];
  /** What earlier reads of the source lacked. */
  readonly lackedBefore: readonly LackedRow[];
}

/** A record that is no event of its table, as it came. */
export interface RejectedText {
  /** 1-based position in its answer. */
  readonly line: number;
  /** A clause that goes on from "the record …". */
  readonly reason: string;
  readonly text: string;
}

/** The lake as the collector uses it: DuckDB over files, or memory in simulations. */
export interface CollectLake {
  state(table: TableName, signal?: AbortSignal): Promise<LedgerState>;
  /**
   * Merges the rows, then tells the ledger of the windows. Batches with rows are given one after the other; one without
   * only tells the ledger, and may be given while rows of another table are merged.
   */
  commit(batch: Batch): Promise<BatchOutcome>;
  /**
   * Compares a read with the rows that the lake holds of its source in its stretch.
   * @throws TenantTrailError `broken-slice` when those cannot be read.
   */
  compare(source: SourceId, question: HeldRowsQuestion, isShown: (key: string) => boolean): Promise<Comparison>;
  /** Keeps what spares the next run to read what this one read and wrote of the ledgers. */
  keepCheckpoints(): Promise<void>;
  /** Remembers what was found out about the tenant, for example a floor. */
  saveTenant(settings: TenantSettings): Promise<void>;
  /**
   * Takes one of a tenant's audit searches of 24 hours.
   * @returns undefined when it was taken; else when the next one is free, milliseconds since 1970.
   */
  takeSearch(tenantId: string, nowMs: number): Promise<number | undefined>;
  /**
   * Keeps that no subscription to a content type ran in a stretch.
   * @returns the stretches of the content type that the lake knows now.
   */
  keepUnsubscribed(
    settings: TenantSettings,
    source: SourceId,
    stretch: UnsubscribedStretch,
  ): Promise<readonly UnsubscribedStretch[]>;
  /** All stretches without a subscription that the lake knows now; undefined when it knows of none. */
  unsubscribed(tenantId: string): Promise<TenantSettings["unsubscribed"]>;
  /** Keeps records where a person can look at them, mend and import them; answers the file, if there is one. */
  reject(source: SourceId, rejected: readonly RejectedText[]): Promise<string | undefined>;
}
