import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../../duckdb/database.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { CopiedText, CopyFormat, CopyRequest } from "../../../protocol/query.ts";
import { harmless } from "../formula.ts";
import { columnAt, type HeldColumn } from "../held-column.ts";
import type { HeldResult } from "../held-result.ts";
import { displayText, jsonValue } from "../json-values.ts";
import { streamPlaces } from "../read-rows.ts";
import { wholeNumber } from "../result-window.ts";
import { trinoLiteral } from "./trino-literal.ts";

/** The most that one copy puts on the clipboard, in characters. */
const clipboardCharacters = 32 * 1024 * 1024;

/** Formats whose rows are lines of cells. */
type LineFormat = Exclude<CopyFormat, "json" | "sqlIn">;

/**
 * A range of rows and columns of a view as text for the clipboard.
 * TSV and CSV quote as spreadsheets do and make formulas harmless, and CSV tells NULL (nothing) from an empty text
 * (`""`); Markdown escapes everything that would be markup; JSON is an array of objects; `sqlIn` is `IN (…)`.
 * @throws TenantTrailError `bad-argument` when the text is too large for a clipboard, or a value has no literal in SQL.
 */
export async function copyText(
  held: HeldResult,
  connection: DuckDBConnection,
  request: CopyRequest,
  signal: AbortSignal | undefined,
): Promise<CopiedText> {
  const columns = request.columns.map((index) => columnAt(held.columns, index));
  const places = { from: wholeNumber(request.rows.from, "rows.from"), to: wholeNumber(request.rows.to, "rows.to") };
  const view = await held.viewRows(request, signal);
  const { format } = request;
  const literals = new Map<string | null, string>();
  const lines: string[] = [];
  let [characters, rows, nulls] = [0, 0, 0];
  const add = (line: string): void => {
    characters += line.length + 1;
    if (characters > clipboardCharacters) throw tooLarge();
    lines.push(line);
  };
  for await (const texts of streamPlaces(held, connection, view, rowExpression(format, columns), places, signal)) {
    for (const text of texts) {
      rows += 1;
      if (format === "json") add(text);
      else if (format !== "sqlIn") add(lineOf(format, columns, text));
      else {
        const [cell = null] = JSON.parse(text) as (string | null)[];
        if (cell === null) nulls += 1;
        else if (!literals.has(cell)) {
          literals.set(cell, trinoLiteral(cell, onlyColumn(columns).shown));
          add(literals.get(cell) ?? "");
        }
      }
    }
  }
  if (format === "json") return { text: lines.length === 0 ? "[]" : `[\n  ${lines.join(",\n  ")}\n]`, rows };
  if (format === "sqlIn") return { text: inList(lines, onlyColumn(columns)), rows, values: lines.length, nulls };
  const end = format === "csv" ? "\r\n" : "\n";
  return { text: [...headerLines(format, request.headers, columns), ...lines].join(end), rows };
}

function tooLarge(): TenantTrailError {
  return new TenantTrailError("bad-argument", "These rows are too large to copy. Export the result to a file instead.");
}

function onlyColumn(columns: readonly HeldColumn[]): HeldColumn {
  const [column] = columns;
  if (columns.length !== 1 || column === undefined)
    throw new TenantTrailError("bad-argument", "IN (…) takes the values of one column. Select cells of one column.");
  return column;
}

function inList(literals: readonly string[], column: HeldColumn): string {
  if (literals.length > 0) return `IN (${literals.join(", ")})`;
  throw new TenantTrailError("bad-argument", `There is no value of ${column.shown.name} to copy: all are NULL.`);
}

function rowExpression(format: CopyFormat, columns: readonly HeldColumn[]): string {
  if (format !== "json")
    return `json_array(${columns.map((column) => displayText(column.sql, column.type)).join(", ")})::VARCHAR`;
  const members = columns.map((column) => `${literal(column.uniqueName)}, ${jsonValue(column.sql, column.type)}`);
  return `json_object(${members.join(", ")})::VARCHAR`;
}

function headerLines(format: LineFormat, headers: boolean, columns: readonly HeldColumn[]): readonly string[] {
  const names = columns.map((column) => column.shown.name);
  if (format !== "markdown") {
    const cell = format === "tsv" ? tsvCell : csvCell;
    return headers ? [names.map((name) => cell(harmless(name))).join(format === "tsv" ? "\t" : ",")] : [];
  }
  // A Markdown table is no table without its first two lines.
  const titles = headers ? names.map(markdownCell) : names.map(() => "");
  return [markdownLine(titles), markdownLine(names.map(() => "---"))];
}

function lineOf(format: LineFormat, columns: readonly HeldColumn[], text: string): string {
  const cells = JSON.parse(text) as (string | null)[];
  if (format === "markdown") return markdownLine(cells.map((cell) => markdownCell(cell ?? "")));
  const safe = cells.map((cell, index) =>
    cell === null || columns[index]?.shown.kind === "number" ? cell : harmless(cell),
  );
  if (format === "csv") return safe.map((cell) => (cell === null ? "" : csvCell(cell))).join(",");
  return safe.map((cell) => tsvCell(cell ?? "")).join("\t");
}

function tsvCell(text: string): string {
  return /[\t\n\r"]/.test(text) ? quoted(text) : text;
}

/** RFC 4180; an empty text is quoted, so that it is not taken for NULL. */
function csvCell(text: string): string {
  return text === "" || /[,\n\r"]/.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function markdownLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function markdownCell(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_[\]|~#!]/g, "\\$&")
    .replace(/\r\n|\r|\n/g, "<br>");
}
