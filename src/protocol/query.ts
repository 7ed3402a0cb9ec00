import type { ParameterDeclaration, ParameterValue } from "./query-parameters.ts";
import type { TableCoverage } from "./table-coverage.ts";

/** What a cell may hold: timestamps are ISO 8601 UTC strings, unsafe integers are strings. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface ResultColumn {
  readonly name: string;
  /** Trino's name of the type, for example `timestamp(3)` or `array(varchar)`. */
  readonly type: string;
  readonly kind: "text" | "number" | "time" | "boolean" | "nested";
}

export interface QueryRequest {
  readonly sql: string;
  /** The file the text came from, for messages only. */
  readonly uri?: string;
  /** Values of its parameters, checked where it runs; a `date` may be `from` and `to` in words (see `isRelativeDays`). */
  readonly params?: Readonly<Record<string, ParameterValue>>;
  /** What the header of the statement's file says of its parameters; left out, a header in `sql` itself counts. */
  readonly parameters?: readonly ParameterDeclaration[];
  readonly engine?: "duckdb" | "athena";
  readonly title?: string;
  /**
   * On Athena: what the query may scan at most, in bytes, by what is known before it runs. Where nothing is known, the
   * limit of the workgroup must not be higher. Default: anything.
   */
  readonly mayScanBytes?: number;
}

/** What a statement reads, as far as it is known before it runs. */
export interface ScanEstimate {
  /** What it scans at most, in bytes; left out where nobody knows. */
  readonly bytes?: number;
  /** Tables that are none of the lake's, as the statement names them, for which the bytes are not known. */
  readonly unknownTables?: readonly string[];
  /** How many log days of the lake it reads. */
  readonly days: number;
}

/** A sentence beside an answer: a warning where rows may be missing. */
export interface AnswerNote {
  readonly tone: "warning" | "info";
  readonly text: string;
}

/** What is known of a question before its answer is whole. */
export interface QueryProgress {
  readonly estimate?: ScanEstimate;
  /** A result whose first rows can be read. */
  readonly firstRows?: ResultSummary;
}

/** A result that the lake process holds; views read windows of it. */
export interface ResultSummary {
  readonly resultId: string;
  readonly title: string;
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** More rows are on their way; the summary of all of them follows. */
  readonly isArriving?: true;
  readonly engine: "duckdb" | "athena";
  readonly scannedBytes: number;
  readonly elapsedMs: number;
  /** The lake that was asked: the path of its folder, or the address of its bucket. */
  readonly lake: string;
  /** The parameters that the statement names, with the values that it ran with. */
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** When it was asked, ISO 8601. */
  readonly askedAt: string;
  /** What of the days asked for was read: an entry for each table and tenant; empty when no table is read. */
  readonly coverage: readonly TableCoverage[];
  /** What else the answer says of itself, such as a column that is shown as another type's text. */
  readonly notes?: readonly AnswerNote[];
  readonly simulated: boolean;
  readonly sql: string;
  /** Where it has parameters: with its values as literals, so that it runs again as it is; absent when one has none. */
  readonly sqlWithValues?: string;
}

export interface Sort {
  readonly column: number;
  readonly descending: boolean;
}

/** How the rows of a result are shown; every field is a query on the held result. */
export interface ResultView {
  readonly sort?: readonly Sort[];
  /** Rows with a cell that contains this text, ignoring case. */
  readonly search?: string;
  readonly filters?: readonly ColumnFilter[];
}

export interface ColumnFilter {
  readonly column: number;
  /**
   * Where in the column's nested value (or in the JSON that its text holds): names of fields from the outside in, null
   * for any element of a list. Left out, the filter is on the value itself. Takes every `op` but `atLeast`, `atMost` and `below`.
   */
  readonly path?: readonly (string | null)[];
  readonly op: "equals" | "excludes" | "oneOf" | "contains" | "atLeast" | "atMost" | "below" | "isNull" | "isNotNull";
  /** For `oneOf` a list of values, among which NULL may be. */
  readonly value?: JsonValue;
}

