import type { Clock } from "../collector/clock.ts";
import type { Lake } from "../lake/lake.ts";
import type { CollectorFunction } from "../protocol/aws/function-report.ts";
import type { Parameter } from "./tenant-parameters.ts";

/** A value that alarms and charts are made of. */
export interface Metric {
  readonly name: string;
  readonly unit: "Count" | "Seconds" | "None";
  readonly value: number;
}

/** Where a function tells of its runs; nothing of a log may reach it. */
export interface FunctionLog {
  info(message: string, fields: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
  error(message: string, fields: Readonly<Record<string, unknown>>): void;
  measure(metrics: readonly Metric[]): void;
}

/** What a function works with; tests bring their own. */
export interface FunctionWorld {
  readonly name: CollectorFunction;
  readonly lake: Lake;
  /** The credentials as they are kept now, read again for each run. */
  readonly parameters: () => Promise<readonly Parameter[]>;
  /** Where they are kept, for people. */
  readonly parameterPath: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly random: () => number;
  /** The function's memory in megabytes. */
  readonly megabytes: number;
  readonly log: FunctionLog;
}

/** One call of a function. */
export interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
  /** How many milliseconds are left until it is ended by force. */
  readonly remainingMs: () => number;
}
