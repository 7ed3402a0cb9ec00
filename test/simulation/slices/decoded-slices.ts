import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import { type HeldJsonSlice, heldSlice, type RecordRank, rankOf } from "./json-slice.ts";

/** What was decoded before of one lake's slices, and of the records that are read again and again. */
export class DecodedSlices {
  readonly #known = new Map<string, { readonly bytes: Uint8Array; readonly held: HeldJsonSlice }>();
  readonly #ranks = new Map<string, RecordRank>();

  /**
   * One is taken for the same only when all of its bytes are, for a hand in the folder changes them under their name.
   * @throws SyntaxError when the bytes are no slice.
   */
  at(path: string, bytes: Uint8Array): HeldJsonSlice {
    const known = this.#known.get(path);
    if (known !== undefined && Buffer.compare(known.bytes, bytes) === 0) return known.held;
    const held = heldSlice(bytes);
    this.#known.set(path, { bytes, held });
    return held;
  }

  rankOf(row: StagedRow): RecordRank {
    const id = `${row.table} ${row.source} ${row.raw}`;
    const rank = this.#ranks.get(id) ?? rankOf(row);
    this.#ranks.set(id, rank);
    return rank;
  }
}
