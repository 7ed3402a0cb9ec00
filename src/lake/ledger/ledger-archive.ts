import { atOnce } from "../storage/at-once.ts";
import type { Storage } from "../storage/storage.ts";
import { WriteConflict } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { sha256 } from "./ledger-entry.ts";
import type { LedgerPaths } from "./ledger-paths.ts";

/** So many requests wait for their answers at once. */
const requestsAtOnce = 64;

const lineEnd = 0x0a;

/**
 * Old entries, many to a file, byte by byte as they were: a line each. The number of an archived entry is taken for
 * good although its own file is gone, for its archive was durable before that: whoever created an entry looks
 * whether its number was archived, and then its entry counts only if the archive holds it.
 */
export class LedgerArchive {
  readonly #storage: Storage;
  readonly #paths: LedgerPaths;

  constructor(storage: Storage, paths: LedgerPaths) {
    this.#storage = storage;
    this.#paths = paths;
  }

  /** The entries of an archive file, in order; undefined when there is none. */
  async read(last: number): Promise<readonly Uint8Array[] | undefined> {
    const bytes = await this.#storage.read(this.#paths.archive(last));
    return bytes && linesOf(bytes);
  }

  /** An archived entry; undefined when it is not archived. */
  async entry(n: number): Promise<Uint8Array | undefined> {
    const last = this.#paths.archiveOf(n);
    return (await this.read(last))?.[n - 1 - (last - this.#paths.entriesPerArchive)];
  }

  /** Whether another entry than this one has its number, because the number was archived before. */
  async hasOther(n: number, bytes: Uint8Array): Promise<boolean> {
    const last = this.#paths.archiveOf(n);
    if ((await this.#storage.head(this.#paths.archive(last))) === undefined) return false;
    const archived = await this.entry(n);
    return archived === undefined || !isSame(archived, bytes);
  }

  /**
   * Moves the entries of every file's worth that lies behind the newest ones, of which the nth is the last. It may be
   * killed anywhere, and several may run at once. Entries that cannot be archived whole stay where they are.
   */
  async archiveUpTo(n: number): Promise<void> {
    const paths = await this.#storage.names(this.#paths.folder);
    const archived = new Set(paths.map((path) => this.#paths.lastOfArchive(path)));
    const loose = new Map<number, number[]>();
    for (const path of paths) {
      const number = this.#paths.numberOf(path);
      if (number === undefined || number === 0) continue;
      const last = this.#paths.archiveOf(number);
      loose.set(last, [...(loose.get(last) ?? []), number]);
    }
    for (const [last, numbers] of loose) {
      if (last > n - this.#paths.entriesPerArchive) continue;
      if (archived.has(last)) await this.#clear(last, numbers);
      else if (numbers.length === this.#paths.entriesPerArchive) await this.#move(last, numbers);
    }
  }

  async #move(last: number, numbers: readonly number[]): Promise<void> {
    const entries = await this.#entries(numbers);
    if (!entries.every((entry) => entry !== undefined && isLine(entry))) return;
    const content = Buffer.concat(entries.filter((entry) => entry !== undefined));
    const path = this.#paths.archive(last);
    try {
      await writeOrFind(
        sha256(content),
        () => this.#storage.write(path, content, { ifAbsent: true }),
        async () => {
          const stored = await this.#storage.read(path);
          return stored && sha256(stored);
        },
      );
    } catch (error) {
      // The archive has other bytes. Both stay, and `verify` names them.
      if (error instanceof WriteConflict) return;
      throw error;
    }
    await this.#storage.remove(numbers.map((number) => this.#paths.entry(number)));
  }

  /** Deletes what a killed run left beside its archive. What differs from the archive stays, for `verify` to name. */
  async #clear(last: number, numbers: readonly number[]): Promise<void> {
    const archived = await this.read(last);
    const entries = await this.#entries(numbers);
    const copies = numbers.filter((number, index) => {
      const [line, entry] = [archived?.[number - 1 - (last - this.#paths.entriesPerArchive)], entries[index]];
      return line !== undefined && entry !== undefined && isSame(line, entry);
    });
    if (copies.length > 0) await this.#storage.remove(copies.map((number) => this.#paths.entry(number)));
  }

  #entries(numbers: readonly number[]): Promise<(Uint8Array | undefined)[]> {
    return atOnce(numbers, requestsAtOnce, (number) => this.#storage.read(this.#paths.entry(number)));
  }
}

function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(lineEnd, from);
    const to = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(from, to));
    from = to;
  }
  return lines;
}

function isLine(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.indexOf(lineEnd) === bytes.length - 1;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
