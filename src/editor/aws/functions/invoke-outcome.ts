import { isRecord } from "../../../base/json-record.ts";
import type { FunctionReport } from "../../../protocol/aws/function-report.ts";
import type { InvokeOutcome } from "../../../protocol/aws/function-runs.ts";
import { collectDetailParts, collectSummary } from "../../collector/collecting/collect-outcome.ts";
import { type OutcomePart, outcomeText } from "../../outcomes/outcome-text.ts";

/** One sentence about a run by hand. */
export function invokeSummary(outcome: InvokeOutcome): string {
  const { function: name, failure } = outcome;
  if (failure !== undefined) return `The run of ${name} failed: ${failure}`;
  const report = reportOf(outcome);
  switch (report?.state) {
    case "collected":
      return `${collectSummary(report.outcome)}${report.cutShort ? " The run's time was over; the next one goes on." : ""}`;
    case "busy":
      return `Another run of ${name} is at work since ${report.since}, until ${report.until} at most. Nothing was done.`;
    case "no-tenant":
      return `No tenant is collected: there is no credential below ${report.parameterPath}. Add one first.`;
    default:
      return `The run of ${name} ended, and its answer is not one that this version knows.`;
  }
}

/** True when a person should look at the details. */
export function invokeNeedsLook(outcome: InvokeOutcome): boolean {
  const report = reportOf(outcome);
  if (report?.state !== "collected") return true;
  const { failures, warnings, rejected } = report.outcome;
  return failures.length + warnings.length + rejected.length > 0;
}

/** The whole outcome of some runs: the collector's own report of each, and the end of its log. */
export function invokeDetails(outcomes: readonly InvokeOutcome[]): string {
  const summary = outcomes.map(invokeSummary).join(" ");
  return outcomeText("Collection in AWS", summary, outcomes.map(partOf));
}

function partOf(outcome: InvokeOutcome): OutcomePart {
  const { function: name, requestId, log } = outcome;
  const report = reportOf(outcome);
  const collected = report?.state === "collected" ? report : undefined;
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  return {
    heading: name,
    notes: [
      invokeSummary(outcome),
      `Request ${requestId}`,
      ...(collected === undefined ? [] : [`From ${collected.startedAt} to ${collected.endedAt}`]),
    ],
    parts: [
      ...(collected === undefined ? [] : collectDetailParts(collected.outcome)),
      { heading: "End of the log", items: lines.length === 0 ? ["The run wrote nothing."] : lines },
    ],
  };
}

function reportOf({ report }: InvokeOutcome): FunctionReport | undefined {
  const state = isRecord(report) ? report["state"] : undefined;
  return state === "collected" || state === "busy" || state === "no-tenant" ? (report as FunctionReport) : undefined;
}
