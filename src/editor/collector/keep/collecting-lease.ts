import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Lease {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Says which window of this machine keeps collecting into a lake: each lake has one file, which is valid until a time.
 * Two windows that take it in the same moment may both hold it, which costs requests and loses nothing.
 */
export class CollectingLease {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #owner = randomUUID();
  #file: string | undefined;

  /** @param folder absolute path of the extension's own folder, which need not exist. */
  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** Takes or keeps the lease of a lake; false while another window holds it. */
  async take(lakePath: string, milliseconds: number): Promise<boolean> {
    const name = createHash("sha256").update(lakePath).digest("hex").slice(0, 16);
    const file = join(this.#folder, `collecting-${name}.json`);
    if (this.#file !== undefined && this.#file !== file) await this.release();
    const held = await readLease(file);
    if (held !== undefined && held.owner !== this.#owner && held.until > this.#now()) return false;
    await mkdir(this.#folder, { recursive: true });
    const lease: Lease = { owner: this.#owner, until: this.#now() + milliseconds };
    // Replaced whole, so that no window reads half of it.
    const draft = `${file}.${this.#owner}`;
    await writeFile(draft, JSON.stringify(lease), { mode: 0o600 });
    await rename(draft, file);
    this.#file = file;
    return (await readLease(file))?.owner === this.#owner;
  }

  /** Lets another window take over at once. */
  async release(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined && (await readLease(file))?.owner === this.#owner) await rm(file, { force: true });
  }
}

async function readLease(file: string): Promise<Lease | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Lease;
  } catch {
    // Nobody holds the lease when there is no file, or when the file holds something else.
    return undefined;
  }
}
