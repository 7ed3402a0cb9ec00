import type { ChartData, ChartRequest } from "../chart/chart-data.ts";
import type { Comparison, ComparisonChoice, ComparisonRequest } from "../comparing/comparison.ts";
import type { KeepOutcome, KeepRequest, ReopenedResult, ReopenRequest } from "../evidence/kept-result.ts";
import type {
  CellRequest,
  ColumnStatistics,
  ColumnValues,
  CopiedText,
  CopyRequest,
  ExportedFile,
  ExportRequest,
  JsonValue,
  RangeRequest,
  RangeSummary,
  ResultView,
  ResultWindow,
  ValuesRequest,
  WindowRequest,
} from "../query.ts";
import type { CallOptions, Doing } from "./methods.ts";

export interface StatisticsRequest extends ResultView {
  readonly resultId: string;
  /** Index into the result's columns. */
  readonly column: number;
}

/** Looks into held results. */
export interface ResultsService {
  readWindow(request: WindowRequest, options?: CallOptions): Promise<ResultWindow>;
  readCell(request: CellRequest, options?: CallOptions): Promise<JsonValue>;
  columnStatistics(request: StatisticsRequest, options?: CallOptions): Promise<ColumnStatistics>;
  exportResult(request: ExportRequest, options?: CallOptions): Promise<ExportedFile>;
  /** The columns that hold no value in any row of the result: NULL, an empty text, an empty list. */
  emptyColumns(request: { resultId: string }, options?: CallOptions): Promise<readonly number[]>;
  summariseRange(request: RangeRequest, options?: CallOptions): Promise<RangeSummary>;
  columnValues(request: ValuesRequest, options?: CallOptions): Promise<ColumnValues>;
  chartData(request: ChartRequest, options?: CallOptions): Promise<ChartData>;
  copyText(request: CopyRequest, options?: CallOptions): Promise<CopiedText>;
  /** What two held results can be compared by. */
  comparisonChoice(request: Omit<ComparisonRequest, "keys">, options?: CallOptions): Promise<ComparisonChoice>;
  /** Compares two held results by a key; the answer is a held result too. */
  compareResults(request: ComparisonRequest, options?: CallOptions): Promise<Comparison>;
  /** Keeps a result on the disk, so that another process can reopen it. */
  keepResult(request: KeepRequest, options?: CallOptions): Promise<KeepOutcome>;
  /** Holds a kept result again, under its id. */
  reopenResult(request: ReopenRequest, options?: CallOptions): Promise<ReopenedResult>;
  /** Keeps a result from being dropped to make room for others, or lets it go again. @throws `no-such-result`. */
  pinResult(request: { resultId: string; isPinned: boolean }, options?: CallOptions): Promise<void>;
  releaseResult(request: { resultId: string }, options?: CallOptions): Promise<void>;
}

export const resultsDoing: Doing<ResultsService> = {
  readWindow: "reading a result",
  readCell: "reading a cell",
  columnStatistics: "summarising a column",
  emptyColumns: "looking for empty columns",
  summariseRange: "summarising a selection",
  columnValues: "reading the values of a column",
  chartData: "drawing a chart",
  exportResult: "exporting a result",
  copyText: "copying from a result",
  comparisonChoice: "looking for a key",
  compareResults: "comparing results",
  keepResult: "keeping a result",
  reopenResult: "reopening a result",
  pinResult: "holding a result",
  releaseResult: "closing a result",
};
