import { type ErrorCode, TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { Turns } from "../protocol/turns.ts";
import { unassignedTenant } from "../protocol/unassigned-tenant.ts";
import type { Lake } from "./lake.ts";
import { claimParts } from "./ledger/claim.ts";
import type { FailedRead, SliceChange, WindowRead } from "./ledger/ledger-entry.ts";
import type { LedgerState } from "./ledger/ledger-state.ts";
import { inLanes } from "./slices/in-lanes.ts";
import { type SliceName, slicePath } from "./slices/slice.ts";
import type { HeldSlice, InputChange, SliceLane, SliceOutcome, SliceWork, TouchedSlice } from "./slices/slice-work.ts";
import { type Storage, WriteConflict } from "./storage/storage.ts";

/** After so many slices the ledger is told, so that little is left unfinished by a kill. */
const slicesPerEntry = 16;

/** After so many slices memory is given back, for which the lanes wait for each other. */
const slicesPerRest = 4;

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
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CommitProgress) => void;
}

/** What became of the staged rows. */
export interface CommitOutcome {
  readonly counts: readonly (InputChange & { readonly table: TableName })[];
  /** Slices that could not be merged, with the reason; the others were. */
  readonly failed: readonly { readonly slice: SliceName; readonly error: TenantTrailError }[];
}

/**
 * Merges every staged row into its slice, as many slices at once as the work has lanes, and tells the ledger: slices
 * first, then what was read. A cancelled or killed commit leaves whole slices and covers nothing; running it again finishes it.
 */
export async function commitStaged<Held extends HeldSlice>(
  work: SliceWork<Held>,
  lake: Lake<Storage>,
  options: CommitOptions = {},
): Promise<CommitOutcome> {
  await work.nameTenants(options.unnamedTenant ?? unassignedTenant);
  const counts: CommitOutcome["counts"][number][] = [];
  const failed: CommitOutcome["failed"][number][] = [];
  for (const table of tableNames) {
    const days = await work.rowsByDay(table);
    const reads = options.reads?.table === table ? options.reads : undefined;
    if (days.size === 0 && reads === undefined) continue;
    const { signal } = options;
    const before = await lake.state(work, table, signal);
    const claim = (state: LedgerState) => claimParts(state, days, reads?.expectedRowsPerDay);
    const claimed = await lake.append(table, before, claim, signal);
    const outcome = await new TableCommit(work, lake, table, claimed, options).run(days, reads);
    counts.push(...outcome.changes.map((change) => ({ ...change, table })));
    failed.push(...outcome.failed);
  }
  return { counts, failed };
}

type Merged = { readonly outcome: SliceOutcome } | { readonly error: TenantTrailError };

/** The commit of one table's staged rows. Lanes merge at once; the ledger is read and told by one after the other. */
class TableCommit<Held extends HeldSlice> {
  readonly #work: SliceWork<Held>;
  readonly #lake: Lake<Storage>;
  readonly #table: TableName;
  readonly #options: CommitOptions;
  readonly #ledgerTurns = new Turns();
  /** As the last turn left it. */
  #state: LedgerState;
  #untold: SliceChange[] = [];

  constructor(
    work: SliceWork<Held>,
    lake: Lake<Storage>,
    table: TableName,
    state: LedgerState,
    options: CommitOptions,
  ) {
    this.#work = work;
    this.#lake = lake;
    this.#table = table;
    this.#state = state;
    this.#options = options;
  }

