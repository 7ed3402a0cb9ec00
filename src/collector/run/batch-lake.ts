import { minuteMs } from "../../base/time-units.ts";
import { takeSearch } from "../../lake/collecting/search-budget.ts";
import { keepUnsubscribed, readUnsubscribed, saveTenant } from "../../lake/collecting/tenant-settings.ts";
import { commitStaged } from "../../lake/commit.ts";
import type { Lake } from "../../lake/lake.ts";
import { coverageKey } from "../../lake/ledger/coverage.ts";
import { partKey } from "../../lake/ledger/day-part.ts";
import type { LedgerState } from "../../lake/ledger/ledger-state.ts";
import type { BatchWork, HeldRowsQuestion, HeldSlice, InputChange } from "../../lake/slices/slice-work.ts";
import type { Storage } from "../../lake/storage/storage.ts";
import type { SourceId, TenantSettings, UnsubscribedStretch } from "../../protocol/collector.ts";
import type { TableName } from "../../protocol/tables.ts";
import { Turns } from "../../protocol/turns.ts";
import { leftRowsWords } from "../../protocol/words/left-rows-words.ts";
import type { Batch, BatchOutcome, CollectLake, Comparison, InputCounts } from "./collect-lake.ts";

/** What this run read or wrote of a ledger so lately is not read again: others who write too are met at the next entry. */
const freshMs = minuteMs;

/** Commits batch by batch through whatever stages and merges the rows. */
export class BatchLake<Held extends HeldSlice> implements CollectLake {
  readonly reject: CollectLake["reject"];
  readonly #lake: Lake<Storage>;
  readonly #work: BatchWork<Held>;
  readonly #committed: (table: TableName) => Promise<void>;
  /** Rows are staged, merged and held against each other by one after the other. */
  readonly #workTurns = new Turns();
  /** When each table's ledger was read or written last. */
  readonly #seenMs = new Map<TableName, number>();

  /** @param committed is told of each table into which rows were merged. */
  constructor(
    lake: Lake<Storage>,
    work: BatchWork<Held>,
    reject: CollectLake["reject"],
    committed: (table: TableName) => Promise<void> = async () => undefined,
  ) {
    this.#lake = lake;
    this.#work = work;
    this.#committed = committed;
    this.reject = reject;
  }

  async state(table: TableName, signal?: AbortSignal): Promise<LedgerState> {
    const { kept } = this.#lake.ledger(table);
    const seenMs = this.#seenMs.get(table) ?? Number.NEGATIVE_INFINITY;
    if (kept !== undefined && Math.abs(this.#lake.time.now() - seenMs) < freshMs) return kept;
    const state = await this.#lake.state(this.#work, table, signal);
    this.#seenMs.set(table, this.#lake.time.now());
    return state;
  }

  /** @throws TenantTrailError when the lake cannot be written; what was merged before is kept and nothing is covered. */
  async commit(batch: Batch): Promise<BatchOutcome> {
    const outcome =
      batch.rows.length === 0 ? await this.#tell(batch) : await this.#workTurns.take(() => this.#merge(batch));
    this.#seenMs.set(batch.table, this.#lake.time.now());
    return outcome;
  }

  async keepCheckpoints(): Promise<void> {
    await Promise.all([...this.#seenMs.keys()].map((table) => this.#lake.ledger(table).keepCheckpoint()));
  }

  async #merge(batch: Batch): Promise<BatchOutcome> {
    const { table, failures, expectedRowsPerDay } = batch;
    await this.#work.stage(batch.rows, batch.inputs);
    const windows = (changes: readonly InputChange[]) => batch.windows(countsByInput(changes));
    const reads = { table, windows, failures, expectedRowsPerDay };
    const { counts, failed, left } = await commitStaged(this.#work, this.#lake, { reads });
    await this.#committed(table);
    return {
      counts: countsByInput(counts),
      failed: failed.map(({ part, error }) => ({ path: partKey(part), reason: error.message })),
      ...(left.length > 0 && { warnings: left.map(leftRowsWords) }),
    };
  }

  async compare(source: SourceId, question: HeldRowsQuestion, isShown: (key: string) => boolean): Promise<Comparison> {
    const { table, tenantId } = question;
    const state = this.#lake.ledger(table).kept ?? (await this.state(table));
    const paths = slicesIn(state, question);
    const look = () => this.#work.notShown(paths, question, isShown);
    return {
      notShown: paths.length === 0 ? [] : await this.#workTurns.take(look),
      lackedBefore: state.lacked.get(coverageKey(tenantId, source)) ?? [],
    };
  }

  /** Tells the ledger what was read and brought no row. */
  async #tell({ table, failures, windows: read }: Batch): Promise<BatchOutcome> {
    const windows = read(new Map());
    if (windows.length + failures.length > 0)
      await this.#lake.append(table, await this.state(table), () => ({
        kind: "commit",
        ...(windows.length > 0 && { windows: [...windows] }),
        ...(failures.length > 0 && { failures: [...failures] }),
      }));
    return { counts: new Map(), failed: [] };
  }

  takeSearch(tenantId: string, nowMs: number): Promise<number | undefined> {
    return takeSearch(this.#lake.storage, tenantId, nowMs);
  }

  keepUnsubscribed(
    settings: TenantSettings,
    source: SourceId,
    stretch: UnsubscribedStretch,
  ): Promise<readonly UnsubscribedStretch[]> {
    const { storage, time } = this.#lake;
    return keepUnsubscribed(storage, settings, source, stretch, time.now());
  }

  unsubscribed(tenantId: string): Promise<TenantSettings["unsubscribed"]> {
    return readUnsubscribed(this.#lake.storage, tenantId);
  }

  async saveTenant(settings: TenantSettings): Promise<void> {
    await saveTenant(this.#lake.storage, settings, new Date(this.#lake.time.now()));
  }
}

/** The slices that may hold rows of a tenant in a stretch; mostly none where new events were read. */
function slicesIn(state: LedgerState, { tenantId, fromMs, toMs }: HeldRowsQuestion): readonly string[] {
  return [...state.slices.values()].flatMap(({ path, tenants, firstMs, lastMs }) => {
    if ((tenants[tenantId] ?? 0) === 0 || firstMs === null || lastMs === null) return [];
    return firstMs < toMs && fromMs <= lastMs ? [path] : [];
  });
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
