import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import { parseSlicePath } from "../slices/slice.ts";
import type { Storage } from "../storage/storage.ts";
import { WriteConflict } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { type LakeTime, systemTime } from "./lake-time.ts";
import type { LedgerEntry, LedgerNote } from "./ledger-entry.ts";
import { decodeEntry, encodeEntry, sha256 } from "./ledger-entry.ts";
import type { LedgerState } from "./ledger-state.ts";
import { emptyLedger, foldEntry } from "./ledger-state.ts";

const entriesPerCheckpoint = 32;
/** The last that has nine digits; a name with more would not sort behind it. */
const lastNumber = 999_999_999;

/** What reading a ledger found: its fold, and the entry where the chain breaks, if it does. */
export interface LedgerReading {
  readonly state: LedgerState;
  /** Path of the first damaged, missing or lost entry that no later `rebuilt` entry makes void. */
  readonly damage?: string;
  /** Highest entry number in use, also beyond the damage. */
  readonly last: number;
}

/** One table's append-only log; all writers agree on its order because an entry is created only if absent. */
export class Ledger {
  readonly table: TableName;
  readonly #storage: Storage;
  readonly #time: LakeTime;

  constructor(storage: Storage, table: TableName, time: LakeTime = systemTime) {
    this.#storage = storage;
    this.table = table;
    this.#time = time;
  }

  /** `_ledger/<table>/<n>.json`, padded so that names sort. */
  entryPath(n: number): string {
    return `_ledger/${this.table}/${String(n).padStart(9, "0")}.json`;
  }

  /** SHA-256 of the bytes of an entry; undefined when there is none of this number. */
  async digestOf(n: number, signal?: AbortSignal): Promise<string | undefined> {
    throwIfCancelled(signal);
    const bytes = await this.#storage.read(this.entryPath(n));
    return bytes && sha256(bytes);
  }

