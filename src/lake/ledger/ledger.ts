import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { Storage } from "../storage/storage.ts";
import { WriteConflict } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { decodeCheckpoint, encodeCheckpoint, type KeptFold } from "./checkpoint.ts";
import { type LakeTime, systemTime } from "./lake-time.ts";
import { LedgerArchive } from "./ledger-archive.ts";
import type { LedgerEntry, LedgerNote } from "./ledger-entry.ts";
import { encodeEntry, sha256 } from "./ledger-entry.ts";
import { LedgerPaths } from "./ledger-paths.ts";
import { type Checkpointed, LedgerReader, type LedgerReading, type StoredEntry } from "./ledger-reader.ts";
import type { LedgerState } from "./ledger-state.ts";
import { foldEntry } from "./ledger-state.ts";

/** A run that appends many entries writes its fold so often; one of a few does it in its end (`keepCheckpoint`). */
const entriesPerCheckpoint = 32;
/** Of a checkpoint so much may be written for each entry that it saves others to read. */
const bytesPerEntry = 512 * 1024;
/** The last number with nine digits. A longer name would not sort behind it. */
const lastNumber = 999_999_999;

/**
 * One table's append-only log; all writers agree on its order because an entry is created only if absent. What was
 * folded is kept, so that the next look reads on from there.
 */
export class Ledger {
  readonly table: TableName;
  readonly #storage: Storage;
  readonly #time: LakeTime;
  readonly #paths: LedgerPaths;
  readonly #reader: LedgerReader;
  readonly #archive: LedgerArchive;
  #kept: KeptFold | undefined;
  /** As far as this process knows. */
  #checkpoint: Checkpointed = { n: 0, bytes: 0 };

  /** @param paths others than the product's are for tests. */
  constructor(storage: Storage, table: TableName, time: LakeTime = systemTime, paths = new LedgerPaths(table)) {
    this.#storage = storage;
    this.table = table;
    this.#time = time;
    this.#paths = paths;
    this.#reader = new LedgerReader(storage, table, paths);
    this.#archive = new LedgerArchive(storage, paths);
  }

  /** `_ledger/<table>/<n>.json`, padded so that names sort. */
  entryPath(n: number): string {
    return this.#paths.entry(n);
  }

  /** SHA-256 of the bytes of an entry; undefined when there is none of this number. */
  async digestOf(n: number, signal?: AbortSignal): Promise<string | undefined> {
    throwIfCancelled(signal);
    const bytes = await this.#reader.entry(n);
    return bytes && sha256(bytes);
  }

  /** The highest number of an entry; 0 when there is none. */
  async last(signal?: AbortSignal): Promise<number> {
    return this.#reader.last(signal);
  }

