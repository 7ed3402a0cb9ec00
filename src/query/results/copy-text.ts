import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { CopyFormat, CopyRequest } from "../../protocol/query.ts";
import { harmless } from "./formula.ts";
import { columnAt, type HeldColumn } from "./held-column.ts";
import type { HeldResult } from "./held-result.ts";
import { displayText, jsonValue } from "./json-values.ts";
import { streamPlaces } from "./read-rows.ts";
import { wholeNumber } from "./result-window.ts";

/** The most that one copy puts on the clipboard, in characters. */
const clipboardCharacters = 32 * 1024 * 1024;

/**
 * A range of rows and columns of a view as text for the clipboard.
 * TSV quotes as spreadsheets do and makes formulas harmless; Markdown escapes everything that would be markup;
 * JSON is an array of objects.
 * @throws TenantTrailError `bad-argument` when the text is too large for a clipboard.
 */
export async function copyText(
  held: HeldResult,
  connection: DuckDBConnection,
  request: CopyRequest,
  signal: AbortSignal | undefined,
): Promise<string> {
  const columns = request.columns.map((index) => columnAt(held.columns, index));
  const places = { from: wholeNumber(request.rows.from, "rows.from"), to: wholeNumber(request.rows.to, "rows.to") };
  const view = await held.viewRows(request, signal);
  const row = rowExpression(request.format, columns);
  const lines: string[] = [];
  let characters = 0;
  for await (const texts of streamPlaces(held, connection, view, row, places, signal)) {
    for (const text of texts) {
      const line = request.format === "json" ? text : lineOf(request.format, columns, text);
      characters += line.length + 1;
      if (characters > clipboardCharacters)
        throw new TenantTrailError(
          "bad-argument",
          "These rows are too large to copy. Export the result to a file instead.",
        );
      lines.push(line);
    }
  }
  if (request.format === "json") return lines.length === 0 ? "[]" : `[\n  ${lines.join(",\n  ")}\n]`;
  return [...headerLines(request, columns), ...lines].join("\n");
}

function rowExpression(format: CopyFormat, columns: readonly HeldColumn[]): string {
  if (format !== "json")
    return `json_array(${columns.map((column) => displayText(column.sql, column.type)).join(", ")})::VARCHAR`;
  const members = columns.map((column) => `${literal(column.uniqueName)}, ${jsonValue(column.sql, column.type)}`);
  return `json_object(${members.join(", ")})::VARCHAR`;
}

function headerLines(request: CopyRequest, columns: readonly HeldColumn[]): readonly string[] {
  const names = columns.map((column) => column.shown.name);
  if (request.format === "tsv") return request.headers ? [names.map((name) => tsvCell(harmless(name))).join("\t")] : [];
  // A Markdown table is no table without its first two lines.
  const titles = request.headers ? names.map(markdownCell) : names.map(() => "");
  return [markdownLine(titles), markdownLine(names.map(() => "---"))];
}

function lineOf(format: "tsv" | "markdown", columns: readonly HeldColumn[], text: string): string {
  const cells = JSON.parse(text) as (string | null)[];
  if (format === "markdown") return markdownLine(cells.map((cell) => markdownCell(cell ?? "")));
  return cells
    .map((cell, index) => tsvCell(columns[index]?.shown.kind === "number" ? (cell ?? "") : harmless(cell ?? "")))
    .join("\t");
}

function tsvCell(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
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
