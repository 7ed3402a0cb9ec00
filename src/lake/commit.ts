import { type ErrorCode, TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { claimParts } from "./claim.ts";
import type { Lake } from "./lake.ts";
import type { FailedRead, SliceChange, WindowRead } from "./ledger-entry.ts";
import type { LedgerState } from "./ledger-state.ts";
import type { SliceName } from "./slice.ts";
import type { HeldSlice, InputChange, SliceOutcome, SliceWork } from "./slice-work.ts";
import { type Storage, WriteConflict } from "./storage.ts";
import { unassignedTenant } from "./unassigned-tenant.ts";

/** After so many slices the ledger is told, so that little is left unfinished by a kill. */
const slicesPerEntry = 16;

const attempts = 50;

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
  /** A day of this table is expected to have so many rows; 0 when nothing is known. */
  readonly expectedRowsPerDay: number;
}

export interface CommitOptions {
  /** Whose the rows are that name no tenant, unless the lake already holds their key. */
  readonly unnamedTenant?: string;
  readonly reads?: CommittedReads;
  /** The state of `reads.table` after an earlier commit, so that only what came since is read. */
  readonly known?: LedgerState;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CommitProgress) => void;
}

/** What became of the staged rows. */
export interface CommitOutcome {
  readonly counts: readonly (InputChange & { readonly table: TableName })[];
  /** Slices that could not be merged, with the reason; the others were. */
  readonly failed: readonly { readonly slice: SliceName; readonly error: TenantTrailError }[];
  /** Of the tables with staged rows, and of `reads.table`. */
  readonly states: ReadonlyMap<TableName, LedgerState>;
}

/**
 * Merges every staged row into its slice, slice by slice, and tells the ledger: slices first, then what was read. A
 * cancelled or killed commit leaves whole slices and covers nothing; running it again finishes it.
 */
export async function commitStaged<Held extends HeldSlice>(
  work: SliceWork<Held>,
  lake: Lake<Storage>,
  options: CommitOptions = {},
): Promise<CommitOutcome> {
  await work.nameTenants(options.unnamedTenant ?? unassignedTenant);
  const counts: CommitOutcome["counts"][number][] = [];
  const failed: CommitOutcome["failed"][number][] = [];
  const states = new Map<TableName, LedgerState>();
  for (const table of tableNames) {
    const days = await work.rowsByDay(table);
    const reads = options.reads?.table === table ? options.reads : undefined;
    if (days.size === 0 && reads === undefined) continue;
    const outcome = await new TableCommit(work, lake, table, options).run(days, reads);
    counts.push(...outcome.changes.map((change) => ({ ...change, table })));
    failed.push(...outcome.failed);
    states.set(table, outcome.state);
  }
  return { counts, failed, states };
}

/** The commit of one table's staged rows. */
class TableCommit<Held extends HeldSlice> {
  readonly #work: SliceWork<Held>;
  readonly #lake: Lake<Storage>;
  readonly #table: TableName;
  readonly #options: CommitOptions;
  #untold: SliceChange[] = [];

  constructor(work: SliceWork<Held>, lake: Lake<Storage>, table: TableName, options: CommitOptions) {
    this.#work = work;
    this.#lake = lake;
    this.#table = table;
    this.#options = options;
  }

  async run(
    days: ReadonlyMap<string, number>,
    reads: CommittedReads | undefined,
  ): Promise<{ changes: readonly InputChange[]; failed: CommitOutcome["failed"]; state: LedgerState }> {
    const { signal, known } = this.#options;
    const before = await this.#lake.state(this.#work, this.#table, signal, reads && known);
    const claim = (state: LedgerState) => claimParts(state, days, reads?.expectedRowsPerDay);
    let state = await this.#lake.append(this.#table, before, claim, signal);
    const changes: InputChange[] = [];
    const failed: CommitOutcome["failed"][number][] = [];
    const totalRows = [...days.values()].reduce((sum, rows) => sum + rows, 0);
    let mergedRows = 0;
    try {
      for (const { slice, rows } of days.size === 0 ? [] : await this.#work.findSlices(this.#table, state)) {
        const merged = await this.#mergeOrReport(slice, state);
        if ("error" in merged) failed.push({ slice, error: merged.error });
        else {
          state = merged.state;
          changes.push(...merged.outcome.inputs);
        }
        if (this.#untold.length >= slicesPerEntry) state = await this.#tell(state, {});
        mergedRows += rows;
        this.#options.onProgress?.({ table: this.#table, mergedRows, totalRows });
      }
    } catch (error) {
      await this.#tell(state, {});
      throw error;
    }
    state = await this.#tell(state, {
      windows: failed.length === 0 ? (reads?.windows(changes) ?? []) : [],
      failures: reads?.failures ?? [],
    });
    return { changes, failed, state };
  }

  /** Records the slices written since the last time, and what was read. Not cancelled: what was written is to be known. */
  async #tell(
    state: LedgerState,
    reads: { readonly windows?: readonly WindowRead[]; readonly failures?: readonly FailedRead[] },
  ): Promise<LedgerState> {
    const { windows = [], failures = [] } = reads;
    const slices = this.#untold;
    if (slices.length + windows.length + failures.length === 0) return state;
    const told = await this.#lake.append(this.#table, state, () => ({
      kind: "commit",
      ...(slices.length > 0 && { slices }),
      ...(windows.length > 0 && { windows: [...windows] }),
      ...(failures.length > 0 && { failures: [...failures] }),
    }));
    this.#untold = [];
    return told;
  }

  async #mergeOrReport(
    slice: SliceName,
    state: LedgerState,
  ): Promise<{ outcome: SliceOutcome; state: LedgerState } | { error: TenantTrailError }> {
    try {
      return await this.#merge(slice, state);
    } catch (error) {
      const stopsOnlyThisSlice: readonly ErrorCode[] = ["broken-slice", "newer-schema"];
      if (error instanceof TenantTrailError && stopsOnlyThisSlice.includes(error.code)) return { error };
      throw error;
    }
  }

  /** Merges one slice's rows, again when another writer was faster. */
  async #merge(slice: SliceName, from: LedgerState): Promise<{ outcome: SliceOutcome; state: LedgerState }> {
    const { signal } = this.#options;
    const { time } = this.#lake;
    await this.#work.select(slice, signal);
    let known = from;
    for (let attempt = 1; ; attempt += 1) {
      throwIfCancelled(signal);
      const { held, state } = await this.#lake.hold(this.#work, slice, known, signal);
      known = state;
      try {
        const outcome = await this.#work.merge(slice, held, signal);
        if (outcome.change !== undefined) this.#untold.push(outcome.change);
        return { outcome, state };
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        if (attempt === attempts) throw tooManyWriters(error);
        await time.sleep(time.random() * Math.min(attempt * 20, 500));
      } finally {
        if (held !== undefined) await this.#work.release(held);
      }
    }
  }
}

function tooManyWriters(conflict: WriteConflict): TenantTrailError {
  return new TenantTrailError(
    "write-failed",
    `Other writers changed ${conflict.path} ${attempts} times while it was merged. Run it again when they are done.`,
    { cause: conflict },
  );
}
