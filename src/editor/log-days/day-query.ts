import { sum } from "../../base/sum.ts";
import type { LogDay } from "../../protocol/lake.ts";
import { neighbouringDay } from "../../protocol/log-day.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { formatCount } from "../words/plain-amounts.ts";

const eventTime: Readonly<Record<TableName, string>> = {
  signins: "createdDateTime",
  audits: "activityDateTime",
  activity: "CreationTime",
  provisioning: "activityDateTime",
  riskdetections: "activityDateTime",
  riskyusers: "riskLastUpdatedDateTime",
};

/** More rows than these are not read to be looked at; what is left out is said. */
export const mostRowsOfDays = 10_000;

/** A statement over some log days of one table. */
export interface DayStatement {
  readonly sql: string;
  /** The table, its days, its tenants, and how many of the rows are shown if not all. */
  readonly title: string;
}

/**
 * The rows of some log days, newest first: a statement for each table, and for tenants of other days one of their own.
 * Each reads only the slices of its days and the rows of its tenants.
 */
export function dayStatements(days: readonly LogDay[]): readonly DayStatement[] {
  const byTable = Map.groupBy(days, ({ table }) => table);
  return tableNames.flatMap((table) => statementsOf(table, byTable.get(table) ?? []));
}

/** Tenants with the same days share a statement. */
function statementsOf(table: TableName, days: readonly LogDay[]): readonly DayStatement[] {
  const byTenant = [...Map.groupBy(days, ({ tenantId }) => tenantId).values()];
  const byDates = Map.groupBy(byTenant, (of) => datesOf(of).join(" "));
  return [...byDates.values()].map((tenants) => statementOf(table, tenants.flat()));
}

function statementOf(table: TableName, days: readonly LogDay[]): DayStatement {
  const dates = datesOf(days);
  const ids = [...new Set(days.map(({ tenantId }) => tenantId))].sort();
  const names = [...new Set(days.map(({ tenantId, tenantName }) => tenantName ?? tenantId))];
  const range = dates.length > 1 ? `${dates[0]} to ${dates.at(-1)}` : (dates[0] ?? "");
  const rows = sum(days, (day) => day.rows);
  const isCut = rows > mostRowsOfDays;
  const cut = `newest ${formatCount(mostRowsOfDays)} of ${formatCount(rows)} rows`;
  const lines = [
    ...(isCut ? [`-- The ${cut}: LIMIT leaves out the others.`] : []),
    "SELECT *",
    `FROM ${table}`,
    `WHERE ${isOneOfDays(dates)}`,
    `  AND ${isIn("tenantId", ids)}`,
    `ORDER BY ${eventTime[table]} DESC`,
    ...(isCut ? [`LIMIT ${mostRowsOfDays}`] : []),
  ];
  const parts = [`${tableTitles[table]} of ${range}`, names.join(", "), ...(isCut ? [cut] : [])];
  return { sql: lines.join("\n"), title: parts.join(" · ") };
}

function datesOf(days: readonly LogDay[]): readonly string[] {
  return [...new Set(days.map(({ day }) => day))].sort();
}

function isOneOfDays(dates: readonly string[]): string {
  const [first] = dates;
  const last = dates.at(-1);
  const hasNoHole = dates.every((date, index) => index === 0 || neighbouringDay(date, -1) === dates[index - 1]);
  if (dates.length > 2 && hasNoHole) return `dt BETWEEN '${first}' AND '${last}'`;
  return isIn("dt", dates);
}

function isIn(column: string, values: readonly string[]): string {
  const texts = values.map((value) => `'${value.replaceAll("'", "''")}'`);
  return texts.length === 1 ? `${column} = ${texts[0]}` : `${column} IN (${texts.join(", ")})`;
}
