import { sum } from "../../base/sum.ts";
import type { Range } from "../../lake/ledger/coverage.ts";
import type { FailedRead } from "../../lake/ledger/ledger-entry.ts";
import type { StagedRow } from "../../lake/slices/staging.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { CollectLake, InputCounts } from "./collect-lake.ts";
import { usualSizes } from "./collect-parts.ts";
import type { OpenWindow, WindowCost } from "./open-window.ts";

/** Fetching waits while so much is unmerged, so that memory stays bounded. */
const unmergedLimit = 32 * 1024 * 1024;

/**
 * So many windows without rows go into one entry of the ledger, because each entry is a file. If the process is killed
 * before, they are read again.
 */
const quietWindows = 16;

interface EndedWindow {
  readonly open: OpenWindow;
  /** What its reader could not get, and what lay below the floor when it ended. */
  readonly missing: readonly Range[];
  readonly cost: WindowCost;
  readonly endedMs: number;
}

interface Pending {
  rows: StagedRow[];
  inputs: Map<number, string>;
  /** Windows that some of the rows belong to. */
  opens: Set<OpenWindow>;
  size: number;
  ended: EndedWindow[];
  failures: FailedRead[];
}

export interface CommitterOptions {
  /** Default that of `usualSizes`. */
  readonly batchSize?: number;
  readonly expectedRowsPerDay: (table: TableName) => number;
  /** What windows that are about to be told could not offer, beside what was missing at their ends. */
  readonly notOffered: (ended: readonly OpenWindow[]) => Promise<ReadonlyMap<OpenWindow, readonly Range[]>>;
  /** Told after each commit; `ended` are the windows that are in the ledger now. */
  readonly onCommit: (table: TableName, counts: ReadonlyMap<number, InputCounts>, ended: readonly OpenWindow[]) => void;
  /** Called with a window that was read and is doubted, because it lacked rows that are held. */
  readonly onDoubted: (ended: OpenWindow) => void;
  /** Told of a window whose rows could not all be merged. */
  readonly onUnmerged: (ended: OpenWindow, reason: string) => void;
  /** Told of what a person should know of the lake. */
  readonly onWarning?: (warning: string) => void;
  /** Told once, when a commit failed: nothing can be kept any more. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Merges what is fetched, one batch after the other, while the fetching goes on. Tables that have only something to
 * tell their ledgers do not wait for each other.
 */
export class Committer {
  readonly #lake: CollectLake;
  readonly #options: CommitterOptions;
  readonly #pending = new Map<TableName, Pending>();
  #unmerged = 0;
  /** What is under way; each ends without an error. */
  readonly #running = new Map<TableName, { readonly merges: boolean; readonly ended: Promise<void> }>();
  #draining = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(lake: CollectLake, options: CommitterOptions) {
    this.#lake = lake;
    this.#options = options;
  }

  /** Takes the rows of one answer to a window. */
  add(open: OpenWindow, input: number, ref: string, rows: readonly StagedRow[]): void {
    if (rows.length === 0) return;
    const pending = this.#of(open.source.table);
    pending.opens.add(open);
    const size = sum(rows, ({ raw }) => raw.length);
    for (const row of rows) pending.rows.push(row);
    pending.inputs.set(input, ref);
    pending.size += size;
    this.#unmerged += size;
    this.#pump();
  }

  /** The window was read to its last page; it is covered once the rows so far are merged. */
  end(ended: EndedWindow): void {
    this.#of(ended.open.source.table).ended.push(ended);
    this.#pump();
  }

  fail(table: TableName, failure: FailedRead): void {
    this.#of(table).failures.push(failure);
    this.#pump();
  }

