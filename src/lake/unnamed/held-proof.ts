import { toldFailure } from "../../duckdb/told-failure.ts";
import { CancelledError } from "../../protocol/errors.ts";
import { neighbouringDay } from "../../protocol/log-day.ts";
import { parsePartKey, partKey } from "../ledger/day-part.ts";
import type { SliceContents } from "../ledger/ledger-entry.ts";
import type { LedgerState, SliceState } from "../ledger/ledger-state.ts";
import { slicePath } from "../ledger/slice-path.ts";
import type { HeldSlice, SliceProver } from "../slices/slice-work.ts";
import type { Storage } from "../storage/storage.ts";
import type { UnnamedSlice } from "./unnamed-slices.ts";

/** No slice of ours has more bytes or rows: a day is divided before. What has is not read. */
const mostBytes = 2 * 1024 ** 3;
const mostRows = 20_000_000;

/** What is known of the rows of an unnamed slice. */
export type Proof =
  /** Each is held by the slices of the ledger; or the file is gone. */
  | { readonly kind: "held" }
  /** So many rows are not held, or only in an older version. */
  | { readonly kind: "left"; readonly rows: number; readonly tenants: SliceContents["tenants"] }
  /** Nobody can tell, with a sentence why. */
  | { readonly kind: "unread"; readonly reason: string };

/**
 * Proves of unnamed slices that the slices of a ledger hold every row of them: that merging them back would change
 * nothing. A row once kept is never dropped (design: Merging), so what was proven stays true while the ledger goes on.
 * Nothing is written.
 */
export class HeldProof<Held extends HeldSlice> {
  readonly #prover: SliceProver<Held>;
  readonly #storage: Storage;
  /** Slices of the ledger that were read for the last one; undefined for one that cannot be read. */
  readonly #read = new Map<string, Held | undefined>();

  constructor(prover: SliceProver<Held>, storage: Storage) {
    this.#prover = prover;
    this.#storage = storage;
  }

  /** @param state what the ledger says now. @throws CancelledError. */
  async of(slice: UnnamedSlice, state: Pick<LedgerState, "slices">, signal?: AbortSignal): Promise<Proof> {
    try {
      return await this.#prove(slice, state, signal);
    } catch (error) {
      // Whatever keeps it from being read keeps it from being deleted too.
      if (error instanceof CancelledError || !(error instanceof Error)) throw error;
      const told = toldFailure(error, "looking into it");
      return { kind: "unread", reason: told instanceof Error ? told.message : error.message };
    }
  }

  async #prove({ path, part }: UnnamedSlice, state: Pick<LedgerState, "slices">, signal?: AbortSignal): Promise<Proof> {
    const { table } = part;
    const stored = await this.#storage.head(path);
    if (stored === undefined) return { kind: "held" };
    if (stored.bytes > mostBytes) return tooLarge;
    const held = await this.#prover.hold(path);
    if (held === undefined) return { kind: "held" };
    try {
      if (slicePath(partKey(part), held.sha256) !== path) return notItsName;
      const contents = await this.#prover.contents(table, held);
      if (contents.rows === 0) return { kind: "held" };
      if (contents.rows > mostRows) return tooLarge;
      const others = await this.#holdAll(slicesThatMayHold(contents, part.day, state));
      const rows = await this.#prover.unheld(table, held, others, signal);
      return rows === 0 ? { kind: "held" } : { kind: "left", rows, tenants: contents.tenants };
    } finally {
      await held.release?.();
    }
  }

  /** Holds those, and lets go of what was held for the one before and is not among them. */
  async #holdAll(slices: readonly SliceState[]): Promise<readonly Held[]> {
    const wanted = new Set(slices.map(({ path }) => path));
    for (const [path, held] of this.#read)
      if (!wanted.has(path)) {
        this.#read.delete(path);
        await held?.release?.();
      }
    for (const path of wanted) if (!this.#read.has(path)) this.#read.set(path, await this.#holdIfReadable(path));
    return [...this.#read.values()].filter((held) => held !== undefined);
  }

  /** Lets go of what is held. */
  async release(): Promise<void> {
    await this.#holdAll([]);
  }

  /** What cannot be read holds nothing that could be relied on. */
  async #holdIfReadable(path: string): Promise<Held | undefined> {
    try {
      return await this.#prover.hold(path);
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      return undefined;
    }
  }
}

const tooLarge: Proof = { kind: "unread", reason: "It is larger than any slice that TenantTrail writes." };
const notItsName: Proof = { kind: "unread", reason: "It is not what its name says." };

/**
 * The slices of a ledger that may hold rows of an unnamed one: of its day those in whose times its rows fall, and where
 * a time is only approximately known all of the days around (design: Slices).
 */
function slicesThatMayHold(
  { approximate, firstMs, lastMs }: SliceContents,
  day: string,
  { slices }: Pick<LedgerState, "slices">,
): readonly SliceState[] {
  const days = new Set(approximate > 0 ? [-1, 0, 1].map((steps) => neighbouringDay(day, steps)) : [day]);
  return [...slices].flatMap(([key, slice]) => {
    if (!days.has(parsePartKey(key)?.day ?? "")) return [];
    if (approximate > 0) return [slice];
    const meets = (slice.firstMs ?? Infinity) <= (lastMs ?? 0) && (firstMs ?? 0) <= (slice.lastMs ?? -Infinity);
    return meets ? [slice] : [];
  });
}
