import { type DayPart, parsePartKey, partKey, partOf, partTimes } from "../../../src/lake/ledger/day-part.ts";
import type { SliceChange, SliceContents } from "../../../src/lake/ledger/ledger-entry.ts";
import type { LedgerState } from "../../../src/lake/ledger/ledger-state.ts";
import { slicePath } from "../../../src/lake/ledger/slice-path.ts";
import { type Merged, merge, type Observation } from "../../../src/lake/merge/merge-law.ts";
import { slicesToSearch } from "../../../src/lake/slices/searched-slices.ts";
import type {
  BatchWork,
  FoundParts,
  HeldRow,
  HeldRowsQuestion,
  InputChange,
  RecoveryWork,
  SliceOutcome,
  TouchedPart,
  WrittenSlice,
} from "../../../src/lake/slices/slice-work.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import { type Storage, WriteConflict } from "../../../src/lake/storage/storage.ts";
import type { TableName } from "../../../src/protocol/tables.ts";
import { unassignedTenant } from "../../../src/protocol/unassigned-tenant.ts";
import { tables } from "../../../src/tables/schema/all-tables.ts";
import { DecodedSlices } from "./decoded-slices.ts";
import { completedRow, contentsOf, type HeldJsonSlice, type JsonRow, observationOf } from "./json-slice.ts";

interface NamedRow extends StagedRow {
  readonly tenantId: string;
  readonly unnamed: boolean;
}

const hour = 3_600_000;

/** The commit's work over JSON slices, by the pure merge. */
export class MemorySliceWork implements BatchWork<HeldJsonSlice>, RecoveryWork<HeldJsonSlice> {
  readonly #storage: Storage;
  readonly #slices: DecodedSlices;
  #staged: readonly StagedRow[] = [];
  #refs: ReadonlyMap<number, string> = new Map();
  #named: readonly NamedRow[] = [];
  /** Part of each approximate row that does not go where its time would put it, by tenant and key. */
  #rehomed = new Map<string, string>();
  /** By part, tenants and keys of approximate rows that yield to an exact one, and the part where that goes. */
  #withdrawn = new Map<string, Map<string, string>>();
  #selected: readonly NamedRow[] = [];

  /** @param slices shared by all who work on one lake. */
  constructor(storage: Storage, slices = new DecodedSlices()) {
    this.#storage = storage;
    this.#slices = slices;
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
    const slices = await Promise.all(paths.map((path) => this.hold(path)));
    return slices
      .flatMap((held) => held?.slice.rows ?? [])
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
      const day = dayOf(eventTimeMs);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    return days;
  }

