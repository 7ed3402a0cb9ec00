import { TenantTrailError } from "../../protocol/errors.ts";

/** Archives may expand this far before their ratio is looked at, in bytes. */
const freeBytes = 100 * 1024 * 1024;

/** Log files shrink 10 to 40 times; what shrinks more than this holds no logs. */
const maxRatio = 200;

/** Watches how much larger an archive becomes when it is unpacked. */
export class ExpansionGuard {
  readonly #maxBytes: number;
  #unpacked = 0;

  /** `maxBytes` limits what one archive may expand to in all. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Counts unpacked bytes against the packed ones they came from, as known so far.
   * @throws TenantTrailError `unsafe-archive` when there are too many.
   */
  add(unpacked: number, packed: number): void {
    this.#unpacked += unpacked;
    if (this.#unpacked > this.#maxBytes) {
      throw new TenantTrailError("unsafe-archive", `The archive expands to more than ${this.#maxBytes} bytes.`);
    }
    if (this.#unpacked > freeBytes && this.#unpacked > packed * maxRatio) {
      throw new TenantTrailError(
        "unsafe-archive",
        `The archive expands more than ${maxRatio} times, as archives do that are made to fill a disk.`,
      );
    }
  }
}
