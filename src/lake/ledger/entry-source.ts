import { atOnce } from "../storage/at-once.ts";
import type { Storage } from "../storage/storage.ts";
import type { LedgerArchive } from "./ledger-archive.ts";
import { decodeEntry } from "./ledger-entry.ts";
import type { LedgerPaths } from "./ledger-paths.ts";

/** So many requests wait for their answers at once. */
const requestsAtOnce = 64;

/** So many files of the archive are read ahead. */
const archivesAhead = 8;

/** What lies in a ledger, as a listing says. */
export interface Listing {
  /** Of the entries that have a file of their own, ascending. */
  readonly numbers: readonly number[];
  /** Last entries of the archive files, ascending. */
  readonly archives: readonly number[];
}

type Block = ReadonlyMap<number, Uint8Array>;

/** The bytes of entries by their number, from the archive where there is one, as one listing saw them. */
export class EntrySource {
  /** Whether an entry that was listed is gone, because it was archived in the meantime. */
  hasMoved = false;
  readonly #storage: Storage;
  readonly #paths: LedgerPaths;
  readonly #archive: LedgerArchive;
  readonly #loose = new Map<number, number[]>();
  readonly #archives: readonly number[];
  /** Archive files by the last number in them; only those that are still needed. */
  readonly #blocks = new Map<number, Promise<Block>>();

  constructor(storage: Storage, paths: LedgerPaths, archive: LedgerArchive, listing: Listing) {
    this.#storage = storage;
    this.#paths = paths;
    this.#archive = archive;
    this.#archives = listing.archives;
    for (const n of listing.numbers) {
      const last = paths.archiveOf(n);
      this.#loose.set(last, [...(this.#loose.get(last) ?? []), n]);
    }
  }

  /** Undefined when there is no such entry. Those before it are forgotten. */
  async entry(n: number): Promise<Uint8Array | undefined> {
    const last = this.#paths.archiveOf(n);
    for (const known of this.#blocks.keys()) if (known < last) this.#blocks.delete(known);
    const known = (await this.#block(last)).get(n);
    if (known !== undefined || this.#archives.includes(last)) return known;
    // It may have been written while the others were listed.
    return this.#storage.read(this.#paths.entry(n));
  }

  /** Where an entry lies, or is missing. */
  pathOf(n: number): string {
    const last = this.#paths.archiveOf(n);
    return this.#archives.includes(last) ? this.#paths.archive(last) : this.#paths.entry(n);
  }

  /** The newest entry, from the nth on, that starts the log anew. */
  async findRestart(from: number): Promise<number | undefined> {
    const blocks = new Set([...this.#archives, ...this.#loose.keys()]);
    for (const last of [...blocks].filter((each) => each >= from).sort((a, b) => b - a)) {
      const entries = [...(await this.#load(last))].filter(([n]) => n >= from);
      for (const [n, bytes] of entries.reverse()) {
        const entry = decodeEntry(bytes);
        if (entry?.kind === "rebuilt" && entry.n === n) return n;
      }
    }
    return undefined;
  }

  #block(last: number): Promise<Block> {
    const index = this.#archives.indexOf(last);
    const wanted = index === -1 ? [last] : this.#archives.slice(index, index + archivesAhead);
    for (const each of wanted) {
      if (this.#blocks.has(each)) continue;
      const loading = this.#load(each);
      // Awaited when it is its turn: until then a failure must not count as unhandled.
      loading.catch(() => undefined);
      this.#blocks.set(each, loading);
    }
    return this.#blocks.get(last) ?? this.#load(last);
  }

  async #load(last: number): Promise<Block> {
    if (this.#archives.includes(last)) {
      const first = last - this.#paths.entriesPerArchive + 1;
      const lines = await this.#archive.read(last);
      if (lines === undefined) this.hasMoved = true;
      return new Map((lines ?? []).map((line, index) => [first + index, line]));
    }
    const numbers = this.#loose.get(last) ?? [];
    const contents = await atOnce(numbers, requestsAtOnce, (n) => this.#storage.read(this.#paths.entry(n)));
    const block = new Map<number, Uint8Array>();
    for (const [index, n] of numbers.entries()) {
      const content = contents[index];
      if (content === undefined) this.hasMoved = true;
      else block.set(n, content);
    }
    return block;
  }
}
