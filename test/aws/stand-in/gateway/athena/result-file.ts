import type { StatementKind } from "./statement-kind.ts";

/** A row of a result: a text for each column, undefined for NULL. */
export type Row = readonly (string | undefined)[];

/** A line of the file in which Athena leaves a result: in CSV every value is quoted, and NULL is an empty field. */
export function resultLine(row: Row, file: StatementKind["file"]): string {
  if (file === "txt") return `${row.map((value) => value ?? "").join("\t")}\n`;
  return `${row.map((value) => (value === undefined ? "" : `"${value.replaceAll('"', '""')}"`)).join(",")}\n`;
}
