import { hourMs } from "../base/time-units.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { type LakeTime, systemTime } from "./ledger/lake-time.ts";
import { Ledger } from "./ledger/ledger.ts";
import type { LedgerNote } from "./ledger/ledger-entry.ts";
import type { LedgerState } from "./ledger/ledger-state.ts";
import { rebuildNote } from "./rebuild.ts";
import type { HeldSlice, SliceReader } from "./slices/slice-work.ts";
import { type FileStorage, type Storage, WriteConflict } from "./storage/storage.ts";

/** How long a slice that was replaced can still be read, unless the lake is given another time. */
export const defaultGraceMs = hourMs;

export interface LakeOptions {
  /** How long a slice that was replaced can still be read. Default: an hour. */
  readonly graceMs?: number;
  /** The address by which Athena reads a path. Default: Athena does not read this lake. */
  readonly addressOf?: (path: string) => string;
}

/** A lake: slices in a storage, and for each table the ledger that says what they are. */
export class Lake<Stored extends Storage = FileStorage> {
  readonly storage: Stored;
  readonly time: LakeTime;
  readonly graceMs: number;
  readonly addressOf: LakeOptions["addressOf"];
  readonly #ledgers: ReadonlyMap<TableName, Ledger>;

  constructor(storage: Stored, time: LakeTime = systemTime, options: LakeOptions = {}) {
    this.storage = storage;
    this.time = time;
    this.graceMs = options.graceMs ?? defaultGraceMs;
    this.addressOf = options.addressOf;
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
}
