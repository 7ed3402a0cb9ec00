import { sum } from "../base/sum.ts";
import { throwIfCancelled } from "../protocol/errors.ts";
import type { RecoverOutcome } from "../protocol/lake.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { commitStaged } from "./commit.ts";
import type { Lake } from "./lake.ts";
import { partKey } from "./ledger/day-part.ts";
import type { HeldSlice, RecoveryWork } from "./slices/slice-work.ts";
import type { Storage } from "./storage/storage.ts";
import { HeldProof } from "./unnamed/held-proof.ts";
import { otherSlices } from "./unnamed/unnamed-slices.ts";

/** So many bytes of slices are merged back at once; one is, however large. */
const bytesAtOnce = 64 * 1024 * 1024;

export interface RecoverOptions {
  readonly tables?: readonly TableName[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Merges the rows of slices that the ledgers do not name back into the lake, as an import would: what is held stays, what
 * is missing or older comes in, and an entry tells of it. Slices that were left out of a rebuilt ledger are taken too,
 * if they can be read by now. The files stay; those that no entry names are swept once they are a week old.
 * @throws TenantTrailError when the lake cannot be read or written; CancelledError, which leaves whole slices.
 */
export async function recoverRows<Held extends HeldSlice>(
  work: RecoveryWork<Held>,
  lake: Lake<Storage>,
  options: RecoverOptions = {},
): Promise<RecoverOutcome> {
  const recovery = new Recovery(work, lake, options);
  for (const table of options.tables ?? tableNames) await recovery.recover(table);
  return recovery.outcome;
}

class Recovery<Held extends HeldSlice> {
  readonly #work: RecoveryWork<Held>;
  readonly #lake: Lake<Storage>;
  readonly #options: RecoverOptions;
  #slices = 0;
  readonly #rows = { added: 0, updated: 0 };
  readonly #unread: RecoverOutcome["unread"][number][] = [];
  #waiting: Held[] = [];

  constructor(work: RecoveryWork<Held>, lake: Lake<Storage>, options: RecoverOptions) {
    this.#work = work;
    this.#lake = lake;
    this.#options = options;
  }

  get outcome(): RecoverOutcome {
    return { slices: this.#slices, ...this.#rows, unread: this.#unread };
  }

  async recover(table: TableName): Promise<void> {
    const { signal, onProgress } = this.#options;
    const ledger = this.#lake.ledger(table);
    const state = await this.#lake.state(this.#work, table, signal);
    const found = otherSlices(await this.#lake.storage.names(`${table}/`, { signal }), state);
    const proof = new HeldProof(this.#work, this.#lake.storage);
    try {
      for (const [index, slice] of found.entries()) {
        throwIfCancelled(signal);
        onProgress?.({ done: index, total: found.length });
        const known = await proof.of(slice, ledger.kept ?? state, signal);
        if (known.kind === "unread") this.#unread.push({ slice: slice.path, reason: known.reason });
        if (known.kind === "left") await this.#take(table, await this.#work.hold(slice.path));
      }
      await this.#merge(table);
    } finally {
      await proof.release();
      for (const held of this.#waiting.splice(0)) await held.release?.();
    }
  }

  async #take(table: TableName, held: Held | undefined): Promise<void> {
    if (held === undefined) return;
    if (held.bytes + sum(this.#waiting, ({ bytes }) => bytes) > bytesAtOnce) await this.#merge(table);
    this.#waiting.push(held);
  }

  async #merge(table: TableName): Promise<void> {
    const waiting = [...this.#waiting];
    if (waiting.length === 0) return;
    await this.#work.stageSlices(table, waiting);
    const { signal } = this.#options;
    const { counts, failed } = await commitStaged(this.#work, this.#lake, { ...(signal && { signal }) });
    for (const { change, rows } of counts) if (change !== "unchanged") this.#rows[change] += rows;
    for (const { part, error } of failed) this.#unread.push({ slice: partKey(part), reason: error.message });
    this.#slices += waiting.length;
    for (const held of this.#waiting.splice(0)) await held.release?.();
  }
}
