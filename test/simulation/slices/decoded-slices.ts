import { sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import type { Observation } from "../../../src/lake/merge/merge-law.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import {
  encodeSlice,
  type HeldJsonSlice,
  heldSlice,
  type JsonRow,
  type JsonSlice,
  type RecordRank,
  rankOf,
} from "./json-slice.ts";

/** What was written and decoded before of one lake's slices, and of the records that are read again and again. */
export class DecodedSlices {
  readonly #known = new Map<string, { readonly bytes: Uint8Array; readonly held: HeldJsonSlice }>();
  readonly #ranks = new Map<string, RecordRank>();
  /** A slice that replaces another has nearly all of its rows. */
  readonly #texts = new WeakMap<Observation<JsonRow>, string>();

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

  /** The bytes of a slice. Whoever finds the same bytes at the path is given the same rows, which nobody may change. */
  encode(slice: JsonSlice, pathOf: (sha256: string) => string): { bytes: Uint8Array; sha256: string; path: string } {
    const bytes = encodeSlice(slice, (row) => this.#textOf(row));
    const after = sha256(bytes);
    const path = pathOf(after);
    this.#known.set(path, { bytes, held: { bytes: bytes.length, sha256: after, parent: slice.parent, slice } });
    return { bytes, sha256: after, path };
  }

  rankOf(row: StagedRow): RecordRank {
    const id = `${row.table} ${row.source} ${row.raw}`;
    const rank = this.#ranks.get(id) ?? rankOf(row);
    this.#ranks.set(id, rank);
    return rank;
  }

  #textOf(row: Observation<JsonRow>): string {
    const text = this.#texts.get(row) ?? JSON.stringify(row);
    this.#texts.set(row, text);
    return text;
  }
}
