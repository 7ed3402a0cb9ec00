import type { AlarmState, FailedRun, InvokeOutcome, InvokeRequest, RunLogRequest } from "../aws/function-runs.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** The collector's functions in AWS, for a connection to a stack. */
export interface FunctionsService {
  /** Runs the function that collects a table, and waits for its end. */
  invokeCollector(request: InvokeRequest, options?: CallOptions): Promise<InvokeOutcome>;
  /** Failed runs of the last days, newest first. */
  failedRuns(request: { readonly days: number }, options?: CallOptions): Promise<readonly FailedRun[]>;
  runLog(request: RunLogRequest, options?: CallOptions): Promise<string>;
  /** The alarms of the stack, those that ring first. */
  alarmStates(request: Record<string, never>, options?: CallOptions): Promise<readonly AlarmState[]>;
}

export const functionsDoing: Doing<FunctionsService> = {
  invokeCollector: "collecting in AWS",
  failedRuns: "looking for failed runs",
  runLog: "reading the log of a run",
  alarmStates: "reading the alarms",
};
