import { parse } from "csv-parse/sync";
import { TenantTrailError } from "../../protocol/errors.ts";
import { unrecognised } from "../bytes/content-kind.ts";
import { csvFormats } from "./csv-formats.ts";
import { hasAll } from "./log-format.ts";

const delimiters = [",", ";", "\t"];

/** How the columns of a CSV file are parted and called. */
export interface CsvHeader {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

/** Lines that Excel (`sep=;`) and PowerShell (`#TYPE …`) put in front of the header. */
export function isPreamble(line: string): boolean {
  return /^(?:sep=.|#TYPE\b)/i.test(line);
}

/** The header in a line of text; undefined when it has no two columns with names. */
export function parseHeader(line: string): CsvHeader | undefined {
  const headers = delimiters.map((delimiter) => ({ delimiter, columns: columnNames(fieldsOf(line, delimiter)) }));
  const widest = headers.reduce((best, header) => (header.columns.length > best.columns.length ? header : best));
  return widest.columns.length > 1 && widest.columns.every((name) => name.length > 0) ? widest : undefined;
}

/**
 * The names of columns: the portal's headers hold trailing and double blanks and one name twice, Log Analytics adds
 * the time zone; the second of two equal names gets a number.
 */
export function columnNames(fields: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return fields.map((field) => {
    const name = field
      .replace(/\s+/g, " ")
      .trim()
      .replace(/ \[UTC\]$/, "");
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function fieldsOf(line: string, delimiter: string): readonly string[] {
  try {
    const [row] = parse(line, { delimiter, relax_column_count: true }) as readonly string[][];
    return row ?? [];
  } catch {
    return [];
  }
}

/** The JSON text of a row of CSV that has its header in the line above; undefined when they do not fit. */
export function objectOfCsv(text: string): string | undefined {
  const [first = ""] = text.split("\n", 1);
  const header = parseHeader(first);
  if (header === undefined) return undefined;
  const fields = fieldsOf(text.slice(first.length + 1), header.delimiter);
  if (fields.length !== header.columns.length) return undefined;
  return JSON.stringify(Object.fromEntries(header.columns.map((column, index) => [column, fields[index]])));
}

/** Columns of the exports that are no downloads of the portal. */
const otherExports = [["AuditData"], ["TimeGenerated"], ["Date (UTC)", "Request ID"]];

/** How many columns the portal's downloads have: applications, users in two generations, audits (graph.md §4.1). */
const portalWidths = [22, 55, 57, 86];

/**
 * Looks at the columns of a CSV file before its rows are read.
 * @throws TenantTrailError `localised-header` for a portal download in another language, `unrecognised-format` for
 * columns of no known log.
 */
export function checkColumns(columns: readonly string[]): void {
  const row = Object.fromEntries(columns.map((column) => [column, ""]));
  if (hasAll(row, ["Request ID", "Authentication method"])) {
    throw unrecognised(
      "These are the steps of authentications (…_AuthDetails), not sign-ins; import the file of the same name without _AuthDetails.",
    );
  }
  if (csvFormats.some((format) => format.matches(row)) || otherExports.some((keys) => hasAll(row, keys))) return;
  if (isLocalised(columns)) {
    throw new TenantTrailError(
      "localised-header",
      "The column names are not in English. Export again with the portal's language set to English, or export as JSON, which has no language.",
    );
  }
  const names = columns.slice(0, 6).map((column) => column.replace(/\p{C}/gu, " ").slice(0, 40));
  throw unrecognised(
    `This is text, or CSV of no known log with the columns ${names.join(", ")}${columns.length > 6 ? ", …" : ""}.`,
  );
}

function isLocalised(columns: readonly string[]): boolean {
  const [first = ""] = columns;
  // Translations keep the "(UTC)" of "Date (UTC)".
  if (/\(UTC\)|（UTC）/i.test(first)) return true;
  const hasForeignLetters = columns.some((column) => /[^\p{ASCII}]/u.test(column));
  return portalWidths.includes(columns.length) || (columns.length >= 5 && hasForeignLetters);
}
