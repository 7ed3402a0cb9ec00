import type { LedgerState } from "../../src/lake/ledger/ledger-state.ts";
import type { SliceName } from "../../src/lake/slices/slice.ts";
import type {
  BatchWork,
  HeldRow,
  HeldRowsQuestion,
  HeldSlice,
  SliceContents,
  SliceOutcome,
  TouchedSlice,
} from "../../src/lake/slices/slice-work.ts";
import type { StagedRow } from "../../src/lake/slices/staging.ts";
import type { TableName } from "../../src/protocol/tables.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Real work in virtual time, which stands still meanwhile. */
export class OutsideWork<Held extends HeldSlice> implements BatchWork<Held> {
  readonly #inner: BatchWork<Held>;
  readonly #time: VirtualTime;

  constructor(inner: BatchWork<Held>, time: VirtualTime) {
    this.#inner = inner;
    this.#time = time;
  }

  stage(rows: readonly StagedRow[], refs: ReadonlyMap<number, string>): Promise<void> {
    return this.#time.outside(() => this.#inner.stage(rows, refs));
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

  findSlices(table: TableName, state: LedgerState): Promise<readonly TouchedSlice[]> {
    return this.#time.outside(() => this.#inner.findSlices(table, state));
  }

  select(slice: SliceName, signal: AbortSignal | undefined): Promise<void> {
    return this.#time.outside(() => this.#inner.select(slice, signal));
  }

  merge(
    slice: SliceName,
    held: Held | undefined,
    loses: boolean,
    signal: AbortSignal | undefined,
  ): Promise<SliceOutcome> {
    return this.#time.outside(() => this.#inner.merge(slice, held, loses, signal));
  }

  hold(slice: SliceName): Promise<Held | undefined> {
    return this.#time.outside(() => this.#inner.hold(slice));
  }

  contents(held: Held): Promise<SliceContents> {
    return this.#time.outside(() => this.#inner.contents(held));
  }

  release(held: Held): Promise<void> {
    return this.#time.outside(() => this.#inner.release(held));
  }
}
