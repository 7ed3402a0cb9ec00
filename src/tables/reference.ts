import { tableNames } from "../protocol/tables.ts";
import { tables } from "./schema/all-tables.ts";
import type { Column, ColumnType } from "./schema/column.ts";
import { commonColumns, dayColumn } from "./schema/common-columns.ts";
import { type ErrorCodeMeaning, errorCodes } from "./schema/error-codes.ts";
import type { Table } from "./schema/table.ts";
import { type View, views } from "./sql/views.ts";

/** The reference of all tables and views, as Markdown. */
export function tableReference(): string {
  const parts = [
    "<!-- biome-ignore-all format: written by scripts/write-table-reference.mjs from src/tables/ -->",
    "# Tables",
    "Names are Microsoft's own and case does not matter. Times are UTC, truncated to milliseconds. `dt` is the log day (`YYYY-MM-DD`) of every table and view: filter on it to read only those days.",
    "*Ours* marks columns that TenantTrail computes. `json` is text that holds JSON.",
    "## In every table",
    columnTable([...commonColumns, dayColumn]),
    ...tableNames.flatMap((name) => tableParts(tables[name])),
    "## Views",
    ...views("trino").flatMap((view) => [`### ${view.name}`, view.description, ...viewColumns(view)]),
    "## Sign-in error codes",
    "A sign-in that only paused for one more step has the outcome `interrupted`, which counts neither as failure nor as success. Codes that are not here are failures too.",
    ["| code | outcome | meaning |", "|---|---|---|", ...errorCodes.map(errorCodeRow)].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function errorCodeRow({ code, meaning, interrupt }: ErrorCodeMeaning): string {
  const outcome = code === 0 ? "success" : interrupt ? "interrupted" : "failure";
  return `| ${code} | ${outcome} | ${cell(meaning)} |`;
}

function tableParts(table: Table): readonly string[] {
  const key = table.keyColumns.map((name) => `\`${name}\``).join(" and ");
  return [
    `## ${table.name}: ${table.title}`,
    `${table.description} Key: ${key}. Event time: \`${table.eventTime}\`.`,
    columnTable(table.columns),
  ];
}

function viewColumns(view: View): readonly string[] {
  return view.name === "events" ? [columnTable(view.columns)] : ["Columns: those of `signins`."];
}

function columnTable(columns: readonly Column[]): string {
  const rows = columns.map(
    (column) =>
      `| \`${column.name}\` | ${typeText(column.type)} | ${cell(column.description)}${column.derived ? " *Ours.*" : ""} |`,
  );
  return ["| column | type | what it is |", "|---|---|---|", ...rows].join("\n");
}

/** A type as people read it, for example `list of {key, value}`; text is not named inside objects. */
export function typeText(type: ColumnType): string {
  if (typeof type !== "object") return type;
  if ("list" in type) return `list of ${typeText(type.list)}`;
  const fields = type.struct.map((field) =>
    field.type === "varchar" ? field.name : `${field.name}: ${typeText(field.type)}`,
  );
  return `{${fields.join(", ")}}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
