import { isRecord } from "../../../base/json-record.ts";
import { t } from "../../../base/translated.ts";
import type { FunctionReport } from "../../../protocol/aws/function-report.ts";
import type { InvokeOutcome } from "../../../protocol/aws/function-runs.ts";
import { collectDetailParts, collectSummary } from "../../collector/collecting/collect-outcome.ts";
import { type OutcomePart, outcomeText } from "../../outcomes/outcome-text.ts";

/** One sentence about a run by hand. */
export function invokeSummary(outcome: InvokeOutcome): string {
  const { function: name, failure } = outcome;
  if (failure !== undefined) return t("The run of {0} failed: {1}", name, failure);
  const report = reportOf(outcome);
  switch (report?.state) {
    case "collected":
      return `${collectSummary(report.outcome)}${report.cutShort ? t(" The run's time was over; the next one goes on.") : ""}`;
    case "busy":
      return t(
        "Another run of {0} is at work since {1}, until {2} at most. Nothing was done.",
        name,
        report.since,
        report.until,
      );
    case "no-tenant":
      return t("No tenant is collected: there is no credential below {0}. Add one first.", report.parameterPath);
    default:
      return t("The run of {0} ended, and its answer is not one that this version knows.", name);
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
  return outcomeText(t("Collection in AWS"), summary, outcomes.map(partOf));
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
      t("Request {0}", requestId),
      ...(collected === undefined ? [] : [t("From {0} to {1}", collected.startedAt, collected.endedAt)]),
    ],
    parts: [
      ...(collected === undefined ? [] : collectDetailParts(collected.outcome)),
      { heading: t("End of the log"), items: lines.length === 0 ? [t("The run wrote nothing.")] : lines },
    ],
  };
}

function reportOf({ report }: InvokeOutcome): FunctionReport | undefined {
  const state = isRecord(report) ? report["state"] : undefined;
  return state === "collected" || state === "busy" || state === "no-tenant" ? (report as FunctionReport) : undefined;
}
