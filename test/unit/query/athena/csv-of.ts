import type { TextRow } from "../../../../src/query/results/arriving-table.ts";

/** A result as Athena writes it: every value in quotes, NULL an empty field without them (athena.md §3). */
export function csvOf(names: readonly string[], rows: readonly TextRow[]): string {
  const line = (row: TextRow): string =>
    row.map((value) => (value === null ? "" : `"${value.replaceAll('"', '""')}"`)).join(",");
  return [names, ...rows].map((row) => `${line(row)}\n`).join("");
}
