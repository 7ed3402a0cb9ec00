import type { LogDay } from "../../protocol/lake.ts";
import { tableTitles } from "../../protocol/table-titles.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";

const eventTime: Readonly<Record<TableName, string>> = {
  signins: "createdDateTime",
  audits: "activityDateTime",
  activity: "CreationTime",
  provisioning: "activityDateTime",
  riskdetections: "activityDateTime",
  riskyusers: "riskLastUpdatedDateTime",
};

/** A saved query over some log days: one statement a table, which reads only the slices of those days. */
export function dayQuery(days: readonly LogDay[]): string {
  const tables = tableNames.filter((table) => days.some((day) => day.table === table));
  const title = tables.map((table) => tableTitles[table]).join(", ");
  const dates = [...new Set(days.map(({ day }) => day))].sort();
  const range = dates.length > 1 ? `${dates[0]} to ${dates.at(-1)}` : (dates[0] ?? "");
  const statements = tables.map((table) =>
    statement(
      table,
      days.filter((day) => day.table === table),
    ),
  );
  return [`/*---\ntitle: ${title} of ${range}\ntables: [${tables.join(", ")}]\n---*/`, ...statements]
    .join("\n\n")
    .concat("\n");
}

function statement(table: TableName, days: readonly LogDay[]): string {
  const dates = [...new Set(days.map(({ day }) => day))].sort();
  const [first] = dates;
  const where = dates.length === 1 ? `dt = '${first}'` : `dt IN (${dates.map((day) => `'${day}'`).join(", ")})`;
  return `SELECT *\nFROM ${table}\nWHERE ${where}\nORDER BY ${eventTime[table]} DESC\nLIMIT 1000;`;
}