  /** Waits until there is room for more rows. */
  async room(): Promise<void> {
    while (this.#unmerged > unmergedLimit && this.#running.size > 0) await this.#nextEnded();
  }

  /** Merges everything. @throws what a commit threw. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.#pump();
    while (this.#running.size > 0) await this.#nextEnded();
    this.#draining = false;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #nextEnded(): Promise<void> {
    await Promise.race([...this.#running.values()].map(({ ended }) => ended));
  }

  /** Begins whatever can be begun. */
  #pump(): void {
    for (const table of this.#ready()) {
      if (this.#failure !== undefined) return;
      const merges = this.#of(table).rows.length > 0;
      const waits = this.#running.has(table) || (merges && [...this.#running.values()].some((each) => each.merges));
      if (!waits) this.#running.set(table, { merges, ended: this.#run(table) });
    }
  }

  async #run(table: TableName): Promise<void> {
    try {
      await this.#commit(table);
    } catch (error) {
      this.#failure ??= { error };
      this.#options.onFailure(error);
    } finally {
      this.#running.delete(table);
    }
    this.#pump();
  }

  /** The tables that are worth a commit, the one with most to merge first. */
  #ready(): readonly TableName[] {
    const all = [...this.#pending].filter(
      ([, { rows, ended, failures }]) => rows.length + ended.length + failures.length > 0,
    );
    const { batchSize = usualSizes.batchSize } = this.#options;
    const full = this.#draining || this.#unmerged > unmergedLimit;
    const ready = all.filter(
      ([, { rows, size, ended, failures }]) =>
        full || size >= batchSize || failures.length > 0 || ended.length >= (rows.length > 0 ? 1 : quietWindows),
    );
    return ready.sort(([, a], [, b]) => b.size - a.size).map(([table]) => table);
  }

  async #commit(table: TableName): Promise<void> {
    const { rows, inputs, opens, size, ended, failures } = this.#of(table);
    this.#pending.delete(table);
    for (const { open } of ended) await this.#compare(open);
    const notOffered = ended.length === 0 ? undefined : await this.#options.notOffered(ended.map(({ open }) => open));
    const reads = (counts: ReadonlyMap<number, InputCounts>) =>
      ended
        .filter(({ open }) => open.unmerged === undefined)
        .flatMap(({ open, missing, cost, endedMs }) =>
          open.reads(counts, [...missing, ...(notOffered?.get(open) ?? [])], cost, endedMs),
        );
    const outcome = await this.#lake.commit({
      table,
      rows,
      inputs,
      failures,
      windows: reads,
      expectedRowsPerDay: this.#options.expectedRowsPerDay(table),
    });
    this.#unmerged -= size;
    for (const warning of outcome.warnings ?? []) this.#options.onWarning?.(warning);
    for (const open of opens) open.merged(outcome.counts);
    const [failed] = outcome.failed;
    // A window that is still being read has rows in this batch too.
    if (failed !== undefined)
      for (const open of [...opens, ...ended.map(({ open }) => open)])
        open.unmerged ??= `${failed.path}: ${failed.reason}`;
    const windows = ended.map(({ open }) => open);
    this.#options.onCommit(
      table,
      outcome.counts,
      windows.filter((open) => open.unmerged === undefined && open.lacked === 0),
    );
    for (const open of windows)
      if (open.unmerged !== undefined) this.#options.onUnmerged(open, open.unmerged);
      else if (open.lacked > 0) this.#options.onDoubted(open);
  }

  /** Compares a window that was read to its end with the lake, before its own rows are merged. */
  async #compare(open: OpenWindow): Promise<void> {
    const { question } = open;
    if (question === undefined || open.unmerged !== undefined) return;
    try {
      open.compared(await this.#lake.compare(open.source.id, question, (key) => open.shows(key)));
    } catch (error) {
      if (!(error instanceof TenantTrailError) || error.code !== "broken-slice") throw error;
      open.unmerged = error.message;
    }
  }

  #of(table: TableName): Pending {
    let pending = this.#pending.get(table);
    if (pending === undefined) {
      pending = { rows: [], inputs: new Map(), opens: new Set(), size: 0, ended: [], failures: [] };
      this.#pending.set(table, pending);
    }
    return pending;
  }
}
