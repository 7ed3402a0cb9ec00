import type { LogDay } from "../../protocol/lake.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";

const eventTime: Readonly<Record<TableName, string>> = {
  signins: "createdDateTime",
  audits: "activityDateTime",
  activity: "CreationTime",
  provisioning: "activityDateTime",
  riskdetections: "activityDateTime",
  riskyusers: "riskLastUpdatedDateTime",
};

/**
 * A saved query over some log days: a statement for each table, and for tenants of other days one of their own. Each
 * reads only the slices of its days and the rows of its tenants.
 */
export function dayQuery(days: readonly LogDay[]): string {
  const byTable = Map.groupBy(days, ({ table }) => table);
  const tables = tableNames.filter((table) => byTable.has(table));
  const dates = datesOf(days);
  const range = dates.length > 1 ? `${dates[0]} to ${dates.at(-1)}` : (dates[0] ?? "");
  const names = [...new Set(days.map(({ tenantId, tenantName }) => tenantName ?? tenantId))];
  const title = `${tables.map((table) => tableTitles[table]).join(", ")} of ${range} · ${names.join(", ")}`;
  const statements = tables.flatMap((table) => statementsOf(table, byTable.get(table) ?? []));
  // YAML takes a JSON text, in which a name can hold anything but the end of the comment.
  const quoted = JSON.stringify(title).replaceAll("*/", "*\\/");
  return [`/*---\ntitle: ${quoted}\ntables: [${tables.join(", ")}]\n---*/`, ...statements].join("\n\n").concat("\n");
}

/** Tenants with the same days share a statement. */
function statementsOf(table: TableName, days: readonly LogDay[]): readonly string[] {
  const byTenant = [...Map.groupBy(days, ({ tenantId }) => tenantId)];
  const byDates = Map.groupBy(byTenant, ([, of]) => datesOf(of).join(" "));
  return [...byDates.values()].map((tenants) => {
    const ids = tenants.map(([tenantId]) => tenantId).sort();
    const conditions = `${isIn("dt", datesOf(tenants[0]?.[1] ?? []))}\n  AND ${isIn("tenantId", ids)}`;
    return `SELECT *\nFROM ${table}\nWHERE ${conditions}\nORDER BY ${eventTime[table]} DESC\nLIMIT 1000;`;
  });
}

function datesOf(days: readonly LogDay[]): readonly string[] {
  return [...new Set(days.map(({ day }) => day))].sort();
}

function isIn(column: string, values: readonly string[]): string {
  const texts = values.map((value) => `'${value.replaceAll("'", "''")}'`);
  return texts.length === 1 ? `${column} = ${texts[0]}` : `${column} IN (${texts.join(", ")})`;
}
