import { sum } from "../../../base/sum.ts";
import { t } from "../../../base/translated.ts";
import type { CollectedTable, CollectFailure, CollectOutcome } from "../../../protocol/collector.ts";
import { tableTitles } from "../../../protocol/words/table-titles.ts";
import { windowWords } from "../../../protocol/words/window-words.ts";
import { type OutcomePart, outcomeText } from "../../outcomes/outcome-text.ts";
import { countOf, formatCount, formatDuration } from "../../words/plain-amounts.ts";
import { sourceTitles } from "../../words/source-titles.ts";

/** One sentence about a collection: what came of it, and what needs a look. */
export function collectSummary({ tables, failures, warnings, rejected }: CollectOutcome): string {
  const total = (of: (table: CollectedTable) => number): number => sum(tables, (table) => of(table));
  const windows = total((table) => table.windows);
  const remaining = total((table) => table.remaining);
  const failed = new Set(failures.map(({ tenantId, source }) => `${tenantId}/${source}`)).size;
  const troubles = [
    ...(remaining > 0
      ? [countOf(remaining, t("{0} window left for the next run"), t("{0} windows left for the next run"))]
      : []),
    ...(failed > 0 ? [countOf(failed, t("{0} source failed"), t("{0} sources failed"))] : []),
    ...(rejected.length > 0 ? [countOf(rejected.length, t("{0} record rejected"), t("{0} records rejected"))] : []),
    ...(warnings.length > 0 ? [countOf(warnings.length, t("{0} warning"), t("{0} warnings"))] : []),
  ];
  if (windows === 0 && troubles.length === 0) return t("Nothing is due: every source was read up to now.");
  const late = total((table) => table.late);
  return [
    countOf(
      windows,
      t("Collected {0} window: {1} added"),
      t("Collected {0} windows: {1} added"),
      countOf(
        total((table) => table.added),
        t("{0} row"),
        t("{0} rows"),
      ),
    ),
    t("{0} updated", formatCount(total((table) => table.updated))),
    ...(late > 0 ? [t("{0} late", formatCount(late))] : []),
    ...troubles,
  ]
    .join(", ")
    .concat(".");
}

/** True when something was not read, was not taken or was warned about. */
export function collectNeedsLook({ failures, warnings, rejected }: CollectOutcome): boolean {
  return failures.length + warnings.length + rejected.length > 0;
}

/** The whole outcome: what failed first, with the next step that its message names, then each table. */
export function collectDetails(outcome: CollectOutcome): string {
  return outcomeText(
    t("Collection"),
    collectSummary(outcome),
    collectDetailParts(outcome),
    t(
      "Requests to Microsoft: {0}. Time that Microsoft asked to wait: {1}.",
      formatCount(outcome.requests),
      formatDuration(outcome.throttledMs),
    ),
  );
}

/** The parts of an outcome: what failed, warnings, rejected records, then each table. */
export function collectDetailParts(outcome: CollectOutcome): readonly OutcomePart[] {
  const { tables, failures, warnings, rejected, rejectedFile } = outcome;
  const kept =
    rejectedFile === undefined
      ? []
      : [t("The rejected records are kept, to be mended and imported: {0}", rejectedFile)];
  return [
    ...part(t("Failed"), failures.map(failureLine)),
    ...part(t("Warnings"), warnings),
    ...part(
      t("Rejected"),
      rejected.map(({ source, line, reason }) => t("{0}, record {1}: {2}", sourceName(source), line, reason)),
      kept,
    ),
    ...tables.map(tablePart),
  ];
}

function failureLine(failure: CollectFailure): string {
  return `${sourceName(failure.source)}, ${windowWords(failure)}: ${failure.message}`;
}

function sourceName(source: CollectFailure["source"]): string {
  const { table, title } = sourceTitles[source];
  return tableTitles[table].toLowerCase() === title ? tableTitles[table] : `${tableTitles[table]}, ${title}`;
}

function tablePart(table: CollectedTable): OutcomePart {
  return {
    heading: tableTitles[table.table],
    items: [
      t("windows read: {0}", formatCount(table.windows)),
      t("windows left: {0}", formatCount(table.remaining)),
      t("records fetched: {0}", formatCount(table.fetched)),
      t("added: {0}", formatCount(table.added)),
      t("updated: {0}", formatCount(table.updated)),
      t("late, seen after their window was first read: {0}", formatCount(table.late)),
    ],
  };
}

function part(heading: string, items: readonly string[], notes: readonly string[] = []): readonly OutcomePart[] {
  return items.length === 0 ? [] : [{ heading, notes, items }];
}