  /** Folds the log, from what was folded before or from the checkpoint when one of them fits. */
  async read(signal?: AbortSignal): Promise<LedgerReading> {
    const kept = this.#kept;
    const reading =
      (kept && (await this.#reader.readOn(kept, signal))) ??
      (await this.#reader.read(signal, (checkpoint) => {
        this.#checkpoint = checkpoint;
      }));
    const { version, ...read } = reading;
    if (this.#kept === kept || (this.#kept?.state.n ?? 0) < read.state.n)
      this.#kept = read.damage === undefined ? { state: read.state, version } : undefined;
    return read;
  }

  /** Folds the log from its first entry on, and believes no cache. For `verify`. */
  async readWhole(signal?: AbortSignal): Promise<LedgerReading> {
    const { version: _, ...reading } = await this.#reader.readWhole(signal);
    return reading;
  }

  /** Every entry as it lies there, sound or not, in the order of their numbers. For `verify`. */
  entries(signal?: AbortSignal): AsyncGenerator<StoredEntry> {
    return this.#reader.entries(signal);
  }

  /** The fold that lies beside the log for readers, and where; undefined when there is none that is believed. For `verify`. */
  async checkpoint(): Promise<{ readonly path: string; readonly state: LedgerState } | undefined> {
    const path = this.#paths.checkpoint;
    const kept = decodeCheckpoint(await this.#storage.read(path));
    return kept && { path, state: kept.state };
  }

  /** What was folded last; undefined when nothing was. Others may have appended since. */
  get kept(): LedgerState | undefined {
    return this.#kept?.state;
  }

  /**
   * Writes the fold beside the log for readers who start without one, unless the one that lies there is new enough: a
   * large one is not written again for each entry.
   */
  async keepCheckpoint(): Promise<void> {
    const { n, bytes } = this.#checkpoint;
    const behind = (this.#kept?.state.n ?? 0) - n;
    if (this.#kept !== undefined && behind >= Math.max(1, bytes / bytesPerEntry))
      await this.#writeCheckpoint(this.#kept);
  }

  /**
   * Appends what `note` makes of the newest state; asked again when another writer was faster. Nothing is appended
   * when it returns undefined.
   * @throws TenantTrailError `write-failed` when the log is damaged meanwhile: reading it anew rebuilds it.
   */
  async append(
    from: LedgerState,
    note: (state: LedgerState) => LedgerNote | undefined,
    signal?: AbortSignal,
  ): Promise<LedgerState> {
    let state = from;
    for (let wait = 1; ; wait = Math.min(wait * 2, 200)) {
      throwIfCancelled(signal);
      const said = note(state);
      if (said === undefined) return state;
      const entry: LedgerEntry = { n: state.n + 1, previous: state.head, at: this.#at(), ...said };
      let next: KeptFold;
      try {
        next = await this.#write(state, entry);
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        await this.#time.sleep(wait * this.#time.random());
        const reading = await this.read(signal);
        if (reading.damage !== undefined) throw damagedMeanwhile(reading.damage);
        state = reading.state;
        continue;
      }
      if (entry.n - this.#checkpoint.n >= entriesPerCheckpoint) await this.#writeCheckpoint(next);
      if (entry.n % this.#paths.entriesPerArchive === 0) await this.#archive.archiveUpTo(entry.n);
      return next.state;
    }
  }

  /**
   * Starts the log anew behind its damage with what the slices say; everything before it is void.
   * @throws WriteConflict when another writer appended meanwhile.
   */
  async restart(reading: LedgerReading, note: LedgerNote): Promise<LedgerState> {
    const entry: LedgerEntry = { n: reading.last + 1, previous: null, at: this.#at(), ...note, kind: "rebuilt" };
    return (await this.#write(reading.state, entry)).state;
  }

  /**
   * When an entry was written at the earliest, milliseconds since 1970 by the storage's own clock; undefined when it is
   * not there.
   */
  async writtenMs(n: number): Promise<number | undefined> {
    const [path, archive] = [this.entryPath(n), this.#paths.archive(this.#paths.archiveOf(n))];
    return ((await this.#storage.head(path)) ?? (await this.#storage.head(archive)))?.writtenMs;
  }

  #at(): string {
    return new Date(this.#time.now()).toISOString();
  }

  /**
   * Creates an entry and gives the state after it. An entry that is there with the same bytes is taken for this one.
   * @throws WriteConflict when its number is taken; TenantTrailError `unsafe-lake` when no number is left.
   */
  async #write(state: LedgerState, entry: LedgerEntry): Promise<KeptFold> {
    if (entry.n > lastNumber)
      throw new TenantTrailError(
        "unsafe-lake",
        `The ledger has an entry with the last number there is, ${this.entryPath(lastNumber)}, which TenantTrail has never written. Remove it or restore the ledger from a backup.`,
      );
    const [path, bytes] = [this.entryPath(entry.n), encodeEntry(entry)];
    const digest = sha256(bytes);
    let version: string | undefined;
    await writeOrFind(
      digest,
      async () => {
        ({ version } = await this.#storage.write(path, bytes, { ifAbsent: true }));
      },
      async () => {
        const stored = await this.#storage.get(path);
        version = stored?.version;
        return stored === undefined ? this.digestOf(entry.n) : sha256(stored.content);
      },
    );
    if (await this.#archive.hasOther(entry.n, bytes)) {
      await this.#storage.remove([path]);
      throw new WriteConflict(path);
    }
    const next = { state: foldEntry(state, entry, digest), version };
    if ((this.#kept?.state.n ?? 0) < entry.n) this.#kept = next;
    return next;
  }

  async #writeCheckpoint(kept: KeptFold): Promise<void> {
    const bytes = encodeCheckpoint(kept);
    await this.#storage.overwrite(this.#paths.checkpoint, bytes);
    this.#checkpoint = { n: kept.state.n, bytes: bytes.length };
  }
}

function damagedMeanwhile(path: string): TenantTrailError {
  return new TenantTrailError(
    "write-failed",
    `The lake's ledger was damaged at ${path} while it was written. Run it again: it is rebuilt from the slices.`,
  );
}
