import type { LedgerState } from "../../src/lake/ledger/ledger-state.ts";
import { merge } from "../../src/lake/merge/merge.ts";
import { parseSlicePath, type SliceName, sliceOf, slicePath } from "../../src/lake/slices/slice.ts";
import type {
  BatchWork,
  HeldRow,
  HeldRowsQuestion,
  InputChange,
  SliceContents,
  SliceOutcome,
  TouchedSlice,
} from "../../src/lake/slices/slice-work.ts";
import type { StagedRow } from "../../src/lake/slices/staging.ts";
import type { Storage } from "../../src/lake/storage/storage.ts";
import { writeOrFind } from "../../src/lake/storage/write-or-find.ts";
import { neighbouringDay } from "../../src/protocol/log-day.ts";
import type { TableName } from "../../src/protocol/tables.ts";
import { contentsOf, decodeSlice, encodeSlice, type HeldJsonSlice, heldSlice, observationOf } from "./json-slice.ts";

interface NamedRow extends StagedRow {
  readonly tenantId: string;
  readonly unnamed: boolean;
}

/** The commit's work over JSON slices, by the pure merge. */
export class MemorySliceWork implements BatchWork<HeldJsonSlice> {
  readonly #storage: Storage;
  #staged: readonly StagedRow[] = [];
  #refs: ReadonlyMap<number, string> = new Map();
  #named: readonly NamedRow[] = [];
  /** Slice path of each approximate row that does not go where its time would put it, by tenant and key. */
  #rehomed = new Map<string, string>();
  /** By slice path, tenants and keys of approximate rows that yield to an exact one, and the path where that goes. */
  #withdrawn = new Map<string, Map<string, string>>();
  #selected: readonly NamedRow[] = [];

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async stage(rows: readonly StagedRow[], refs: ReadonlyMap<number, string>): Promise<void> {
    this.#staged = rows;
    this.#refs = refs;
  }

