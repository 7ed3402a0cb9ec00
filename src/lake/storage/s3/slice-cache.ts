import { link, lstat, mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { sum } from "../../../base/sum.ts";
import { hasCode } from "../file-errors.ts";
import { makePrivate } from "../private-files.ts";
import { sha256OfFile } from "../sha256-of-file.ts";

/** After an eviction so much of the room is free, so that not each new file evicts. */
const freedShare = 0.1;

interface CachedFile {
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly usedMs: number;
  /** It has a name outside of the cache. */
  readonly isUsed: boolean;
}

/**
 * Slices that were fetched or written, for all processes that share the folder. A slice is named by its content, so
 * what is here never becomes old. A file is whole before it has its name. Whoever uses one links it into a folder of its
 * own, where it stays for as long as it is used; what only the cache holds is deleted when there is no room, what was
 * unused for longest first.
 */
export class SliceCache {
  readonly #folder: string;
  readonly #mostBytes: number;
  /** Those that this process saw to be whole. */
  readonly #whole = new Set<string>();
  #bytes: number | undefined;
  #evicting: Promise<void> | undefined;

  /** @param mostBytes more than this is held only while it is used. */
  constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** Links a slice to `target`, whose folder is there. False when it is not held whole. */
  async take(path: string, target: string): Promise<boolean> {
    const file = this.#fileOf(path);
    if (!(await isLinked(file, target))) return false;
    if (this.#whole.has(path) || isNamedBy(path, await sha256OfFile(target))) {
      this.#whole.add(path);
      const now = new Date();
      await utimes(target, now, now);
      return true;
    }
    for (const name of [file, target]) await rm(name, { force: true });
    return false;
  }

  /** Holds a file that has the bytes that its path names; it stays where it is too. */
  async add(path: string, file: string): Promise<void> {
    await makePrivate(file);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    try {
      await link(file, this.#fileOf(path));
    } catch (error) {
      // Another process fetched it meanwhile.
      if (hasCode(error, "EEXIST")) return;
      throw error;
    }
    this.#whole.add(path);
    const { size } = await stat(file);
    this.#bytes = this.#bytes === undefined ? sum(await this.#held(), ({ bytes }) => bytes) : this.#bytes + size;
    if (this.#bytes <= this.#mostBytes) return;
    this.#evicting ??= this.#evict().finally(() => {
      this.#evicting = undefined;
    });
    await this.#evicting;
  }

  #fileOf(path: string): string {
    return join(this.#folder, path.replaceAll("/", "~"));
  }

  /** Other processes add and evict too, so what lies there is looked at each time. */
  async #evict(): Promise<void> {
    const held = await this.#held();
    let bytes = sum(held, (each) => each.bytes);
    const unused = held.filter(({ isUsed }) => !isUsed).sort((a, b) => a.usedMs - b.usedMs);
    for (const { file, bytes: size } of unused) {
      if (bytes <= this.#mostBytes * (1 - freedShare)) break;
      await rm(file, { force: true });
      bytes -= size;
    }
    this.#bytes = bytes;
  }

  async #held(): Promise<readonly CachedFile[]> {
    const names = await readdir(this.#folder);
    const held = await Promise.all(
      names.map(async (name): Promise<readonly CachedFile[]> => {
        const file = join(this.#folder, name);
        const status = await lstat(file).catch(() => undefined);
        if (status === undefined || !status.isFile()) return [];
        return [{ file, bytes: status.size, usedMs: status.mtimeMs, isUsed: status.nlink > 1 }];
      }),
    );
    return held.flat();
  }
}

/** Whether a slice's path names bytes of this SHA-256 (lower-case hex). */
export function isNamedBy(path: string, sha256: string): boolean {
  return /\.([0-9a-f]{16})\.parquet$/.exec(path)?.[1] === sha256.slice(0, 16);
}

/** Makes a second name of a file, unless there is none. */
async function isLinked(file: string, target: string): Promise<boolean> {
  try {
    await link(file, target);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}
