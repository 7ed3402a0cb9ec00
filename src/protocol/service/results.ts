import type {
  CellRequest,
  ColumnStatistics,
  CopyRequest,
  ExportedFile,
  ExportRequest,
  JsonValue,
  ResultView,
  ResultWindow,
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
  copyText(request: CopyRequest, options?: CallOptions): Promise<string>;
  releaseResult(request: { resultId: string }, options?: CallOptions): Promise<void>;
}

export const resultsDoing: Doing<ResultsService> = {
  readWindow: "reading a result",
  readCell: "reading a cell",
  columnStatistics: "summarising a column",
  exportResult: "exporting a result",
  copyText: "copying from a result",
  releaseResult: "closing a result",
};
