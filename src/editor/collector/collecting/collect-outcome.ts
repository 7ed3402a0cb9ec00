import { sum } from "../../../base/sum.ts";
import type { CollectedTable, CollectFailure, CollectOutcome } from "../../../protocol/collector.ts";
import { stretchWords } from "../../../protocol/words/stretch-words.ts";
import { tableTitles } from "../../../protocol/words/table-titles.ts";
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
    ...(remaining > 0 ? [`${countOf(remaining, "window")} left for the next run`] : []),
    ...(failed > 0 ? [`${countOf(failed, "source")} failed`] : []),
    ...(rejected.length > 0 ? [`${countOf(rejected.length, "record")} rejected`] : []),
    ...(warnings.length > 0 ? [countOf(warnings.length, "warning")] : []),
  ];
  if (windows === 0 && troubles.length === 0) return "Nothing is due: every source was read up to now.";
  const late = total((table) => table.late);
  return [
    `Collected ${countOf(windows, "window")}: ${countOf(
      total((table) => table.added),
      "row",
    )} added`,
    `${formatCount(total((table) => table.updated))} updated`,
    ...(late > 0 ? [`${formatCount(late)} late`] : []),
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
    "Collection",
    collectSummary(outcome),
    collectDetailParts(outcome),
    `Requests to Microsoft: ${formatCount(outcome.requests)}. Time that Microsoft asked to wait: ${formatDuration(outcome.throttledMs)}.`,
  );
}

/** The parts of an outcome: what failed, warnings, rejected records, then each table. */
export function collectDetailParts(outcome: CollectOutcome): readonly OutcomePart[] {
  const { tables, failures, warnings, rejected, rejectedFile } = outcome;
  const kept =
    rejectedFile === undefined ? [] : [`The rejected records are kept, to be mended and imported: ${rejectedFile}`];
  return [
    ...part("Failed", failures.map(failureLine)),
    ...part("Warnings", warnings),
    ...part(
      "Rejected",
      rejected.map(({ source, line, reason }) => `${sourceName(source)}, record ${line}: ${reason}`),
      kept,
    ),
    ...tables.map(tablePart),
  ];
}

function failureLine(failure: CollectFailure): string {
  return `${sourceName(failure.source)}, ${stretchWords(failure)}: ${failure.message}`;
}

function sourceName(source: CollectFailure["source"]): string {
  const { table, title } = sourceTitles[source];
  return tableTitles[table].toLowerCase() === title ? tableTitles[table] : `${tableTitles[table]}, ${title}`;
}

function tablePart(table: CollectedTable): OutcomePart {
  return {
    heading: tableTitles[table.table],
    items: [
      `windows read: ${formatCount(table.windows)}`,
      `windows left: ${formatCount(table.remaining)}`,
      `records fetched: ${formatCount(table.fetched)}`,
      `added: ${formatCount(table.added)}`,
      `updated: ${formatCount(table.updated)}`,
      `late, seen after their window was first read: ${formatCount(table.late)}`,
    ],
  };
}

function part(heading: string, items: readonly string[], notes: readonly string[] = []): readonly OutcomePart[] {
  return items.length === 0 ? [] : [{ heading, notes, items }];
}
