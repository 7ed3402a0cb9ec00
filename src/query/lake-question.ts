import type { Translation } from "../dialect/translate.ts";
import type { ReadTable } from "../protocol/evidence/result-origin.ts";
import type { ParameterValue } from "../protocol/query-parameters.ts";
import type { TableCoverage } from "../protocol/table-coverage.ts";
import type { TableName } from "../protocol/tables.ts";
import { views, visibleAuditsSql } from "../tables/sql/views.ts";
import { type AskedDays, askedDays, daysNamed, isAsked, uniteAsked } from "./asked-days.ts";
import { baseTables, signInKindOf } from "./lake-schema.ts";
import type { LakeSlice, SlicesByTable } from "./lake-slice.ts";
import { mayHideRows } from "./lake-views.ts";
import { neededSlices } from "./needed-slices.ts";

/** What a question asks of a table; `signInKinds` are those that it can see, undefined for all. */
export interface AskedOfTable extends AskedDays {
  readonly table: TableName;
  readonly signInKinds: readonly string[] | undefined;
  /** Days that the statement names without bounding what is read of a table. */
  readonly namedDays: readonly string[];
}

/** A lake as it is when a question is asked. */
export interface AskedLake {
  /** Where it is, for people. */
  readonly name: string;
  readonly slices: SlicesByTable;
  /** When it is asked, in milliseconds since 1970: days in words may be counted back from it. */
  readonly nowMs: number;
  /** What of the days asked for was read, one entry for each tenant. */
  readonly coverage: (asked: AskedOfTable) => readonly TableCoverage[];
  /** How the ledger stands with some slices of some tables: what an answer over them was read from. */
  readonly readOf?: (tables: readonly TableName[], paths: ReadonlySet<string>) => readonly ReadTable[];
}

/** Looks at the lake as it is now, of the tables that a statement reads and no others. */
export type LookAtLake = (tables: readonly TableName[]) => Promise<AskedLake>;

/** What of a statement tells what it asks of a lake. */
export type AskedStatement = Pick<Translation, "tables" | "reads" | "looseDays" | "parameters" | "sql">;

/** What a statement with its values asks of a lake, whichever engine answers. */
export interface LakeQuestion {
  readonly asked: readonly AskedOfTable[];
  /** The slices that can hold a row of the answer. */
  readonly needed: readonly LakeSlice[];
  /** Some rows of `audits` may be hidden by others (see `visibleAuditsSql`). */
  readonly hidesAudits: boolean;
  /** See `wordsOf`. */
  readonly words: ReadonlySet<string>;
  readonly coverage: readonly TableCoverage[];
  /** What the answer is read from; left out where nobody asked the ledger for it. */
  readonly read?: readonly ReadTable[];
}

/** @param params the values of the parameters, every day as `YYYY-MM-DD`. */
export function lakeQuestion(
  translation: AskedStatement,
  params: Readonly<Record<string, ParameterValue>>,
  lake: AskedLake,
): LakeQuestion {
  const asked = askedOfTables(translation, params);
  const needed = asked.flatMap(({ table }) => neededOf(table, translation, params, lake.slices));
  const audits = needed.filter(({ table }) => table === "audits");
  const hidesAudits = mayHideRows(
    "audits",
    audits.map(({ path, portalCsv }) => ({ file: path, portalCsv })),
  );
  return {
    asked,
    needed,
    hidesAudits,
    words: wordsOf(translation, hidesAudits),
    coverage: asked.flatMap((each) => coverageOf(each, lake)),
    ...(lake.readOf && {
      read: lake.readOf(
        asked.map(({ table }) => table),
        new Set(needed.map(({ path }) => path)),
      ),
    }),
  };
}

/** Which of the days asked for were read, with the newest event of each tenant where slices show it. */
function coverageOf(asked: AskedOfTable, lake: AskedLake): readonly TableCoverage[] {
  return lake.coverage(asked).map((entry) => {
    const held = slicesOfDays(asked, lake.slices).filter(({ tenants }) => tenants.includes(entry.tenantId ?? ""));
    const newestDay = held.at(-1)?.day;
    const newest = held.filter(({ day }) => day === newestDay);
    // A slice of several tenants does not show which tenant its newest event belongs to.
    if (newest.length === 0 || newest.some(({ tenants }) => tenants.length > 1)) return entry;
    const newestMs = Math.max(...newest.flatMap(({ lastMs }) => lastMs ?? []));
    return Number.isFinite(newestMs) ? { ...entry, newestEvent: new Date(newestMs).toISOString() } : entry;
  });
}

/** What a statement asks of every base table that it reads, in the order in which it names them. */
function askedOfTables(
  translation: AskedStatement,
  params: Readonly<Record<string, ParameterValue>>,
): readonly AskedOfTable[] {
  const named = translation.tables.flatMap((name) => {
    const asked = askedDays(translation.reads, name, params);
    return baseTables(name).map((table) => ({
      table,
      asked,
      kind: table === "signins" ? signInKindOf(name) : undefined,
    }));
  });
  const namedDays = daysNamed(translation.looseDays, params);
  return [...Map.groupBy(named, ({ table }) => table)].map(([table, of]) => ({
    table,
    namedDays,
    ...uniteAsked(of.map(({ asked }) => asked)),
    signInKinds: of.some(({ kind }) => kind === undefined) ? undefined : of.flatMap(({ kind }) => kind ?? []),
  }));
}

/** The slices of a table in the days that a statement asks for, oldest first. */
function slicesOfDays(asked: AskedOfTable, slices: SlicesByTable): readonly LakeSlice[] {
  return (slices.get(asked.table) ?? []).filter(({ day }) => isAsked(asked, day));
}

/** The slices of a table that can hold a row of the answer. */
function neededOf(
  table: TableName,
  { reads }: AskedStatement,
  params: Readonly<Record<string, ParameterValue>>,
  slices: SlicesByTable,
): readonly LakeSlice[] {
  const ours = reads.filter((read) => baseTables(read.table).includes(table));
  return neededSlices(slices.get(table) ?? [], ours, params);
}

/** The values of the parameters that the statement names. */
export function usedParameters(
  { parameters }: AskedStatement,
  values: Readonly<Record<string, ParameterValue>>,
): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(parameters.map((name) => [name, values[name] ?? null]));
}

/**
 * Every word of the statement, the views that it names and what stands behind its tables, in lower case: every column
 * that is read is among them, because the translation writes `*` out.
 */
function wordsOf(translation: AskedStatement, hidesAudits: boolean): ReadonlySet<string> {
  const named = views("duckdb", (name) => translation.tables.includes(name));
  const texts = [
    translation.sql,
    ...named.map(({ sql }) => sql),
    ...(hidesAudits ? [visibleAuditsSql("audits", "duckdb")] : []),
  ];
  return new Set(texts.flatMap((text) => text.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []));
}
