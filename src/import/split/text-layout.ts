import { isRecord, parsedJson } from "../../base/json-record.ts";
import { unrecognised } from "../bytes/content-kind.ts";
import { type CsvHeader, checkColumns, isPreamble, parseHeader } from "../formats/csv-header.ts";
import { pageArray } from "./page-shape.ts";

/** How records follow each other in a text file. */
export type TextLayout =
  | { readonly kind: "lines" }
  | { readonly kind: "values"; readonly isArray: boolean }
  | { readonly kind: "csv"; readonly header: CsvHeader };

/**
 * The layout of a text by its beginning (UTF-8, without a byte order mark).
 * @throws TenantTrailError `unrecognised-format` or `localised-header`.
 */
export function textLayout(head: string, isWhole: boolean): TextLayout {
  const text = head.trimStart();
  if (text.length === 0)
    throw unrecognised(isWhole ? "The file holds nothing but blanks." : "The file begins with blanks.");
  if (text.startsWith("[")) return { kind: "values", isArray: true };
  const lines = text.split("\n");
  const wholeLines = isWhole ? lines : lines.slice(0, -1);
  if (wholeLines.some(isObjectLine)) return firstPage(text) ? values : { kind: "lines" };
  if (text.startsWith("{")) return wholeLines.length === 0 && !firstPage(text) ? { kind: "lines" } : values;
  const headerLine = lines.find((line) => line.trim().length > 0 && !isPreamble(line));
  const header = headerLine === undefined ? undefined : parseHeader(headerLine.replace(/\r$/, ""));
  try {
    if (header === undefined) throw unrecognised("This is text, but neither JSON nor CSV.");
    checkColumns(header.columns);
    return { kind: "csv", header };
  } catch (error) {
    // JSON whose beginning was cut off still has whole records behind it.
    if (/[[,}\]]\s*\{\s*"[^"\\]+"\s*:/.test(text)) return values;
    throw error;
  }
}

const values: TextLayout = { kind: "values", isArray: false };

/** A line of NDJSON; the objects inside pretty-printed JSON are indented. */
function isObjectLine(line: string): boolean {
  return line.startsWith("{") && isRecord(parsedJson(line));
}

const pageHead = new RegExp(
  `^\\{\\s*(?:"[^"\\\\]*"\\s*:\\s*(?:"(?:[^"\\\\]|\\\\.){0,4000}"|[\\w.+-]+)\\s*,\\s*)*${pageArray}`,
);

/** The text begins with a page: its first object has an array of records as a member, behind short ones. */
function firstPage(text: string): boolean {
  return pageHead.test(text);
}
