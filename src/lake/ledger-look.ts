import { createHash } from "node:crypto";
import { Database } from "../duckdb/database.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import type { Lake } from "./lake.ts";
import type { LedgerReading } from "./ledger/ledger-reader.ts";
import { foldEntry, type LedgerState } from "./ledger/ledger-state.ts";
import { rebuildNote } from "./rebuild.ts";
import { SliceLook } from "./slices/slice-look.ts";
import { type LeftSlice, UnnamedLook } from "./unnamed/unnamed-look.ts";

/** What a table's ledger says, or, where it is damaged, its slices. */
export interface Looked {
  readonly state: LedgerState;
  /** The path of the first damaged or missing entry. Coverage is then unknown. */
  readonly damage?: string;
}

/**
 * Reads ledgers for whoever only looks: one that is damaged or lost is rebuilt from the slices in memory, and nothing is
 * written.
 */
export class LedgerLook {
  readonly lake: Lake;
  readonly #rebuilt = new Map<TableName, { readonly of: string; readonly looked: Looked }>();

  readonly #unnamed: UnnamedLook;

  constructor(lake: Lake) {
    this.lake = lake;
    this.#unnamed = new UnnamedLook(lake.storage, lake.time);
  }

  /** Every table's, or that of the chosen ones, as `read` answers it. */
  async readAll(
    signal?: AbortSignal,
    chosen: readonly TableName[] = tableNames,
  ): Promise<ReadonlyMap<TableName, Looked>> {
    return new Map(await Promise.all(chosen.map(async (table) => [table, await this.read(table, signal)] as const)));
  }

  /** @throws TenantTrailError `lake-missing`, `unsafe-lake`, `read-failed`; CancelledError. */
  async read(table: TableName, signal?: AbortSignal): Promise<Looked> {
    const reading = await this.lake.ledger(table).read(signal);
    return reading.damage === undefined ? { state: reading.state } : this.#rebuild(table, reading, signal);
  }

  /**
   * Slices that tables' ledgers do not name and whose rows they do not hold: what a killed writer left, or what entries
   * had named that are gone. None of a table whose ledger is damaged, for then rows are counted from the slices.
   * @param looking what `readAll` answers, for example while it is read.
   * @param maxAgeMs how old what is known of the folders may be, milliseconds.
   * @throws as `read` does.
   */
  async left(
    looking: Promise<ReadonlyMap<TableName, Looked>>,
    tables: readonly TableName[],
    maxAgeMs: number,
    signal?: AbortSignal,
  ): Promise<readonly LeftSlice[]> {
    const readAgain = (table: TableName) => this.lake.ledger(table).read(signal);
    return this.#unnamed.left(tables, looking, readAgain, maxAgeMs, signal);
  }

  /** As `read`, from the first entry on and without any cache. */
  async readWhole(table: TableName, signal?: AbortSignal): Promise<Looked> {
    const reading = await this.lake.ledger(table).readWhole(signal);
    return reading.damage === undefined ? { state: reading.state } : this.#rebuild(table, reading, signal);
  }

  async #rebuild(table: TableName, reading: LedgerReading, signal: AbortSignal | undefined): Promise<Looked> {
    const of = await this.#fingerprint(table, reading, signal);
    const rebuilt = this.#rebuilt.get(table);
    if (rebuilt?.of === of) return rebuilt.looked;
    const { storage, time } = this.lake;
    const database = await Database.open({ memoryLimit: "200MB", threads: 1 });
    try {
      const note = await database.use((connection) =>
        rebuildNote(new SliceLook(connection, storage), storage, table, reading, signal),
      );
      const entry = { n: reading.last + 1, previous: null, at: new Date(time.now()).toISOString(), ...note };
      const looked = { state: foldEntry(reading.state, entry, of), ...damageOf(reading) };
      this.#rebuilt.set(table, { of, looked });
      return looked;
    } finally {
      database.close();
    }
  }

  /** Another one when the ledger's end or any slice is another. */
  async #fingerprint(table: TableName, reading: LedgerReading, signal: AbortSignal | undefined): Promise<string> {
    const slices = await this.lake.storage.list(`${table}/`, { signal });
    const versions = slices.map(({ path, version }) => `${path} ${version}`).sort();
    const seen = [reading.damage, reading.last, reading.state.head, versions];
    return createHash("sha256").update(JSON.stringify(seen)).digest("hex");
  }
}

function damageOf({ damage }: LedgerReading): Pick<Looked, "damage"> {
  return damage === undefined ? {} : { damage };
}
