import { sum } from "../../base/sum.ts";
import type { DayState, LogDay } from "../../protocol/lake.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { stateWord } from "./day-states.ts";

/** How much of what a node holds was made by the sample tenant. */
export type SimulatedPart = "none" | "some" | "all";

/** One table: its months, newest first, and what they come to. */
export interface TableNode {
  readonly kind: "table";
  readonly id: string;
  readonly table: TableName;
  readonly months: readonly MonthNode[];
  readonly rows: number;
  readonly bytes: number;
  readonly simulated: SimulatedPart;
  /** What of it the line must say, because it is not said for all around it. */
  readonly saidSimulated: SimulatedPart;
  /** `YYYY-MM-DD`; absent in a table without days. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/** One month of a table: its days, newest first. */
export interface MonthNode {
  readonly kind: "month";
  readonly id: string;
  readonly table: TableName;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly days: readonly DayNode[];
  readonly rows: number;
  readonly bytes: number;
  readonly simulated: SimulatedPart;
  readonly saidSimulated: SimulatedPart;
  readonly gaps: number;
  readonly lost: number;
}

/** One log day of one tenant. */
export interface DayNode {
  readonly kind: "day";
  readonly id: string;
  readonly day: LogDay;
  readonly saidSimulated: SimulatedPart;
  /** The tenant of the day, where the lake holds several. */
  readonly tenant: string | undefined;
}

export type LogDayNode = TableNode | MonthNode | DayNode;

/**
 * The tree of log days: every table, then months and days newest first; empty when the lake holds nothing.
 *
 * @param filter words that a day must all match, in its table's title, its date, its state or its tenant; tables
 *   without a match are left out.
 */
export function buildLogDays(days: readonly LogDay[], filter = ""): readonly TableNode[] {
  const terms = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const labelOf = tenantLabels(days);
  const byTable = Map.groupBy(
    days.filter((day) => matches(day, terms)),
    (day) => day.table,
  );
  if (byTable.size === 0) return [];
  const ofLake = simulatedPart(days);
  const tables = tableNames.map((table) => tableNode(table, byTable.get(table) ?? [], ofLake, labelOf));
  return terms.length === 0 ? tables : tables.filter((table) => table.months.length > 0);
}

type TenantLabels = (tenantId: string) => string | undefined;

/** How several tenants are told apart: by their names, with the id where two share a name or one has none. */
function tenantLabels(days: readonly LogDay[]): TenantLabels {
  const names = new Map(days.map(({ tenantId, tenantName }) => [tenantId, tenantName]));
  if (names.size < 2) return () => undefined;
  const all = [...names.values()];
  return (tenantId) => {
    const name = names.get(tenantId);
    if (name === undefined) return tenantId;
    return all.filter((each) => each === name).length > 1 ? `${name} (${tenantId})` : name;
  };
}

/** Where a node hangs, to reveal it. */
export function parentOf(tables: readonly TableNode[], node: LogDayNode): LogDayNode | undefined {
  if (node.kind === "table") return undefined;
  const table = tables.find((each) => each.table === (node.kind === "month" ? node.table : node.day.table));
  if (node.kind === "month") return table;
  return table?.months.find((month) => node.day.day.startsWith(month.month));
}

/** The log days under some nodes, each once. */
export function daysOf(nodes: readonly LogDayNode[]): readonly LogDay[] {
  const days = nodes.flatMap((node) => {
    if (node.kind === "day") return [node.day];
    return (node.kind === "month" ? [node] : node.months).flatMap((month) => month.days.map((each) => each.day));
  });
  return [...new Set(days)];
}

function tableNode(table: TableName, days: readonly LogDay[], ofLake: SimulatedPart, labelOf: TenantLabels): TableNode {
  const newestFirst = [...days].sort((a, b) => compare(b.day, a.day) || compare(a.tenantId, b.tenantId));
  const byMonth = Map.groupBy(newestFirst, (day) => day.day.slice(0, 7));
  const last = newestFirst[0];
  const first = newestFirst.at(-1);
  const simulated = simulatedPart(days);
  return {
    kind: "table",
    id: table,
    table,
    months: [...byMonth].map(([month, inMonth]) => monthNode(table, month, inMonth, simulated, labelOf)),
    rows: sum(days, (day) => day.rows),
    bytes: sum(days, (day) => day.bytes),
    simulated,
    saidSimulated: said(simulated, ofLake),
    ...(first && last && { firstDay: first.day, lastDay: last.day }),
  };
}

function monthNode(
  table: TableName,
  month: string,
  days: readonly LogDay[],
  ofTable: SimulatedPart,
  labelOf: TenantLabels,
): MonthNode {
  const simulated = simulatedPart(days);
  return {
    kind: "month",
    id: `${table}/${month}`,
    table,
    month,
    days: days.map((day) => ({
      kind: "day",
      id: `${table}/${day.day}/${day.tenantId}`,
      day,
      saidSimulated: said(day.simulated ? "all" : "none", ofTable),
      tenant: labelOf(day.tenantId),
    })),
    rows: sum(days, (day) => day.rows),
    bytes: sum(days, (day) => day.bytes),
    simulated,
    saidSimulated: said(simulated, ofTable),
    gaps: countState(days, "gap"),
    lost: countState(days, "lost"),
  };
}

function matches(day: LogDay, terms: readonly string[]): boolean {
  if (terms.length === 0) return true;
  const text = [tableTitles[day.table], day.table, day.day, stateWord(day.state), day.tenantId, day.tenantName ?? ""]
    .join("\n")
    .toLowerCase();
  return terms.every((term) => text.includes(term));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A line says nothing where the line above it, or the view's title, says it of everything. */
function said(part: SimulatedPart, ofAll: SimulatedPart): SimulatedPart {
  return ofAll === "all" ? "none" : part;
}

/** How much of some days was made by the sample tenant. */
export function simulatedPart(days: readonly LogDay[]): SimulatedPart {
  const simulated = days.filter((day) => day.simulated).length;
  if (simulated === 0) return "none";
  return simulated === days.length ? "all" : "some";
}

function countState(days: readonly LogDay[], state: DayState): number {
  return days.filter((day) => day.state === state).length;
}