  async notShown(
    paths: readonly string[],
    { tenantId, source, signInKind, fromMs, toMs, seenBeforeMs }: HeldRowsQuestion,
    isShown: (key: string) => boolean,
  ): Promise<readonly HeldRow[]> {
    const slices = await Promise.all(paths.map((path) => this.#storage.read(path)));
    return slices
      .flatMap((bytes) => (bytes === undefined ? [] : decodeSlice(bytes).rows))
      .filter(
        (row) =>
          row.tenantId === tenantId &&
          row.row.source === source &&
          row.row.eventMs >= fromMs &&
          row.row.eventMs < toMs &&
          row.firstSeenMs !== null &&
          row.firstSeenMs < seenBeforeMs &&
          (signInKind === undefined || kindOf(row.row.raw) === signInKind) &&
          !isShown(row.key),
      )
      .map(({ key, row }) => ({ key, eventMs: row.eventMs }));
  }

  async nameTenants(unnamedTenant: string): Promise<void> {
    this.#named = this.#staged.map((row) => ({
      ...row,
      tenantId: row.tenantId ?? unnamedTenant,
      unnamed: row.tenantId === null,
    }));
  }

  async rowsByDay(table: TableName): Promise<ReadonlyMap<string, number>> {
    const days = new Map<string, number>();
    for (const { eventTimeMs } of this.#of(table)) {
      const day = sliceOf(table, eventTimeMs, 1).day;
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    return days;
  }

  async findSlices(table: TableName, state: LedgerState): Promise<readonly TouchedSlice[]> {
    this.#rehomed = new Map();
    this.#withdrawn = new Map();
    const placeOf = ({ eventTimeMs }: StagedRow): SliceName =>
      sliceOf(table, eventTimeMs, state.parts.get(sliceOf(table, eventTimeMs, 1).day) ?? 1);
    const touched = new Map<string, TouchedSlice>();
    for (const row of this.#of(table)) {
      const slice = placeOf(row);
      const rows = (touched.get(slicePath(slice))?.rows ?? 0) + 1;
      touched.set(slicePath(slice), { slice, rows });
    }
    const exact = new Map(
      this.#of(table)
        .filter(({ timeIsApproximate }) => !timeIsApproximate)
        .map((row) => [identity(row), slicePath(placeOf(row))]),
    );
    for (const row of this.#of(table)) {
      const path = exact.get(identity(row));
      if (row.timeIsApproximate && path !== undefined) this.#rehomed.set(identity(row), path);
    }
    for (const path of this.#toSearch(table, state)) await this.#search(table, path, exact);
    const ordered = [...touched.values()].sort((a, b) => (slicePath(a.slice) < slicePath(b.slice) ? -1 : 1));
    for (const path of [...new Set(this.#rehomed.values())].sort()) {
      const slice = parseSlicePath(path);
      if (slice !== undefined && !touched.has(path)) ordered.push({ slice, rows: 0 });
    }
    for (const [path, gone] of [...this.#withdrawn].sort()) {
      const slice = parseSlicePath(path);
      if (slice !== undefined) ordered.push({ slice, rows: 0, yieldsTo: [...new Set(gone.values())] });
    }
    return ordered;
  }

  async select(slice: SliceName): Promise<void> {
    const path = slicePath(slice);
    const parts = 24 / (slice.toHour - slice.fromHour);
    this.#selected = this.#of(slice.table).filter((row) => {
      const rehomed = row.timeIsApproximate ? this.#rehomed.get(identity(row)) : undefined;
      const { day, hour } = placeOf(row.eventTimeMs);
      return rehomed === undefined
        ? day === slice.day && Math.floor((hour * parts) / 24) * (24 / parts) === slice.fromHour
        : rehomed === path;
    });
  }

  async hold(slice: SliceName): Promise<HeldJsonSlice | undefined> {
    const path = slicePath(slice);
    for (;;) {
      const before = await this.#storage.head(path);
      if (before === undefined) return undefined;
      const bytes = await this.#storage.read(path);
      const after = await this.#storage.head(path);
      if (bytes !== undefined && before.version === after?.version) return heldSlice(bytes, before.version);
    }
  }

  async contents({ slice }: HeldJsonSlice): Promise<SliceContents> {
    return contentsOf(slice);
  }

  async release(): Promise<void> {}

  async merge(slice: SliceName, held: HeldJsonSlice | undefined, loses: boolean): Promise<SliceOutcome> {
    const path = slicePath(slice);
    const withdrawn = (loses ? this.#withdrawn.get(path) : undefined) ?? new Map<string, string>();
    const before = held?.slice.rows ?? [];
    const existing = before.filter((row) => !withdrawn.has(identity(row)));
    const tenantOfKey = new Map(existing.map(({ tenantId, key }) => [key, tenantId]));
    const selected = this.#selected;
    const incoming = selected.map((row) =>
      observationOf(
        row,
        (row.unnamed ? tenantOfKey.get(row.key) : undefined) ?? row.tenantId,
        this.#refs.get(row.input) ?? "",
      ),
    );
    const { rows, changes } = merge(existing, incoming);
    const inputs = countChanges(selected, changes);
    if (inputs.length === 0 && existing.length === before.length) return { change: undefined, inputs };
    const merged = { parent: held?.sha256 ?? null, rows };
    const bytes = encodeSlice(merged);
    const written = heldSlice(bytes, "");
    const condition = held === undefined ? ({ ifAbsent: true } as const) : { ifVersion: held.version };
    await writeOrFind(
      written.sha256,
      () => this.#storage.write(path, bytes, condition),
      async () => (await this.hold(slice))?.sha256,
    );
    const sum = (change: string): number =>
      inputs.filter((input) => input.change === change).reduce((total, input) => total + input.rows, 0);
    return {
      change: {
        path,
        before: held?.sha256 ?? null,
        after: written.sha256,
        bytes: bytes.length,
        ...contentsOf(merged),
        added: sum("added"),
        updated: sum("updated"),
        late: inputs.reduce((total, { late }) => total + late, 0),
      },
      inputs,
    };
  }

  #of(table: TableName): readonly NamedRow[] {
    return this.#named.filter((row) => row.table === table);
  }

  /** Slices within a day of a staged row that may hold its key at another time. */
  #toSearch(table: TableName, state: LedgerState): string[] {
    const near = (rows: readonly StagedRow[]): Set<string> =>
      new Set(rows.flatMap(({ eventTimeMs }) => [-1, 0, 1].map((n) => neighbouringDay(placeOf(eventTimeMs).day, n))));
    const nearApproximate = near(this.#of(table).filter(({ timeIsApproximate }) => timeIsApproximate));
    const nearExact = near(this.#of(table).filter(({ timeIsApproximate }) => !timeIsApproximate));
    return [...state.slices.values()]
      .filter(({ path, approximate }) => {
        const day = parseSlicePath(path)?.day ?? "";
        return nearApproximate.has(day) || (approximate > 0 && nearExact.has(day));
      })
      .map(({ path }) => path);
  }

  async #search(table: TableName, path: string, exact: ReadonlyMap<string, string>): Promise<void> {
    const bytes = await this.#storage.read(path);
    if (bytes === undefined) return;
    const { rows } = heldSlice(bytes, "").slice;
    const keys = new Set(rows.map(identity));
    for (const row of this.#of(table))
      if (row.timeIsApproximate && keys.has(identity(row)) && !this.#rehomed.has(identity(row)))
        this.#rehomed.set(identity(row), path);
    for (const row of rows) {
      const home = exact.get(identity(row));
      if (!row.row.approximate || home === undefined || home === path) continue;
      const gone = this.#withdrawn.get(path) ?? new Map<string, string>();
      this.#withdrawn.set(path, gone.set(identity(row), home));
    }
  }
}

function kindOf(raw: string): unknown {
  const record: { readonly signInEventTypes?: readonly unknown[] } = JSON.parse(raw);
  return record.signInEventTypes?.[0];
}

function countChanges(rows: readonly NamedRow[], changes: readonly InputChange["change"][]): InputChange[] {
  const counts = new Map<string, { input: number; change: InputChange["change"]; rows: number; late: number }>();
  for (const [index, { input, late }] of rows.entries()) {
    const change = changes[index];
    if (change === undefined || change === "unchanged") continue;
    const id = `${input} ${change}`;
    const count = counts.get(id) ?? { input, change, rows: 0, late: 0 };
    count.rows += 1;
    count.late += Number(late && change === "added");
    counts.set(id, count);
  }
  return [...counts.values()];
}

function placeOf(eventMs: number): { day: string; hour: number } {
  const text = new Date(eventMs).toISOString();
  return { day: text.slice(0, 10), hour: Number(text.slice(11, 13)) };
}

function identity({ tenantId, key }: { readonly tenantId: string; readonly key: string }): string {
  return `${tenantId} ${key}`;
}