  async run(
    days: ReadonlyMap<string, number>,
    reads: CommittedReads | undefined,
  ): Promise<{ changes: readonly InputChange[]; failed: CommitOutcome["failed"] }> {
    const changes: InputChange[] = [];
    const failed: CommitOutcome["failed"][number][] = [];
    try {
      const slices = days.size === 0 ? [] : await this.#work.findSlices(this.#table, this.#state);
      const merged = await this.#mergeAll(slices, days);
      for (const { slice, result } of merged) {
        if ("error" in result) failed.push({ slice, error: result.error });
        else changes.push(...result.outcome.inputs);
      }
    } catch (error) {
      await this.#tell({});
      throw error;
    }
    await this.#tell({
      windows: failed.length === 0 ? (reads?.windows(changes) ?? []) : [],
      failures: reads?.failures ?? [],
    });
    return { changes, failed };
  }

  /** What became of each slice, in the order of the slices. */
  async #mergeAll(
    slices: readonly TouchedSlice[],
    days: ReadonlyMap<string, number>,
  ): Promise<readonly { readonly slice: SliceName; readonly result: Merged }[]> {
    const totalRows = [...days.values()].reduce((sum, rows) => sum + rows, 0);
    const results: { readonly slice: SliceName; readonly result: Merged }[] = [];
    const broken = new Set<string>();
    let mergedRows = 0;
    const lanes = [this.#work, ...(this.#work.furtherLanes ?? [])];
    const mergeNext = async (lane: SliceLane<Held>, { slice, rows, yieldsTo = [] }: TouchedSlice): Promise<void> => {
      if (yieldsTo.some((path) => broken.has(path))) return;
      const result = await this.#mergeOrReport(lane, slice, yieldsTo.length > 0);
      results.push({ slice, result });
      if ("error" in result) broken.add(slicePath(slice));
      if (this.#untold.length >= slicesPerEntry) await this.#tell({}, slicesPerEntry);
      mergedRows += rows;
      this.#options.onProgress?.({ table: this.#table, mergedRows, totalRows });
    };
    const losing = slices.filter(({ yieldsTo }) => yieldsTo !== undefined);
    const gaining = slices.filter(({ yieldsTo }) => yieldsTo === undefined);
    for (let from = 0; from < gaining.length; from += slicesPerRest) {
      if (from > 0) await this.#work.forgetRead?.();
      await inLanes(lanes, gaining.slice(from, from + slicesPerRest), mergeNext);
    }
    // What is merged twice must not be found ahead of the ledger the second time.
    if (losing.length > 0) await this.#tell({});
    await inLanes(
      lanes,
      losing.filter(({ slice }) => !broken.has(slicePath(slice))),
      mergeNext,
    );
    return results.sort((a, b) => (slicePath(a.slice) < slicePath(b.slice) ? -1 : 1));
  }

  /**
   * Records the slices written since the last time, if there are so many, and what was read. Not cancelled: what was
   * written is to be known.
   */
  async #tell(
    reads: { readonly windows?: readonly WindowRead[]; readonly failures?: readonly FailedRead[] },
    fromSlices = 0,
  ): Promise<void> {
    const { windows = [], failures = [] } = reads;
    await this.#ledgerTurns.take(async () => {
      const slices = [...this.#untold];
      if (slices.length < fromSlices || slices.length + windows.length + failures.length === 0) return;
      this.#state = await this.#lake.append(this.#table, this.#state, () => ({
        kind: "commit",
        ...(slices.length > 0 && { slices }),
        ...(windows.length > 0 && { windows: [...windows] }),
        ...(failures.length > 0 && { failures: [...failures] }),
      }));
      this.#untold.splice(0, slices.length);
    });
  }

  async #mergeOrReport(lane: SliceLane<Held>, slice: SliceName, loses: boolean): Promise<Merged> {
    try {
      return { outcome: await this.#merge(lane, slice, loses) };
    } catch (error) {
      const stopsOnlyThisSlice: readonly ErrorCode[] = ["broken-slice", "newer-schema"];
      if (error instanceof TenantTrailError && stopsOnlyThisSlice.includes(error.code)) return { error };
      throw error;
    }
  }

  /** Merges one slice's rows, again when another writer was faster. */
  async #merge(lane: SliceLane<Held>, slice: SliceName, loses: boolean): Promise<SliceOutcome> {
    const { signal } = this.#options;
    const { time } = this.#lake;
    await lane.select(slice, signal);
    for (let attempt = 1; ; attempt += 1) {
      throwIfCancelled(signal);
      const held = await this.#hold(lane, slice);
      try {
        const outcome = await lane.merge(slice, held, loses, signal);
        if (outcome.change !== undefined) this.#untold.push(outcome.change);
        return outcome;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        if (attempt === attempts) throw tooManyWriters(error);
        await time.sleep(time.random() * Math.min(attempt * 20, 500));
      } finally {
        if (held !== undefined) await lane.release(held);
      }
    }
  }

  async #hold(lane: SliceLane<Held>, slice: SliceName): Promise<Held | undefined> {
    return this.#ledgerTurns.take(async () => {
      const { held, state } = await this.#lake.hold(lane, slice, this.#state, this.#options.signal);
      this.#state = state;
      return held;
    });
  }
}

function tooManyWriters(conflict: WriteConflict): TenantTrailError {
  return new TenantTrailError(
    "write-failed",
    `Other writers changed ${conflict.path} ${attempts} times while it was merged. Run it again when they are done.`,
    { cause: conflict },
  );
}