  async findParts(table: TableName, state: LedgerState): Promise<FoundParts> {
    this.#rehomed = new Map();
    this.#withdrawn = new Map();
    const rows = this.#of(table);
    const partAt = (eventMs: number): string => partKey(partOf(table, eventMs, state.parts.get(dayOf(eventMs)) ?? 1));
    const counts = new Map<string, number>();
    for (const { eventTimeMs } of rows) counts.set(partAt(eventTimeMs), (counts.get(partAt(eventTimeMs)) ?? 0) + 1);
    const exact = new Map(
      rows
        .filter(({ timeIsApproximate }) => !timeIsApproximate)
        .map((row) => [identity(row), partAt(row.eventTimeMs)] as const),
    );
    const rough = rows.filter(({ timeIsApproximate }) => timeIsApproximate);
    for (const row of rough) {
      const part = exact.get(identity(row));
      if (part !== undefined) this.#rehomed.set(identity(row), part);
    }
    const toSearch = slicesToSearch(rows.map(hourOf));
    for (const [part, { path }] of toSearch(state)) await this.#search(rough, part, path, exact);
    for (const [id, own] of Map.groupBy(rough, identity)) {
      const parts = new Set(own.map(({ eventTimeMs }) => partAt(eventTimeMs)));
      const [first] = [...parts].sort();
      if (parts.size > 1 && first !== undefined && !this.#rehomed.has(id)) this.#rehomed.set(id, first);
    }
    return {
      parts: this.#touched(counts),
      searched: (newest) => new Map([...toSearch(newest)].map(([part, { sha256 }]) => [part, sha256])),
    };
  }

  async select(part: DayPart): Promise<void> {
    const key = partKey(part);
    const { fromMs, toMs } = partTimes(part);
    this.#selected = this.#of(part.table).filter((row) => {
      const rehomed = row.timeIsApproximate ? this.#rehomed.get(identity(row)) : undefined;
      return rehomed === undefined ? row.eventTimeMs >= fromMs && row.eventTimeMs < toMs : rehomed === key;
    });
  }

  async hold(path: string): Promise<HeldJsonSlice | undefined> {
    const bytes = await this.#storage.read(path);
    return bytes && this.#slices.at(path, bytes);
  }

  async contents(_: TableName, { slice }: HeldJsonSlice): Promise<SliceContents> {
    return contentsOf(slice);
  }

  async unheld(table: TableName, { slice }: HeldJsonSlice, others: readonly HeldJsonSlice[]): Promise<number> {
    const held = others.flatMap((other) => other.slice.rows);
    const existing = mergeRows(table, [], held).rows;
    const tenantOfKey = new Map(existing.map(({ tenantId, key }) => [key, tenantId]));
    const incoming = slice.rows.map((row) => ({
      ...row,
      tenantId: (row.tenantId === unassignedTenant ? tenantOfKey.get(row.key) : undefined) ?? row.tenantId,
    }));
    return mergeRows(table, existing, incoming).changes.filter((change) => change !== "unchanged").length;
  }

  async stageSlices(table: TableName, slices: readonly HeldJsonSlice[]): Promise<void> {
    const refs = new Map<string, number>();
    this.#staged = slices.flatMap(({ slice }) =>
      slice.rows.map(({ tenantId, key, observedMs, row }) => {
        const [, ref = "", line = "0"] = /^(.*):(\d+)$/s.exec(row.sourceRef) ?? [];
        const input = refs.get(ref) ?? refs.size;
        refs.set(ref, input);
        return {
          input,
          line: Number(line),
          table,
          tenantId: tenantId === unassignedTenant ? null : tenantId,
          key,
          eventTimeMs: row.eventMs,
          source: row.source,
          timeIsApproximate: row.approximate,
          observedMs,
          late: false,
          raw: row.raw,
        };
      }),
    );
    this.#refs = new Map([...refs].map(([ref, input]) => [input, ref]));
  }

  async join(part: DayPart, [first, ...others]: readonly HeldJsonSlice[]): Promise<SliceChange | undefined> {
    const joined = others.flatMap(({ slice }) => slice.rows);
    const { rows, changes } = mergeRows(part.table, first?.slice.rows ?? [], joined);
    if (changes.every((change) => change === "unchanged")) return undefined;
    return (await this.#write(part, first, rows, [])).change;
  }

  async merge(part: DayPart, held: HeldJsonSlice | undefined, loses: boolean): Promise<SliceOutcome> {
    const withdrawn = (loses ? this.#withdrawn.get(partKey(part)) : undefined) ?? new Map<string, string>();
    const before = held?.slice.rows ?? [];
    const existing = before.filter((row) => !withdrawn.has(identity(row)));
    const tenantOfKey = new Map(existing.map(({ tenantId, key }) => [key, tenantId]));
    const selected = this.#selected;
    const incoming = selected.map((row) =>
      observationOf(
        row,
        this.#slices.rankOf(row),
        (row.unnamed ? tenantOfKey.get(row.key) : undefined) ?? row.tenantId,
        this.#refs.get(row.input) ?? "",
      ),
    );
    const { rows, changes } = mergeRows(part.table, existing, incoming);
    const inputs = countChanges(selected, changes);
    if (inputs.length === 0 && existing.length === before.length) return { written: undefined, inputs };
    return { written: await this.#write(part, held, rows, inputs), inputs };
  }

  async #write(
    part: DayPart,
    held: HeldJsonSlice | undefined,
    rows: readonly Observation<JsonRow>[],
    inputs: readonly InputChange[],
  ): Promise<WrittenSlice> {
    const merged = { parent: held?.sha256 ?? null, rows };
    const { bytes, sha256: after, path } = this.#slices.encode(merged, (digest) => slicePath(partKey(part), digest));
    const put = async (): Promise<number | null> => {
      for (let attempt = 1; ; attempt += 1)
        try {
          return (await this.#storage.write(path, bytes, { ifAbsent: true })).writtenMs;
        } catch (error) {
          const stored = await this.hold(path);
          if (stored?.sha256 === after) return null;
          if (!(error instanceof WriteConflict) || stored !== undefined || attempt === 8) throw error;
        }
    };
    const writtenMs = await put();
    const sum = (change: string): number =>
      inputs.filter((input) => input.change === change).reduce((total, input) => total + input.rows, 0);
    return {
      writtenMs,
      change: {
        part: partKey(part),
        before: held?.sha256 ?? null,
        after,
        bytes: bytes.length,
        ...contentsOf(merged),
        added: sum("added"),
        updated: sum("updated"),
        late: inputs.reduce((total, { late }) => total + late, 0),
      },
      ensure: async () => {
        if ((await this.#storage.head(path)) === undefined) await put();
      },
      forget: async () => {},
    };
  }

  #of(table: TableName): readonly NamedRow[] {
    return this.#named.filter((row) => row.table === table);
  }

  #touched(counts: ReadonlyMap<string, number>): readonly TouchedPart[] {
    const moved = new Set(this.#rehomed.values());
    const all = new Set([...counts.keys(), ...moved, ...this.#withdrawn.keys()]);
    const touched = [...all].sort().flatMap((key): TouchedPart[] => {
      const [part, gone] = [parsePartKey(key), this.#withdrawn.get(key)];
      if (part === undefined) return [];
      const rows = counts.get(key) ?? 0;
      return [
        {
          part,
          rows,
          ...(moved.has(key) && { gainsMoved: true }),
          ...(gone && { yieldsTo: [...new Set(gone.values())] }),
        },
      ];
    });
    return touched.sort((a, b) => Number(a.yieldsTo !== undefined) - Number(b.yieldsTo !== undefined));
  }

  async #search(
    rough: readonly NamedRow[],
    part: string,
    path: string,
    exact: ReadonlyMap<string, string>,
  ): Promise<void> {
    const held = await this.hold(path);
    if (held === undefined) return;
    const { rows } = held.slice;
    const keys = new Set(rows.map(identity));
    for (const row of rough)
      if (keys.has(identity(row)) && !this.#rehomed.has(identity(row))) this.#rehomed.set(identity(row), part);
    for (const row of rows) {
      const home = exact.get(identity(row));
      if (!row.row.approximate || home === undefined || home === part) continue;
      const gone = this.#withdrawn.get(part) ?? new Map<string, string>();
      this.#withdrawn.set(part, gone.set(identity(row), home));
    }
  }
}

function mergeRows(
  table: TableName,
  existing: readonly Observation<JsonRow>[],
  incoming: readonly Observation<JsonRow>[],
): Merged<JsonRow> {
  return merge(existing, incoming, tables[table].currentSource === undefined ? undefined : completedRow);
}

function kindOf(raw: string): unknown {
  const record: { readonly signInEventTypes?: readonly unknown[] } = JSON.parse(raw);
  return record.signInEventTypes?.[0];
}

function hourOf({ eventTimeMs, timeIsApproximate }: StagedRow): { hourMs: number; rows: number; approximate: number } {
  return { hourMs: Math.floor(eventTimeMs / hour) * hour, rows: 1, approximate: Number(timeIsApproximate) };
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

function dayOf(eventMs: number): string {
  return new Date(eventMs).toISOString().slice(0, 10);
}

function identity({ tenantId, key }: { readonly tenantId: string; readonly key: string }): string {
  return `${tenantId} ${key}`;
}
