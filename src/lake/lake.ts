import { type TableName, tableNames } from "../protocol/tables.ts";
import { type LakeTime, systemTime } from "./ledger/lake-time.ts";
import { Ledger } from "./ledger/ledger.ts";
import type { LedgerNote, SliceChange } from "./ledger/ledger-entry.ts";
import type { LedgerState } from "./ledger/ledger-state.ts";
import { rebuildNote } from "./rebuild.ts";
import { partKey, type SliceName, slicePath } from "./slices/slice.ts";
import type { HeldSlice, SliceReader } from "./slices/slice-work.ts";
import { type FileStorage, type Storage, WriteConflict } from "./storage/storage.ts";

/** A lake: slices in a storage, and for each table the ledger that says what they are. */
export class Lake<Stored extends Storage = FileStorage> {
  readonly storage: Stored;
  readonly time: LakeTime;
  readonly #ledgers: ReadonlyMap<TableName, Ledger>;

  constructor(storage: Stored, time: LakeTime = systemTime) {
    this.storage = storage;
    this.time = time;
    this.#ledgers = new Map(tableNames.map((table) => [table, new Ledger(storage, table, time)]));
  }

  /** A table's ledger, which keeps its fold for all who use this lake. */
  ledger(table: TableName): Ledger {
    return this.#ledgers.get(table) ?? new Ledger(this.storage, table, this.time);
  }

  /** The newest fold of a table's ledger; a damaged one is rebuilt from the slices first. */
  async state<Held extends HeldSlice>(
    reader: SliceReader<Held>,
    table: TableName,
    signal?: AbortSignal,
  ): Promise<LedgerState> {
    const ledger = this.ledger(table);
    for (;;) {
      const reading = await ledger.read(signal);
      if (reading.damage === undefined) return reading.state;
      const note = await rebuildNote(reader, this.storage, table, reading, signal);
      try {
        return await ledger.restart(reading, note);
      } catch (error) {
        // Another writer rebuilt it, or appended without knowing of the damage.
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
  }

  async append(
    table: TableName,
    from: LedgerState,
    note: (state: LedgerState) => LedgerNote | undefined,
    signal?: AbortSignal,
  ): Promise<LedgerState> {
    return this.ledger(table).append(from, note, signal);
  }

  /**
   * Takes a slice for merging and brings the ledger up to it: an unfinished commit is adopted, any other difference
   * is recorded for good (design: The ledger).
   */
  async hold<Held extends HeldSlice>(
    reader: SliceReader<Held>,
    slice: SliceName,
    from: LedgerState,
    signal?: AbortSignal,
  ): Promise<{ held: Held | undefined; state: LedgerState }> {
    const path = slicePath(slice);
    const held = await reader.hold(slice);
    let state = from;
    if (agrees(state, slice, held)) return { held, state };
    try {
      state = await this.state(reader, slice.table, signal);
      if (agrees(state, slice, held)) return { held, state };
      const change = held && foundChange(path, held, await reader.contents(held));
      state = await this.append(slice.table, state, (newest) => differenceNote(newest, slice, held, change), signal);
      return { held, state };
    } catch (error) {
      if (held !== undefined) await reader.release(held);
      throw error;
    }
  }
}

function foundChange(
  path: string,
  held: HeldSlice,
  contents: Pick<SliceChange, "rows" | "tenants" | "approximate">,
): Omit<SliceChange, "before"> {
  return { path, after: held.sha256, bytes: held.bytes, ...contents, added: 0, updated: 0, late: 0 };
}

function agrees(state: LedgerState, slice: SliceName, held: HeldSlice | undefined): boolean {
  return state.slices.get(partKey(slice))?.sha256 === held?.sha256;
}

/** What the ledger must say so that it agrees with the slice that was found. */
function differenceNote(
  state: LedgerState,
  slice: SliceName,
  held: HeldSlice | undefined,
  change: Omit<SliceChange, "before"> | undefined,
): LedgerNote | undefined {
  const path = slicePath(slice);
  const recorded = state.slices.get(partKey(slice));
  const known = recorded?.sha256 ?? null;
  if (known === (held?.sha256 ?? null)) return undefined;
  // Another writer replaced and recorded it since it was held; if somebody put it back, the next write shows it.
  if (held !== undefined && recorded?.earlier.includes(held.sha256)) return undefined;
  if (held === undefined || change === undefined) {
    const reported = state.anomalies.some(
      (seen) => seen.path === path && seen.expected === known && seen.found === null,
    );
    return reported ? undefined : { kind: "adopt", anomalies: [{ path, expected: known, found: null }] };
  }
  const slices = [{ ...change, before: known }];
  if (held.parent === known) return { kind: "adopt", slices };
  return { kind: "adopt", slices, anomalies: [{ path, expected: known, found: held.sha256 }] };
}
