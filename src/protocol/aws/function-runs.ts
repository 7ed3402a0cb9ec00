import type { TableName } from "../tables.ts";

/** A run that is asked for by hand. */
export interface InvokeRequest {
  readonly table: TableName;
  /** Days (`YYYY-MM-DD`) or instants (ISO 8601, UTC); `from` included, `to` not. Without them, what is due. */
  readonly from?: string;
  readonly to?: string;
  /** Default: every tenant whose credential the stack keeps. */
  readonly tenantId?: string;
}

/** What a run of a collector's function answered. */
export interface InvokeOutcome {
  /** The function's name. */
  readonly function: string;
  readonly requestId: string;
  /** The collector's own report; absent when the run failed. */
  readonly report?: unknown;
  /** Why the run failed: what the function threw, or what ended it. */
  readonly failure?: string;
  /** The last 4 KB of its log. */
  readonly log: string;
}

/** A run that failed, as its log tells. */
export interface FailedRun {
  readonly function: string;
  readonly requestId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

export interface RunLogRequest {
  readonly function: string;
  readonly requestId: string;
  /** `at` of the run. */
  readonly at: string;
}

/** An alarm of a stack. */
export interface AlarmState {
  readonly name: string;
  readonly description: string;
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly reason: string;
  /** Since when, ISO 8601. */
  readonly since: string;
}
