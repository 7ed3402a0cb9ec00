import { sum } from "../../base/sum.ts";
import { type ErrorCode, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { LeftSlices } from "../../protocol/left-rows.ts";
import type { TableName } from "../../protocol/tables.ts";
import { Turns } from "../../protocol/turns.ts";
import type { Lake } from "../lake.ts";
import { type DayPart, partKey } from "../ledger/day-part.ts";
import type { LedgerNote } from "../ledger/ledger-entry.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import type { HeldSlice, InputChange, SliceLane, SliceWork, TouchedPart } from "../slices/slice-work.ts";
import type { Storage } from "../storage/storage.ts";
import { commitGroups, inBatches } from "./commit-groups.ts";
import type { CommitOptions, CommitOutcome, CommittedReads } from "./commit-options.ts";
import { inLanes } from "./in-lanes.ts";
import {
  anomaliesOf,
  changesOf,
  failuresOf,
  forget,
  inputsOf,
  type MergedGroup,
  type MergedPart,
  stillHolds,
  writtenOf,
} from "./merged-group.ts";
import { sweepReplaced } from "./sweep-replaced.ts";
import { sweepUnnamed } from "./sweep-unnamed.ts";

/** After so many slices the ledger is told, so that little is merged again after a kill. */
const slicesPerEntry = 16;

/** After so many batches memory is given back, for which the lanes wait for each other. */
const batchesPerRest = 4;

/** New parts of so few rows are merged together. */
const fewRows = 500;

const attempts = 50;

type Group = readonly TouchedPart[];

/**
 * The commit of one table's staged rows. Lanes merge at once and write slices that nobody sees; an entry that names
 * them makes them the lake's (design: Writing). It holds only when no part that it changes, and no slice that was looked
 * through for keys at other times, is another than this writer began from: what others overtook is merged again.
 */
export class TableCommit<Held extends HeldSlice> {
  readonly #work: SliceWork<Held>;
  readonly #lake: Lake<Storage>;
  readonly #table: TableName;
  readonly #options: CommitOptions;
  readonly #turns = new Turns();
  readonly #totalRows: number;
  #mergedRows = 0;
  /** As the last entry left it. */
  #state: LedgerState;
  #untold: MergedGroup[] = [];
  readonly #told: MergedGroup[] = [];
  #searchedIn: (state: LedgerState) => ReadonlyMap<string, string> = () => new Map();
  /** The last one of which what was found to be merged is still true. */
  #foundIn: LedgerState;
  /** Other writers changed the state that this commit began from, so what is left must be found again. */
  #isOvertaken = false;
  /** When the last slice was written, by the storage's clock. */
  #writtenMs: number | undefined;

  /** @param days the staged rows of each day. */
  constructor(
    work: SliceWork<Held>,
    lake: Lake<Storage>,
    table: TableName,
    state: LedgerState,
    days: ReadonlyMap<string, number>,
    options: CommitOptions,
  ) {
    this.#work = work;
    this.#lake = lake;
    this.#table = table;
    this.#state = state;
    this.#foundIn = state;
    this.#totalRows = sum(days.values(), (rows) => rows);
    this.#options = options;
  }

  async run(reads: CommittedReads | undefined): Promise<{
    readonly changes: readonly InputChange[];
    readonly failed: CommitOutcome["failed"];
    readonly left: LeftSlices | undefined;
  }> {
    const before = this.#state;
    try {
      for (let attempt = 1; ; attempt += 1) {
        await this.#mergeAll(await this.#findGroups());
        await this.#tell({ isLast: true, reads });
        if (!this.#isOvertaken) break;
        if (attempt === attempts) throw tooManyWriters(this.#table);
        await this.#lake.time.sleep(this.#lake.time.random() * Math.min(attempt * 20, 500));
        throwIfCancelled(this.#options.signal);
      }
    } catch (error) {
      await this.#tell();
      throw error;
    }
    const left = await sweepUnnamed(this.#work, this.#lake, this.#table, before, this.#state, this.#options.signal);
    const parts = this.#told
      .flatMap((group) => group.parts)
      .sort((a, b) => (partKey(a.part) < partKey(b.part) ? -1 : 1));
    const all = { parts, sinceMs: 0 };
    return { changes: inputsOf(all), failed: failuresOf(all), left };
  }

  /** What is left to be merged into the present lake. */
  async #findGroups(): Promise<readonly Group[]> {
    this.#isOvertaken = false;
    if (this.#totalRows === 0) return [];
    const found = await this.#work.findParts(this.#table, this.#state);
    this.#searchedIn = found.searched;
    this.#foundIn = this.#state;
    const done = new Set(this.#told.flatMap(({ parts }) => parts.map(({ part }) => partKey(part))));
    const isLeft = ({ part, gainsMoved, yieldsTo }: TouchedPart): boolean =>
      gainsMoved === true || yieldsTo !== undefined || !done.has(partKey(part));
    return commitGroups(found.parts).filter((group) => group.some(isLeft));
  }

  async #mergeAll(groups: readonly Group[]): Promise<void> {
    const lanes = [this.#work, ...(this.#work.furtherLanes ?? [])];
    const batches = inBatches(groups, (group) => this.#isNewAndSmall(group), lanes.length);
    for (let from = 0; from < batches.length && !this.#isOvertaken; from += batchesPerRest) {
      if (from > 0) await this.#work.forgetRead?.();
      await inLanes(lanes, batches.slice(from, from + batchesPerRest), async (lane, batch) => {
        // Not after the last: that is told with what was read.
        if (this.#untold.flatMap(writtenOf).length >= slicesPerEntry) await this.#tell();
        for (const group of await this.#mergeNew(lane, batch)) this.#untold.push(await this.#mergeGroup(lane, group));
      });
    }
  }

  #isNewAndSmall(group: Group): boolean {
    const [touched, more] = group;
    if (touched === undefined || more !== undefined) return false;
    const { part, rows, gainsMoved, yieldsTo } = touched;
    const isPlain = gainsMoved === undefined && yieldsTo === undefined && rows <= fewRows;
    return isPlain && !this.#state.slices.has(partKey(part));
  }

  /** Merges those of a batch that can be merged together, and answers the others. */
  async #mergeNew(lane: SliceLane<Held>, batch: readonly Group[]): Promise<readonly Group[]> {
    const { signal } = this.#options;
    throwIfCancelled(signal);
    if (batch.length < 2 || lane.mergeNew === undefined) return batch;
    const sinceMs = this.#lake.time.now();
    const touched = batch.flat();
    const outcomes = await lane.mergeNew(
      touched.map(({ part }) => part),
      signal,
    );
    const others: Group[] = [];
    for (const [index, each] of touched.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) {
        others.push([each]);
        continue;
      }
      const merged = { part: each.part, before: null, outcome: { ...outcome, anomaly: undefined } };
      this.#untold.push({ parts: [merged], sinceMs });
      this.#report(each.rows);
    }
    return others;
  }

  async #mergeGroup(lane: SliceLane<Held>, group: Group): Promise<MergedGroup> {
    const sinceMs = this.#lake.time.now();
    const merged = new Map<string, MergedPart>();
    const isBroken = (key: string): boolean => "error" in (merged.get(key)?.outcome ?? {});
    const asGroup = (): MergedGroup => ({ parts: [...merged.values()], sinceMs });
    try {
      for (const { part, rows, yieldsTo = [] } of group) {
        const loses = yieldsTo.length > 0 && !yieldsTo.some(isBroken);
        merged.set(partKey(part), await this.#mergeOrReport(lane, part, loses));
        this.#report(rows);
      }
      // Rows that were to yield to rows of a part that could not be merged stay: an event held twice is better than a
      // lost one.
      for (const { part, yieldsTo = [] } of group.filter(({ part }) => !isBroken(partKey(part))))
        if (yieldsTo.some(isBroken)) {
          await forget({ parts: [merged.get(partKey(part)) ?? []].flat(), sinceMs });
          merged.set(partKey(part), await this.#mergeOrReport(lane, part, false));
        }
      return asGroup();
    } catch (error) {
      await forget(asGroup());
      throw error;
    }
  }

  #report(rows: number): void {
    const totalRows = this.#totalRows;
    this.#mergedRows = Math.min(this.#mergedRows + rows, totalRows);
    this.#options.onProgress?.({ table: this.#table, mergedRows: this.#mergedRows, totalRows });
  }

  async #mergeOrReport(lane: SliceLane<Held>, part: DayPart, loses: boolean): Promise<MergedPart> {
    const { signal } = this.#options;
    throwIfCancelled(signal);
    const known = this.#state.slices.get(partKey(part));
    const before = known?.sha256 ?? null;
    let held: Held | undefined;
    try {
      await lane.select(part, signal);
      held = known && (await lane.hold(known.path));
      const { written, inputs } = await lane.merge(part, held, loses, signal);
      const found = held?.sha256 ?? null;
      const anomaly =
        known === undefined || found === before ? undefined : { path: known.path, expected: before, found };
      return { part, before, outcome: { inputs, written, anomaly } };
    } catch (error) {
      const stopsOnlyThisPart: readonly ErrorCode[] = ["broken-slice", "newer-schema", "out-of-memory"];
      if (error instanceof TenantTrailError && stopsOnlyThisPart.includes(error.code))
        return { part, before, outcome: { error } };
      throw error;
    } finally {
      await held?.release?.();
    }
  }

  /**
   * Appends an entry for the groups that are written. With `reads`, the entry also says what was read, if it completes
   * the commit. It is not cancelled, because the ledger must know what was written. Groups that other writers overtook
   * are dropped and merged again. The last append of a commit sweeps first, and its entry says so.
   */
  async #tell({ isLast = false, reads }: { isLast?: boolean; reads?: CommittedReads | undefined } = {}): Promise<void> {
    await this.#turns.take(async () => {
      const groups = this.#untold.splice(0);
      try {
        for (const { writtenMs } of groups.flatMap(writtenOf))
          if (writtenMs !== null) this.#writtenMs = Math.max(this.#writtenMs ?? writtenMs, writtenMs);
        const sweptTo = isLast ? await this.#sweep() : undefined;
        await this.#ensure(groups);
        let told: readonly MergedGroup[] = [];
        let isFoundStill = true;
        this.#state = await this.#lake.append(this.#table, this.#state, (newest) => {
          isFoundStill = this.#isFoundIn(newest);
          told = isFoundStill ? groups.filter((group) => stillHolds(group, newest)) : [];
          if (!isFoundStill || told.length < groups.length) this.#isOvertaken = true;
          return this.#noteOf(told, newest, this.#isOvertaken ? undefined : reads, sweptTo);
        });
        if (isFoundStill) this.#foundIn = this.#state;
        this.#told.push(...told);
        await this.#ensure(told);
      } finally {
        for (const group of groups) await forget(group);
      }
    });
  }

  async #sweep(): Promise<number | undefined> {
    return this.#writtenMs && (await sweepReplaced(this.#lake, this.#table, this.#state, this.#writtenMs));
  }

  /** Whether a search of the slices for staged keys would find what it found before. */
  #isFoundIn(newest: LedgerState): boolean {
    if (newest === this.#foundIn) return true;
    const [before, now] = [this.#searchedIn(this.#foundIn), this.#searchedIn(newest)];
    return before.size === now.size && [...now].every(([key, sha256]) => before.get(key) === sha256);
  }

  #noteOf(
    told: readonly MergedGroup[],
    newest: LedgerState,
    reads: CommittedReads | undefined,
    sweptTo: number | undefined,
  ): LedgerNote | undefined {
    const slices = told.flatMap(changesOf);
    const anomalies = told.flatMap((group) => anomaliesOf(group, newest));
    const all = [...this.#told, ...told];
    const isWhole = all.every((group) => failuresOf(group).length === 0);
    const windows = reads && isWhole ? reads.windows(all.flatMap(inputsOf)) : [];
    const failures = reads?.failures ?? [];
    if (slices.length + anomalies.length + windows.length + failures.length === 0) return undefined;
    return {
      kind: "commit",
      ...(slices.length > 0 && { slices }),
      ...(windows.length > 0 && { windows: [...windows] }),
      ...(failures.length > 0 && { failures: [...failures] }),
      ...(anomalies.length > 0 && { anomalies }),
      ...(sweptTo !== undefined && { sweptTo }),
    };
  }

  /**
   * Writes slices again that may have been swept: those of a writer that was held up for longer than the grace period,
   * and those that lay there already, of which nobody knows the age. It is called before and after the entry that names
   * them.
   */
  async #ensure(groups: readonly MergedGroup[]): Promise<void> {
    const { time, graceMs } = this.#lake;
    const doubtful = groups.flatMap((group) => {
      const isOld = time.now() - group.sinceMs > graceMs;
      return writtenOf(group).filter(({ writtenMs }) => isOld || writtenMs === null);
    });
    await Promise.all(doubtful.map((written) => written.ensure()));
  }
}

function tooManyWriters(table: TableName): TenantTrailError {
  return new TenantTrailError(
    "write-failed",
    `Other writers changed ${table} ${attempts} times while it was merged. Run it again when they are done.`,
  );
}
