import type { ColumnInfo } from "./column-info.ts";
import type { Row } from "./result-file.ts";
import type { StatementKind } from "./statement-kind.ts";
import type { ResultPlace } from "./work-group.ts";

export type State = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";

/** A query that was started. */
export interface Execution {
  readonly id: string;
  readonly query: string;
  readonly kind: StatementKind;
  readonly region: string;
  readonly workGroup: string;
  readonly place: ResultPlace;
  readonly database: string;
  readonly parameters: readonly string[];
  readonly scanLimit: number | undefined;
  readonly submitted: number;
  readonly stop: AbortController;
  state: State;
  reason: string | undefined;
  failure: { readonly category: number; readonly type: number } | undefined;
  scannedBytes: number;
  started: number | undefined;
  completed: number | undefined;
  columns: readonly ColumnInfo[];
  rows: Row[];
  /** How often its state was asked for. */
  asked: number;
}

/** True once the state stays. */
export function isOver({ state }: Execution): boolean {
  return state === "SUCCEEDED" || state === "FAILED" || state === "CANCELLED";
}

/** What GetQueryRuntimeStatistics tells; of rows, only once the query is over. */
export function statistics(execution: Execution): Record<string, unknown> {
  const { submitted, completed, scannedBytes, rows } = execution;
  return {
    Timeline: { TotalExecutionTimeInMillis: (completed ?? Date.now()) - submitted },
    ...(execution.state === "SUCCEEDED" && { Rows: { InputBytes: scannedBytes, OutputRows: rows.length } }),
  };
}

/** A query as GetQueryExecution tells it. */
export function described(execution: Execution, state: State = execution.state): Record<string, unknown> {
  const { id, kind, place, completed, submitted, reason, failure } = execution;
  const until = completed ?? Date.now();
  const queued = (execution.started ?? until) - submitted;
  return {
    QueryExecutionId: id,
    Query: execution.query,
    StatementType: kind.type,
    // Managed results have no place that anybody could look at.
    ...(place.managed
      ? { ManagedQueryResultsConfiguration: { Enabled: true } }
      : { ResultConfiguration: { OutputLocation: `${place.location}${id}.${kind.file}` } }),
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: { Database: execution.database, Catalog: "awsdatacatalog" },
    Status: {
      State: state,
      ...(reason !== undefined && { StateChangeReason: reason }),
      SubmissionDateTime: submitted / 1000,
      ...(completed !== undefined && { CompletionDateTime: completed / 1000 }),
      ...(failure !== undefined && {
        AthenaError: {
          ErrorCategory: failure.category,
          ErrorType: failure.type,
          Retryable: false,
          ErrorMessage: reason,
        },
      }),
    },
    Statistics: {
      EngineExecutionTimeInMillis: until - submitted - queued,
      DataScannedInBytes: execution.scannedBytes,
      TotalExecutionTimeInMillis: until - submitted,
      QueryQueueTimeInMillis: queued,
      ServicePreProcessingTimeInMillis: 0,
      ServiceProcessingTimeInMillis: 0,
      ResultReuseInformation: { ReusedPreviousResult: false },
    },
    WorkGroup: execution.workGroup,
    EngineVersion: {
      SelectedEngineVersion: "AUTO",
      EffectiveEngineVersion: "Athena engine version 3",
    },
    ...(execution.parameters.length > 0 && { ExecutionParameters: execution.parameters }),
    SubstatementType: kind.type === "DML" ? "SELECT" : kind.type,
  };
}
