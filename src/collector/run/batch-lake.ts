import { takeSearch } from "../../lake/collecting/search-budget.ts";
import { saveTenant } from "../../lake/collecting/tenant-settings.ts";
import { commitStaged } from "../../lake/commit.ts";
import type { Lake } from "../../lake/lake.ts";
import type { LedgerState } from "../../lake/ledger/ledger-state.ts";
import { slicePath } from "../../lake/slices/slice.ts";
import type { BatchWork, HeldSlice, InputChange } from "../../lake/slices/slice-work.ts";
import type { Storage } from "../../lake/storage/storage.ts";
import type { TenantSettings } from "../../protocol/collector.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { Batch, BatchOutcome, CollectLake, InputCounts } from "./collect-lake.ts";

/** Commits batch by batch through whatever stages and merges the rows. Batches are given one after the other. */
export class BatchLake<Held extends HeldSlice> implements CollectLake {
  readonly reject: CollectLake["reject"];
  readonly #lake: Lake<Storage>;
  readonly #work: BatchWork<Held>;

  constructor(lake: Lake<Storage>, work: BatchWork<Held>, reject: CollectLake["reject"]) {
    this.#lake = lake;
    this.#work = work;
    this.reject = reject;
  }

  async state(table: TableName, signal?: AbortSignal): Promise<LedgerState> {
    return this.#lake.state(this.#work, table, signal);
  }

  /** @throws TenantTrailError when the lake cannot be written; what was merged before is kept and nothing is covered. */
  async commit(batch: Batch): Promise<BatchOutcome> {
    const { table, failures, expectedRowsPerDay } = batch;
    await this.#work.stage(batch.rows, batch.inputs);
    const windows = (changes: readonly InputChange[]) => batch.windows(countsByInput(changes));
    const reads = { table, windows, failures, expectedRowsPerDay };
    const { counts, failed } = await commitStaged(this.#work, this.#lake, { reads });
    return {
      counts: countsByInput(counts),
      failed: failed.map(({ slice, error }) => ({ path: slicePath(slice), reason: error.message })),
    };
  }

  takeSearch(tenantId: string, nowMs: number): Promise<number | undefined> {
    return takeSearch(this.#lake.storage, tenantId, nowMs);
  }

  async saveTenant(settings: TenantSettings): Promise<void> {
    await saveTenant(this.#lake.storage, settings, new Date(this.#lake.time.now()));
  }
}

function countsByInput(changes: readonly InputChange[]): ReadonlyMap<number, InputCounts> {
  const counts = new Map<number, InputCounts>();
  for (const { input, change, rows, late } of changes) {
    const { added, updated, late: earlier } = counts.get(input) ?? { added: 0, updated: 0, late: 0 };
    counts.set(input, {
      added: added + (change === "added" ? rows : 0),
      updated: updated + (change === "updated" ? rows : 0),
      late: earlier + late,
    });
  }
  return counts;
}
