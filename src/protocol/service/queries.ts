import type { QueryProgress, QueryRequest, ResultSummary, ScanEstimate } from "../query.ts";
import type { HeldDays } from "../relative-days.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** Runs statements. */
export interface QueriesService {
  /** The log days that the lake holds of the tables that a statement reads; of all when it cannot be read. */
  heldDays(request: QueryRequest, options?: CallOptions): Promise<HeldDays>;
  /** What a statement would read, without running it; as `Engine.estimate`. */
  estimateScan(request: QueryRequest, options?: CallOptions): Promise<ScanEstimate>;
  /** Runs one statement to its end and holds the result; its first rows may be told before. */
  runQuery(request: QueryRequest, options?: CallOptions<QueryProgress>): Promise<ResultSummary>;
}

export const queriesDoing: Doing<QueriesService> = {
  heldDays: "looking which days are held",
  estimateScan: "looking what a query would read",
  runQuery: "running a query",
};
