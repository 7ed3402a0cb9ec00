import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableName } from "../protocol/tables.ts";
import { Ledger } from "./ledger.ts";
import type { LedgerNote, SliceChange } from "./ledger-entry.ts";
import type { LedgerState } from "./ledger-state.ts";
import { rebuildNote } from "./rebuild.ts";
import { type SliceName, slicePath } from "./slice.ts";
import { type HeldSlice, holdSlice, readContents } from "./slice-writer.ts";
import type { FileStorage } from "./storage.ts";

/** A lake: slices in a storage, and for each table the ledger that says what they are. */
export class Lake {
  readonly storage: FileStorage;
  readonly #now: () => Date;

  constructor(storage: FileStorage, now: () => Date = () => new Date()) {
    this.storage = storage;
    this.#now = now;
  }

  ledger(table: TableName): Ledger {
    return new Ledger(this.storage, table, this.#now);
  }

  /** The newest fold of a table's ledger; a damaged one is rebuilt from the slices first. */
  async state(connection: DuckDBConnection, table: TableName, signal?: AbortSignal): Promise<LedgerState> {
    const ledger = this.ledger(table);
    const reading = await ledger.read(signal);
    if (reading.damage === undefined) return reading.state;
    const note = await rebuildNote(connection, this.storage, table, reading, signal);
    return ledger.restart(reading, note);
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
  async hold(
    connection: DuckDBConnection,
    slice: SliceName,
    from: LedgerState,
    signal?: AbortSignal,
  ): Promise<{ held: HeldSlice | undefined; state: LedgerState }> {
    const path = slicePath(slice);
    const held = await holdSlice(connection, this.storage, slice);
    let state = from;
    if (agrees(state, path, held)) return { held, state };
    try {
      state = await this.state(connection, slice.table, signal);
      if (agrees(state, path, held)) return { held, state };
      const change = held && (await this.#found(connection, path, held));
      state = await this.append(slice.table, state, (newest) => differenceNote(newest, path, held, change), signal);
      return { held, state };
    } catch (error) {
      if (held !== undefined) await rm(held.file, { force: true });
      throw error;
    }
  }

  async #found(connection: DuckDBConnection, path: string, held: HeldSlice): Promise<Omit<SliceChange, "before">> {
    const object = await this.storage.head(path);
    const contents = await readContents(connection, held.file);
    return { path, after: held.sha256, bytes: object?.bytes ?? 0, ...contents, added: 0, updated: 0, late: 0 };
  }
}

function agrees(state: LedgerState, path: string, held: HeldSlice | undefined): boolean {
  return state.slices.get(path)?.sha256 === held?.sha256;
}

/** What the ledger must say so that it agrees with the slice that was found. */
function differenceNote(
  state: LedgerState,
  path: string,
  held: HeldSlice | undefined,
  change: Omit<SliceChange, "before"> | undefined,
): LedgerNote | undefined {
  const known = state.slices.get(path)?.sha256 ?? null;
  if (known === (held?.sha256 ?? null)) return undefined;
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
