import { throwIfCancelled } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import { atOnce } from "../storage/at-once.ts";
import type { Storage, StoredContent } from "../storage/storage.ts";
import { decodeCheckpoint, type KeptFold } from "./checkpoint.ts";
import { EntrySource, type Listing } from "./entry-source.ts";
import { LedgerArchive } from "./ledger-archive.ts";
import { decodeEntry, sha256 } from "./ledger-entry.ts";
import type { LedgerPaths } from "./ledger-paths.ts";
import type { LedgerState } from "./ledger-state.ts";
import { emptyLedger, LedgerFold } from "./ledger-state.ts";
import { isParquetPath } from "./slice-path.ts";

/** So many requests wait for their answers at once. */
const requestsAtOnce = 64;

/** So many entries are held in memory before they are folded. */
const entriesAtOnce = 512;

/** So often a log may be archived while it is read. */
const attempts = 8;

/** What reading a ledger found: its fold, and the entry where the chain breaks, if it does. */
export interface LedgerReading {
  readonly state: LedgerState;
  /** Path of the first damaged, missing or lost entry that no later `rebuilt` entry makes void. */
  readonly damage?: string;
  /** Highest entry number in use, also beyond the damage. */
  readonly last: number;
}

/** An entry as it lies there. */
export interface StoredEntry {
  readonly n: number;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** It lies beside an archive that holds another entry of its number, and does not count. */
  readonly isBeside: boolean;
}

type Reading = LedgerReading & { readonly version?: string | undefined };

/** How far the cache of the fold goes, and how large it is. */
export interface Checkpointed {
  readonly n: number;
  readonly bytes: number;
}

/** Reads one table's log, and writes nothing. */
export class LedgerReader {
  readonly #storage: Storage;
  readonly #table: TableName;
  readonly #paths: LedgerPaths;
  readonly #archive: LedgerArchive;

  constructor(storage: Storage, table: TableName, paths: LedgerPaths) {
    this.#storage = storage;
    this.#table = table;
    this.#paths = paths;
    this.#archive = new LedgerArchive(storage, paths);
  }

