import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../src/duckdb/database.ts";
import { parseSlicePath } from "../../src/lake/ledger/slice-path.ts";
import { DuckDBSliceWork } from "../../src/lake/slices/duckdb-slice-work.ts";
import type { HeldFile } from "../../src/lake/slices/held-file.ts";
import { withWorkDatabase } from "../../src/lake/slices/work-database.ts";
import { FolderStorage } from "../../src/lake/storage/folder-storage.ts";
import type { Random } from "../../src/sample-tenant/random.ts";
import type { Ground, GroundView } from "./ground.ts";
import type { Invariants } from "./oracle/invariants.ts";
import type { SimulatedProcess } from "./processes/simulated-process.ts";
import type { VirtualTime } from "./processes/virtual-time.ts";
import { OutsideWork } from "./slices/outside-work.ts";
import { seenParquet } from "./slices/parquet-slice.ts";
import { FaultyFileStorage } from "./storage/faulty-file-storage.ts";
import type { StorageMood } from "./storage/faulty-storage.ts";

/** Two processes at the same time, an import, one that is suspended and one who looks. */
const connections = 5;
const observer = connections - 1;

/** A folder of Parquet slices that DuckDB merges: what the product does, in virtual time. */
export class FolderGround implements Ground<HeldFile> {
  readonly storage: FolderStorage;
  readonly #time: VirtualTime;
  readonly #invariants: Invariants;
  readonly #connections: readonly DuckDBConnection[];
  /** When each object was written, in virtual time. */
  readonly #written = new Map<string, number>();

  private constructor(
    storage: FolderStorage,
    time: VirtualTime,
    invariants: Invariants,
    connections: readonly DuckDBConnection[],
  ) {
    this.storage = storage;
    this.#time = time;
    this.#invariants = invariants;
    this.#connections = connections;
  }

  /** Makes the ground in a folder for as long as `live` lasts. */
  static async with<T>(
    folder: string,
    time: VirtualTime,
    invariants: Invariants,
    live: (ground: FolderGround) => Promise<T>,
  ): Promise<T> {
    const storage = new FolderStorage(folder);
    const open = (opened: readonly DuckDBConnection[]): Promise<T> =>
      opened.length === connections
        ? live(new FolderGround(storage, time, invariants, opened))
        : withWorkDatabase(storage, (connection) => open([...opened, connection]));
    return open([]);
  }

  view(process: SimulatedProcess, mood: StorageMood, random: Random, slot: number): GroundView<HeldFile> {
    const storage = new FaultyFileStorage(this.storage, {
      process,
      mood,
      random,
      time: this.#time,
      onWrite: (path) => this.#observe(path),
      onRemove: (path) => this.#invariants.removed(path),
      writtenMs: (path) => this.#written.get(path) ?? this.#time.now(),
    });
    return { storage, work: new OutsideWork(new DuckDBSliceWork(this.#connection(slot), storage), this.#time) };
  }

  async remove(path: string): Promise<void> {
    await rm(this.storage.locate(path), { force: true });
  }

  async edit(path: string): Promise<void> {
    const file = this.storage.locate(path);
    const edited = join(await this.storage.scratch(), `${randomUUID()}.parquet`);
    await this.#connection(observer).run(
      `COPY (SELECT * FROM read_parquet(${literal(file)}) WHERE hash(raw) % 5 <> 0) TO ${literal(edited)} (FORMAT parquet)`,
    );
    await rename(edited, file);
    await this.#observe(path);
  }

  async #observe(path: string): Promise<void> {
    this.#written.set(path, this.#time.now());
    if (parseSlicePath(path) !== undefined) {
      const seen = await seenParquet(this.#connection(observer), path, this.storage.locate(path));
      this.#invariants.wroteSlice(path, seen);
    } else this.#invariants.wroteEntry(path, (await this.storage.read(path)) ?? new Uint8Array());
  }

  #connection(slot: number): DuckDBConnection {
    const connection = this.#connections[slot];
    if (connection === undefined) throw new RangeError(`No connection ${slot}`);
    return connection;
  }
}
