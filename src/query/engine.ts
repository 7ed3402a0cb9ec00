import type { ChartData, ChartRequest } from "../protocol/chart/chart-data.ts";
import type { Comparison, ComparisonChoice, ComparisonRequest } from "../protocol/comparing/comparison.ts";
import type { KeepOutcome, KeepRequest, ReopenedResult, ReopenRequest } from "../protocol/evidence/kept-result.ts";
import type { ResultOrigin } from "../protocol/evidence/result-origin.ts";
import type {
  CellRequest,
  ColumnStatistics,
  ColumnValues,
  CopiedText,
  CopyRequest,
  ExportedFile,
  ExportRequest,
  JsonValue,
  QueryProgress,
  QueryRequest,
  RangeRequest,
  RangeSummary,
  ResultSummary,
  ResultView,
  ResultWindow,
  ScanEstimate,
  ValuesRequest,
  WindowRequest,
} from "../protocol/query.ts";
import type { HeldDays } from "../protocol/relative-days.ts";

/**
 * What answers questions about one lake. A signal that is aborted stops the statement where it runs, and whoever asked
 * gets a CancelledError.
 */
export interface Engine {
  readonly kind: ResultSummary["engine"];
  /**
   * Runs one statement to its end and holds the result.
   * @throws TenantTrailError with a place in the user's text where the statement is at fault; CancelledError.
   */
  ask(
    request: QueryRequest,
    signal?: AbortSignal,
    onProgress?: (progress: QueryProgress) => void,
  ): Promise<ResultSummary>;
  /** The log days held of the tables that a statement reads; of all tables when it cannot be read. */
  heldDays(request: QueryRequest, signal?: AbortSignal): Promise<HeldDays>;
  /**
   * What a statement would read, without running it; a parameter without a value leaves out nothing.
   * @throws TenantTrailError for a statement that cannot be read, and for values that do not fit; CancelledError.
   */
  estimate(request: QueryRequest, signal?: AbortSignal): Promise<ScanEstimate>;
  /** The results of what was asked. */
  results(): Promise<HeldResults>;
  /** Whether it holds a result. */
  holds(resultId: string): Promise<boolean>;
  /** Gives back what it took of the machine; results are gone. It may be asked again. */
  close(): Promise<void>;
}

/** Results that are held, and what can be made of them. Each throws TenantTrailError `no-such-result`; CancelledError. */
export interface HeldResults {
  /** Rows of a view from `offset`; fewer than `limit` when the reply would be too large. */
  readWindow(request: WindowRequest, signal?: AbortSignal): Promise<ResultWindow>;
  /** One whole value. */
  readCell(request: CellRequest, signal?: AbortSignal): Promise<JsonValue>;
  columnStatistics(
    request: ResultView & { readonly resultId: string; readonly column: number },
    signal?: AbortSignal,
  ): Promise<ColumnStatistics>;
  /** The columns that hold no value in any row. */
  emptyColumns(resultId: string, signal?: AbortSignal): Promise<readonly number[]>;
  summariseRange(request: RangeRequest, signal?: AbortSignal): Promise<RangeSummary>;
  columnValues(request: ValuesRequest, signal?: AbortSignal): Promise<ColumnValues>;
  chartData(request: ChartRequest, signal?: AbortSignal): Promise<ChartData>;
  copyText(request: CopyRequest, signal?: AbortSignal): Promise<CopiedText>;
  comparisonChoice(request: Omit<ComparisonRequest, "keys">, signal?: AbortSignal): Promise<ComparisonChoice>;
  /** Holds the comparison of two results of this engine. */
  compare(request: ComparisonRequest, signal?: AbortSignal): Promise<Comparison>;
  /** Writes a whole view to a file and answers its rows and bytes. */
  exportResult(request: ExportRequest, signal?: AbortSignal): Promise<ExportedFile>;
  /** What is known of a result beside its rows. */
  tell(resultId: string): Promise<{ readonly summary: ResultSummary; readonly origin: ResultOrigin }>;
  /** Keeps a result, also one that is dropped meanwhile, until what is answered is called. */
  borrow(resultId: string): Promise<() => Promise<void>>;
  /** Keeps a result on the disk. A reason is answered where it cannot be. */
  keep(request: KeepRequest, signal?: AbortSignal): Promise<KeepOutcome>;
  /** Holds a result again that was kept, under the id that it had. */
  reopen(place: ReopenRequest, signal?: AbortSignal): Promise<ReopenedResult>;
  /** A pinned result is never dropped to make room. @throws TenantTrailError `no-such-result`. */
  setPinned(resultId: string, pinned: boolean): void;
  /** Drops a result; one that is gone already is no error. */
  release(resultId: string): Promise<void>;
}