  /** Reads on from a fold; undefined when the fold is visibly not of this log. */
  async readOn({ state, version }: KeptFold, signal: AbortSignal | undefined): Promise<Reading | undefined> {
    if (state.n === 0) return this.#stillEmpty(signal);
    const after = this.#paths.entry(state.n - 1);
    const objects = await this.#storage.list(this.#paths.folder, { after, shallow: true, signal });
    const last = objects.find(({ path }) => path === this.#paths.entry(state.n));
    const isSeen = last !== undefined && last.version === version;
    const numbers = this.#listing(objects.map(({ path }) => path)).numbers.filter((n) => n > state.n);
    return this.#readFrom({ state, version }, numbers, isSeen, signal);
  }

  /** Reads the log from its checkpoint, or all of it. `found` is told of a checkpoint that fits. */
  async read(signal: AbortSignal | undefined, found: (checkpoint: Checkpointed) => void): Promise<Reading> {
    const bytes = await this.#storage.read(this.#paths.checkpoint);
    const kept = decodeCheckpoint(bytes);
    if (kept !== undefined && kept.state.n > 0) {
      const reading = await this.readOn(kept, signal);
      if (reading !== undefined) {
        found({ n: kept.state.n, bytes: bytes?.length ?? 0 });
        return reading;
      }
    }
    return this.readWhole(signal);
  }

  /** Reads the log from its first entry on and believes no cache. */
  async readWhole(signal: AbortSignal | undefined): Promise<Reading> {
    const { numbers, archives } = this.#listing(await this.#storage.names(this.#paths.folder, { signal }));
    const kept = { state: emptyLedger, version: undefined };
    const reading =
      archives.length > 0
        ? await this.#readAround(emptyLedger, signal)
        : await this.#readFrom(kept, numbers, true, signal);
    return reading ?? { state: emptyLedger, last: 0 };
  }

  /** The bytes of an entry; undefined when there is none of this number. */
  async entry(n: number): Promise<Uint8Array | undefined> {
    if (n < 1) return undefined;
    const archived = await this.#archive.entry(n);
    return archived ?? (await this.#storage.read(this.#paths.entry(n))) ?? this.#archive.entry(n);
  }

  /**
   * Every entry as it lies there, sound or not, in the order of their numbers; and what lies beside an archive under the
   * number of another entry that it holds. For `verify`.
   */
  async *entries(signal: AbortSignal | undefined): AsyncGenerator<StoredEntry> {
    const listing = this.#listing(await this.#storage.names(this.#paths.folder, { signal }));
    const source = new EntrySource(this.#storage, this.#paths, this.#archive, listing);
    const loose = new Set(listing.numbers);
    const last = Math.max(listing.numbers.at(-1) ?? 0, listing.archives.at(-1) ?? 0);
    for (let n = 1; n <= last; n += 1) {
      throwIfCancelled(signal);
      // What was archived since it was listed is gone from where it was.
      const bytes = (await source.entry(n)) ?? (await this.entry(n));
      const path = source.pathOf(n);
      if (bytes !== undefined) yield { n, path, bytes, isBeside: false };
      const own = this.#paths.entry(n);
      const beside = path !== own && loose.has(n) ? await this.#storage.read(own) : undefined;
      if (beside !== undefined && (bytes === undefined || Buffer.compare(beside, bytes) !== 0))
        yield { n, path: own, bytes: beside, isBeside: true };
    }
  }

  /** The highest number of an entry, whether it is sound or not; 0 when there is none. */
  async last(signal: AbortSignal | undefined): Promise<number> {
    const { numbers, archives } = this.#listing(await this.#storage.names(this.#paths.folder, { signal }));
    return Math.max(numbers.at(-1) ?? 0, archives.at(-1) ?? 0);
  }

  /** The reading of a log without entries; undefined when it has an entry by now, or lost them. */
  async #stillEmpty(signal: AbortSignal | undefined): Promise<Reading | undefined> {
    const limit = 1;
    const [entries, slices] = await Promise.all([
      this.#storage.names(this.#paths.folder, { limit, signal }),
      this.#storage.names(`${this.#table}/`, { limit, signal }),
    ]);
    return entries.length + slices.length === 0 ? { state: emptyLedger, last: 0 } : undefined;
  }

  /** @param isSeen whether the fold's last entry is known to be in the log. */
  async #readFrom(
    kept: KeptFold,
    numbers: readonly number[],
    isSeen: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Reading | undefined> {
    const { state } = kept;
    const isWhole = numbers.every((n, index) => n === state.n + 1 + index);
    const reading = isWhole ? await this.#readTail(kept, numbers, isSeen, signal) : undefined;
    return reading ?? this.#readAround(state, signal);
  }

  /** Folds entries that follow each other; undefined when one does not continue the chain. */
  async #readTail(
    kept: KeptFold,
    numbers: readonly number[],
    isSeen: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Reading | undefined> {
    let { state, version } = kept;
    if (numbers.length === 0 && state.n > 0) {
      const proof = isSeen ? version : await this.#storage.get(this.#paths.entry(state.n));
      if (proof === undefined) return undefined;
      if (typeof proof !== "string" && sha256(proof.content) !== state.head) return undefined;
      return { state, last: state.n, version: typeof proof === "string" ? proof : proof.version };
    }
    const fold = new LedgerFold();
    for (let from = 0; from < numbers.length; from += entriesAtOnce) {
      throwIfCancelled(signal);
      for (const object of await this.#entries(numbers.slice(from, from + entriesAtOnce))) {
        const next = object && continued(fold, state, object.content, isSeen || from > 0);
        if (next === undefined) return undefined;
        [state, version] = [next, object?.version];
      }
    }
    return (await this.#isLost(state)) ? this.#lost(state) : { state, last: state.n, version };
  }

  /**
   * Reads a log in which something is missing where it is looked for: archived meanwhile, or damaged. Entries are
   * taken from the archive where there is one, for beside it lies only what does not count.
   */
  async #readAround(start: LedgerState, signal: AbortSignal | undefined): Promise<Reading | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      // Entries are listed before archives: what is gone from the one is in the other.
      const listing = this.#listing(await this.#storage.names(this.#paths.folder, { signal }));
      const source = new EntrySource(this.#storage, this.#paths, this.#archive, listing);
      const first = start.n === 0 ? undefined : await source.entry(start.n);
      if (start.n > 0 && (first === undefined || sha256(first) !== start.head)) {
        if (source.hasMoved && attempt < attempts) continue;
        return undefined;
      }
      const reading = await this.#walk(start, source, listing, signal);
      if (!source.hasMoved || attempt === attempts) return reading;
    }
  }

  async #walk(
    start: LedgerState,
    source: EntrySource,
    { numbers, archives }: Listing,
    signal: AbortSignal | undefined,
  ): Promise<Reading> {
    const archived = archives.at(-1) ?? 0;
    const last = Math.max(start.n, numbers.at(-1) ?? 0, archived);
    const fold = new LedgerFold();
    let state = start;
    while (state.n < last) {
      if (state.n % entriesAtOnce === 0) throwIfCancelled(signal);
      const bytes = await source.entry(state.n + 1);
      const next = bytes && continued(fold, state, bytes, true);
      if (next !== undefined) {
        state = next;
        continue;
      }
      const restart = await source.findRestart(state.n + 1);
      if (restart === undefined) return { state, damage: source.pathOf(state.n + 1), last };
      state = { ...state, n: restart - 1, head: null };
    }
    // The newest entries are never archived, so where there is an archive there are entries behind it.
    const isCut = archived > 0 && last < archived + this.#paths.entriesPerArchive;
    if (isCut && (await source.findRestart(archived + 1)) === undefined)
      return { state, damage: this.#paths.entry(last + 1), last };
    return (await this.#isLost(state)) ? this.#lost(state) : { state, last };
  }

  #lost(state: LedgerState): Reading {
    return { state, damage: this.#paths.entry(1), last: 0 };
  }

  /**
   * A day's parts are claimed before its first slice is written: slices without any entry have lost their ledger. Any
   * Parquet file counts, so that a lake of another layout does not pass for an empty one.
   */
  async #isLost(state: LedgerState): Promise<boolean> {
    if (state.n > 0) return false;
    const paths = await this.#storage.names(`${this.#table}/`);
    const holdsSlices = paths.some(isParquetPath);
    return holdsSlices && (await this.#storage.head(this.#paths.entry(1))) === undefined;
  }

  #entries(numbers: readonly number[]): Promise<(StoredContent | undefined)[]> {
    return atOnce(numbers, requestsAtOnce, (n) => this.#storage.get(this.#paths.entry(n)));
  }

  #listing(paths: readonly string[]): Listing {
    return {
      numbers: paths.map((path) => this.#paths.numberOf(path)).filter((n) => n !== undefined && n > 0) as number[],
      archives: paths.map((path) => this.#paths.lastOfArchive(path)).filter((n) => n !== undefined),
    };
  }
}

/**
 * The state after one more entry; undefined when the bytes are none, or none that continues the chain.
 * @param isProven whether the state is known to be of this log, so that one which starts the log anew may follow it.
 */
function continued(
  fold: LedgerFold,
  state: LedgerState,
  bytes: Uint8Array,
  isProven: boolean,
): LedgerState | undefined {
  const entry = decodeEntry(bytes);
  if (entry?.n !== state.n + 1) return undefined;
  const follows = entry.kind === "rebuilt" ? isProven : entry.previous === state.head;
  return follows ? fold.add(state, entry, sha256(bytes)) : undefined;
}