  /** The highest number of an entry; 0 when there is none. */
  async last(signal?: AbortSignal): Promise<number> {
    throwIfCancelled(signal);
    return (await this.#numbersAfter(0)).at(-1) ?? 0;
  }

  /** Folds the log, from an earlier fold that is known or from the checkpoint when one of them fits. */
  async read(signal?: AbortSignal, known?: LedgerState): Promise<LedgerReading> {
    // Most lakes have tables without rows, and each question asks about them again.
    if (known?.n === 0 && (await this.#numbersAfter(0)).length === 0) return this.#ended(emptyLedger, 0);
    return (
      (await this.#readOn(known, signal)) ??
      (await this.#readOn(decodeCheckpoint(await this.#storage.read(this.#checkpointPath())), signal)) ??
      this.#readFrom(emptyLedger, signal)
    );
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
      let digest: string;
      try {
        digest = await this.#write(entry);
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        await this.#time.sleep(wait * this.#time.random());
        const reading = await this.read(signal, state);
        if (reading.damage !== undefined) throw damagedMeanwhile(reading.damage);
        state = reading.state;
        continue;
      }
      const next = foldEntry(state, entry, digest);
      if (entry.n % entriesPerCheckpoint === 0)
        await this.#storage.overwrite(this.#checkpointPath(), encodeCheckpoint(next));
      return next;
    }
  }

  /**
   * Starts the log anew behind its damage with what the slices say; everything before it is void.
   * @throws WriteConflict when another writer appended meanwhile.
   */
  async restart(reading: LedgerReading, note: LedgerNote): Promise<LedgerState> {
    const entry: LedgerEntry = { n: reading.last + 1, previous: null, at: this.#at(), ...note, kind: "rebuilt" };
    return foldEntry(reading.state, entry, await this.#write(entry));
  }

  #at(): string {
    return new Date(this.#time.now()).toISOString();
  }

  /**
   * Creates an entry and gives its digest. An entry that is there with the same bytes is taken for this one.
   * @throws TenantTrailError `unsafe-lake` when no number is left.
   */
  async #write(entry: LedgerEntry): Promise<string> {
    if (entry.n > lastNumber)
      throw new TenantTrailError(
        "unsafe-lake",
        `The ledger has an entry with the last number there is, ${this.entryPath(lastNumber)}, which TenantTrail has never written. Remove it or restore the ledger from a backup.`,
      );
    const [path, bytes] = [this.entryPath(entry.n), encodeEntry(entry)];
    const digest = sha256(bytes);
    await writeOrFind(
      digest,
      () => this.#storage.write(path, bytes, { ifAbsent: true }),
      async () => {
        const stored = await this.#storage.read(path);
        return stored && sha256(stored);
      },
    );
    return digest;
  }

  #checkpointPath(): string {
    return `_ledger/${this.table}/checkpoint.json`;
  }

  async #fits(checkpoint: LedgerState): Promise<boolean> {
    const bytes = await this.#storage.read(this.entryPath(checkpoint.n));
    return bytes !== undefined && sha256(bytes) === checkpoint.head;
  }

  /** Undefined when there is nothing to start from, it is not of this log, or the log is damaged behind it. */
  async #readOn(start: LedgerState | undefined, signal: AbortSignal | undefined): Promise<LedgerReading | undefined> {
    if (start === undefined || start.n === 0 || !(await this.#fits(start))) return undefined;
    const reading = await this.#readFrom(start, signal);
    return reading.damage === undefined ? reading : undefined;
  }

  async #readFrom(from: LedgerState, signal: AbortSignal | undefined): Promise<LedgerReading> {
    let state = from;
    for (;;) {
      throwIfCancelled(signal);
      const next = await this.#next(state);
      if (next !== undefined) {
        state = next;
        continue;
      }
      const later = await this.#numbersAfter(state.n);
      const last = later.at(-1) ?? state.n;
      if (later.length === 0) return this.#ended(state, last);
      // The entry may have been written since it was looked for; entries after a missing one never come first.
      const since = await this.#next(state);
      if (since !== undefined) {
        state = since;
        continue;
      }
      const restart = await this.#findRestart(later);
      if (restart === undefined) return { state, damage: this.entryPath(state.n + 1), last };
      state = { ...state, n: restart - 1, head: null };
    }
  }

  /** The state after the next entry; undefined when there is none, or none that continues the chain. */
  async #next(state: LedgerState): Promise<LedgerState | undefined> {
    const n = state.n + 1;
    const bytes = await this.#storage.read(this.entryPath(n));
    const entry = bytes && decodeEntry(bytes);
    if (bytes === undefined || entry?.n !== n) return undefined;
    if (entry.kind !== "rebuilt" && entry.previous !== state.head) return undefined;
    return foldEntry(state, entry, sha256(bytes));
  }

  /** No entry follows. */
  async #ended(state: LedgerState, last: number): Promise<LedgerReading> {
    return (await this.#isLost(state)) ? { state, damage: this.entryPath(1), last } : { state, last };
  }

  /** A day's parts are claimed before its first slice is written: slices without any entry have lost their ledger. */
  async #isLost(state: LedgerState): Promise<boolean> {
    if (state.n > 0) return false;
    const objects = await this.#storage.list(`${this.table}/`);
    return objects.some(({ path }) => parseSlicePath(path) !== undefined) && (await this.#next(state)) === undefined;
  }

  /** Numbers of the entries after the nth, in order; names sort as their numbers do. */
  async #numbersAfter(n: number): Promise<number[]> {
    const objects = await this.#storage.list(`_ledger/${this.table}/`);
    const last = this.entryPath(n);
    return objects
      .filter(({ path }) => path > last)
      .flatMap(({ path }) => {
        const match = /\/(\d{9})\.json$/.exec(path);
        return match === null ? [] : [Number(match[1])];
      })
      .sort((a, b) => a - b);
  }

  async #findRestart(numbers: readonly number[]): Promise<number | undefined> {
    for (const n of numbers.toReversed()) {
      const bytes = await this.#storage.read(this.entryPath(n));
      const entry = bytes && decodeEntry(bytes);
      if (entry?.kind === "rebuilt" && entry.n === n) return n;
    }
    return undefined;
  }
}

function damagedMeanwhile(path: string): TenantTrailError {
  return new TenantTrailError(
    "write-failed",
    `The lake's ledger was damaged at ${path} while it was written. Run it again: it is rebuilt from the slices.`,
  );
}
