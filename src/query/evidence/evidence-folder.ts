import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { syncFile, syncFolder } from "../../lake/storage/sync-files.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { ManifestFile } from "./manifest.ts";

const ownFile = 0o600;
const ownFolder = 0o700;

/** A folder that an evidence is written into, which knows its files. */
export class EvidenceFolder {
  readonly #root: string;
  readonly #signal: AbortSignal | undefined;
  readonly #files: string[] = [];

  constructor(root: string, signal: AbortSignal | undefined) {
    this.#root = root;
    this.#signal = signal;
  }

  /** Every file that was written, in the order of their paths. */
  get files(): readonly string[] {
    return this.#files.toSorted();
  }

  /** Where somebody else writes a file of the evidence. @param path in it, with `/`. */
  async place(path: string): Promise<string> {
    const file = join(this.#root, ...path.split("/"));
    await mkdir(dirname(file), { recursive: true, mode: ownFolder });
    this.#files.push(path);
    return file;
  }

  /** Writes a file. @param content whole, or in pieces that are written as they come. */
  async write(path: string, content: string | Uint8Array | AsyncIterable<string>): Promise<void> {
    const file = await this.place(path);
    const pieces = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
    const source = Readable.from(pieces, { objectMode: false });
    const options = this.#signal === undefined ? {} : { signal: this.#signal };
    try {
      await pipeline(source, createWriteStream(file, { flags: "wx", mode: ownFile }), options);
    } catch (error) {
      throwIfCancelled(this.#signal);
      throw error;
    }
    await syncFile(file);
  }

  /** The bytes and digest of each file, read again from the disk. */
  async digests(onFile: (done: number, total: number) => void): Promise<readonly ManifestFile[]> {
    const digests: ManifestFile[] = [];
    for (const [index, path] of this.files.entries()) {
      digests.push({ path, ...(await this.#digestOf(path)) });
      onFile(index + 1, this.#files.length);
    }
    return digests;
  }

  /** Puts the names of the files on the disk. */
  async sync(): Promise<void> {
    const folders = new Set(this.#files.map((path) => dirname(join(this.#root, ...path.split("/")))));
    for (const folder of folders) await syncFolder(folder);
  }

  async #digestOf(path: string): Promise<Pick<ManifestFile, "bytes" | "sha256">> {
    const hash = createHash("sha256");
    let bytes = 0;
    const chunks = createReadStream(join(this.#root, ...path.split("/")), { highWaterMark: 1 << 20 });
    for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
      throwIfCancelled(this.#signal);
      bytes += chunk.length;
      hash.update(chunk);
    }
    return { bytes, sha256: hash.digest("hex") };
  }
}