export interface WindowRequest extends ResultView {
  readonly resultId: string;
  readonly offset: number;
  readonly limit: number;
}

/** A long cell is cut; `cell` fetches the whole of it. */
export type Cell = string | number | boolean | null | { readonly cut: string; readonly length: number };

export interface ResultWindow {
  readonly offset: number;
  /** Rows of the view (after search and filters). */
  readonly rowCount: number;
  /** Nested values arrive as compact JSON text. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface CellRequest extends ResultView {
  readonly resultId: string;
  readonly row: number;
  readonly column: number;
  /** A nested value as the JSON text that a window shows, by which it is filtered, in place of the value itself. */
  readonly asText?: true;
}

export interface ColumnStatistics {
  readonly column: number;
  readonly rows: number;
  readonly nulls: number;
  readonly distinct: number;
  readonly min: JsonValue;
  readonly max: JsonValue;
  readonly mean: number | null;
  readonly top: readonly FrequentValue[];
}

export interface FrequentValue {
  /** A long text is its beginning with a mark. */
  readonly value: JsonValue;
  readonly count: number;
  /** True for a beginning, by which no row can be found. */
  readonly isCut?: true;
}

/** Some rows and columns of a view. */
export interface RangeRequest extends ResultView {
  readonly resultId: string;
  /** Half-open. */
  readonly rows: { readonly from: number; readonly to: number };
  readonly columns: readonly number[];
}

/** What the cells of a range come to. */
export interface RangeSummary {
  readonly rows: number;
  /** Different values over all columns, NULL left out; null when there are too many cells to compare. */
  readonly distinct: number | null;
  readonly columns: readonly RangeColumn[];
}

export interface RangeColumn {
  readonly column: number;
  readonly nulls: number;
  /** Of a column of numbers, exact, as text; null when there is none. */
  readonly sum: string | null;
  /** Of a column of numbers or times. */
  readonly min: JsonValue;
  readonly max: JsonValue;
}

/** Asks for the different values of a column. */
export interface ValuesRequest extends ResultView {
  readonly resultId: string;
  readonly column: number;
  /** Only values whose text contains this, ignoring case. */
  readonly contains?: string;
}

/** The most frequent values of a column, and how many there are. */
export interface ColumnValues {
  /** NULL among them where it occurs. Values that a filter cannot name, because they were cut, are left out. */
  readonly values: readonly { readonly value: JsonValue; readonly count: number }[];
  /** All that there are, NULL counted as one. */
  readonly distinct: number;
}

export type ExportFormat = "csv" | "json" | "parquet" | "xlsx";

export interface ExportRequest extends ResultView {
  readonly resultId: string;
  readonly format: ExportFormat;
  readonly path: string;
  /** Texts that a spreadsheet runs as formulas stand in CSV as they are, without an apostrophe before them. */
  readonly keepsFormulas?: true;
  /** CSV begins with a byte order mark, by which Excel knows that it is UTF-8. */
  readonly hasByteOrderMark?: true;
}

/** What an export came to. */
export interface ExportedFile {
  readonly rows: number;
  readonly bytes: number;
  /** The file beside it that says what was asked and what was not read, for formats without a place of their own. */
  readonly metadataPath?: string;
}

/** `sqlIn` is `IN (…)` with the different values of one column, as Trino writes them. */
export type CopyFormat = "tsv" | "csv" | "markdown" | "json" | "sqlIn";

export interface CopyRequest extends RangeRequest {
  readonly format: CopyFormat;
  readonly headers: boolean;
}

export interface CopiedText {
  readonly text: string;
  readonly rows: number;
  /** For `sqlIn`: how many values it holds, and in how many rows NULL stood, which IN never finds. */
  readonly values?: number;
  readonly nulls?: number;
}
