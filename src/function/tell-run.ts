import { sum } from "../base/sum.ts";
import { dayMs } from "../base/time-units.ts";
import { toldFailure, wordsBehind } from "../duckdb/told-failure.ts";
import type { CollectOutcome } from "../protocol/collector.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { lakeDoing } from "../protocol/service/lake-service.ts";
import type { FunctionLog, Metric } from "./function-world.ts";
import { redactedEngineWords } from "./redacted-engine-words.ts";
import { redactedText } from "./redacted-text.ts";
import type { ParameterTenant } from "./tenant-parameters.ts";

/** So many failures are written down; the ledger has them all. */
const named = 50;

/** Tells the log and the metrics what a run came to. */
export function tellOutcome(log: FunctionLog, outcome: CollectOutcome, names: readonly string[]): void {
  for (const { message, ...failure } of outcome.failures.slice(0, named))
    log.warn("A window could not be read", { ...failure, reason: redactedText(message, names) });
  for (const warning of outcome.warnings) log.warn("Warning", { reason: redactedText(warning, names) });
  const { requests, throttledMs, rejected, failures, tables } = outcome;
  log.info("Collected", { tables, requests, throttledMs, failures: failures.length, rejected: rejected.length });
  log.measure([
    count(
      "Rows",
      sum(tables, ({ added }) => added),
    ),
    count(
      "LateRows",
      sum(tables, ({ late }) => late),
    ),
    count("Requests", requests),
    { name: "ThrottledSeconds", unit: "Seconds", value: Math.round(throttledMs / 1000) },
    count(
      "WindowsLeft",
      sum(tables, ({ remaining }) => remaining),
    ),
  ]);
}

/** Tells how many days the credential that ends first has left, where that is known of any. */
export function tellExpiry(log: FunctionLog, tenants: readonly ParameterTenant[], nowMs: number): void {
  const days = tenants.flatMap(({ expiresMs }) => (expiresMs === undefined ? [] : [(expiresMs - nowMs) / dayMs]));
  if (days.length > 0) log.measure([{ name: "SecretDaysLeft", unit: "None", value: Math.min(...days) }]);
}

/**
 * Tells the log why a run failed, with the query engine's own words beside ours where it was the one to fail.
 * @returns the error for Lambda, which writes it down with its message and stack and gives it to whoever waits.
 */
export function tellFailure(log: FunctionLog, error: unknown, names: readonly string[]): Error {
  const told = toldFailure(error, lakeDoing.collect);
  const code = told instanceof TenantTrailError ? told.code : "internal";
  const kind = error instanceof Error ? error.name : "Error";
  const reason = reasonOf(told, names);
  log.error("The run failed", { code, kind, reason, ...engineOf(told, names) });
  return new TenantTrailError(code, reason);
}

/** Tells the log of something that failed beside what the run is for. */
export function tellSmallFailure(log: FunctionLog, message: string, error: unknown, names: readonly string[]): void {
  const told = toldFailure(error, lakeDoing.collect);
  log.warn(message, { reason: reasonOf(told, names), ...engineOf(told, names) });
}

function reasonOf(error: unknown, names: readonly string[]): string {
  return redactedText(error instanceof Error ? error.message : String(error), names);
}

function engineOf(told: unknown, names: readonly string[]): { readonly engine?: string } {
  const engine = redactedEngineWords(wordsBehind(told), names);
  return engine === undefined ? {} : { engine };
}

function count(name: string, value: number): Metric {
  return { name, unit: "Count", value };
}
