import { minuteMs } from "../../base/time-units.ts";
import { t } from "../../base/translated.ts";
import type { ReopenedResult } from "../../protocol/evidence/kept-result.ts";
import type { ResultSummary } from "../../protocol/query.ts";

/** The summary of a result that was kept, which says how old its rows are. */
export function keptSummary({ summary }: ReopenedResult, nowMs: number): ResultSummary {
  const age = ageWords(nowMs - Date.parse(summary.askedAt));
  const text = t("Read {0} ago and kept over a reload of the window. Run again to ask the lake as it is now.", age);
  return { ...summary, notes: [...(summary.notes ?? []), { tone: "info", text }] };
}

/** `12 minutes`, `3 hours`, `2 days`. */
function ageWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / minuteMs));
  if (minutes < 1) return t("less than a minute");
  if (minutes < 120) return minutes === 1 ? t("{0} minute", minutes) : t("{0} minutes", minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t("{0} hours", hours) : t("{0} days", Math.round(hours / 24));
}

/** Why a result that was shown before a reload is not shown any more. */
export const notKeptSentence = t(
  "This result was not kept over the reload of the window: it was too large, is too old, or keeping is off. Run the query again to see it.",
);

/** Why one may be kept and is not shown. */
export const noLakeSentence = t(
  "No lake is open, so that this result cannot be shown again. Open its lake and reload the window, or run the query again.",
);

export const interruptedSentence = t(
  "A reload of the window, or its closing, interrupted this query before it had ended. Run it again to see its result.",
);

export const failedBeforeSentence = t("This query had failed before the window was reloaded. Run it again to see why.");
