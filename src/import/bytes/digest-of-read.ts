import { createHash } from "node:crypto";
import { sha256OfFile } from "./sha256-of-import.ts";

/**
 * The SHA-256 of a file that somebody reads from its beginning anyway, so that it need not be read a second time. Who
 * asks before the reading has come to the end, or after one that ended early, has it read for the digest alone.
 */
export class DigestOfRead {
  readonly #path: string;
  readonly #signal: AbortSignal | undefined;
  readonly #hash = createHash("sha256");
  #digest: Promise<string> | undefined;

  constructor(path: string, signal?: AbortSignal) {
    this.#path = path;
    this.#signal = signal;
  }

  /** Takes the next bytes of the reading; undefined at the end of the file. */
  add(bytes: Buffer | undefined): void {
    if (this.#digest !== undefined) return;
    if (bytes === undefined) this.#digest = Promise.resolve(this.#hash.digest("hex"));
    else this.#hash.update(bytes);
  }

  /** Lower-case hex. @throws TenantTrailError `read-failed` with the path; CancelledError. */
  async sha256(): Promise<string> {
    this.#digest ??= sha256OfFile(this.#path, { signal: this.#signal });
    return this.#digest;
  }
}
