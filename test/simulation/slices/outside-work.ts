import type { DayPart } from "../../../src/lake/ledger/day-part.ts";
import type { SliceChange, SliceContents } from "../../../src/lake/ledger/ledger-entry.ts";
import type { LedgerState } from "../../../src/lake/ledger/ledger-state.ts";
import type {
  BatchWork,
  FoundParts,
  HeldRow,
  HeldRowsQuestion,
  HeldSlice,
  RecoveryWork,
  SliceOutcome,
} from "../../../src/lake/slices/slice-work.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import type { TableName } from "../../../src/protocol/tables.ts";
import type { VirtualTime } from "../processes/virtual-time.ts";

/** Real work in virtual time, which stands still meanwhile. */
export class OutsideWork<Held extends HeldSlice> implements BatchWork<Held>, RecoveryWork<Held> {
  readonly #inner: BatchWork<Held> & RecoveryWork<Held>;
  readonly #time: VirtualTime;

  constructor(inner: BatchWork<Held> & RecoveryWork<Held>, time: VirtualTime) {
    this.#inner = inner;
    this.#time = time;
  }

  stage(rows: readonly StagedRow[], refs: ReadonlyMap<number, string>): Promise<void> {
    return this.#time.outside(() => this.#inner.stage(rows, refs));
  }

  stageSlices(table: TableName, slices: readonly Held[]): Promise<void> {
    return this.#time.outside(() => this.#inner.stageSlices(table, slices));
  }

  notShown(
    paths: readonly string[],
    question: HeldRowsQuestion,
    isShown: (key: string) => boolean,
  ): Promise<readonly HeldRow[]> {
    return this.#time.outside(() => this.#inner.notShown(paths, question, isShown));
  }

  nameTenants(unnamedTenant: string): Promise<void> {
    return this.#time.outside(() => this.#inner.nameTenants(unnamedTenant));
  }

  rowsByDay(table: TableName): Promise<ReadonlyMap<string, number>> {
    return this.#time.outside(() => this.#inner.rowsByDay(table));
  }

  findParts(table: TableName, state: LedgerState): Promise<FoundParts> {
    return this.#time.outside(() => this.#inner.findParts(table, state));
  }

  unheld(table: TableName, slice: Held, others: readonly Held[], signal?: AbortSignal): Promise<number> {
    return this.#time.outside(() => this.#inner.unheld(table, slice, others, signal));
  }

  select(part: DayPart, signal: AbortSignal | undefined): Promise<void> {
    return this.#time.outside(() => this.#inner.select(part, signal));
  }

  async merge(
    part: DayPart,
    held: Held | undefined,
    loses: boolean,
    signal: AbortSignal | undefined,
  ): Promise<SliceOutcome> {
    const outcome = await this.#time.outside(() => this.#inner.merge(part, held, loses, signal));
    const { written } = outcome;
    if (written === undefined) return outcome;
    const ensure = (): Promise<void> => this.#time.outside(() => written.ensure());
    const forget = (): Promise<void> => this.#time.outside(() => written.forget());
    return { ...outcome, written: { ...written, ensure, forget } };
  }

  hold(path: string): Promise<Held | undefined> {
    return this.#time.outside(() => this.#inner.hold(path));
  }

  contents(table: TableName, held: Held): Promise<SliceContents> {
    return this.#time.outside(() => this.#inner.contents(table, held));
  }

  join(part: DayPart, held: readonly Held[]): Promise<SliceChange | undefined> {
    return this.#time.outside(async () => this.#inner.join?.(part, held));
  }
}
