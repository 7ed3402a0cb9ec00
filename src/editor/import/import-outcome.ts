import { fileURLToPath } from "node:url";
import { sum } from "../../base/sum.ts";
import type { ImportedFile, ImportOutcome } from "../../protocol/lake.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { type OutcomePart, outcomeText } from "../outcomes/outcome-text.ts";
import { countOf, formatCount } from "../words/plain-amounts.ts";

/** One sentence about an import: what came of it, and what needs a look. */
export function importSummary({ files, warnings: ofLake = [] }: ImportOutcome): string {
  const total = (of: (file: ImportedFile) => number): number => sum(files, (file) => of(file));
  const rejected = total((file) => file.rejectedCount);
  const warnings = files.filter((file) => file.warning !== undefined).length;
  return [
    `Imported ${countOf(files.length, "file")}: ${countOf(
      total((file) => file.added),
      "row",
    )} added`,
    `${formatCount(total((file) => file.updated))} updated`,
    `${formatCount(total((file) => file.unchanged))} already held`,
    ...(rejected > 0 ? [`${countOf(rejected, "record")} rejected`] : []),
    ...(warnings > 0 ? [`${countOf(warnings, "file")} probably cut short`] : []),
  ]
    .join(", ")
    .concat(".", ...ofLake.map((warning) => ` ${warning}`));
}

/** The whole outcome: a part a file, with each rejected record's line and reason; files that need a look come first. */
export function importDetails(outcome: ImportOutcome): string {
  const files = [...outcome.files].sort((a, b) => Number(needsLook(b)) - Number(needsLook(a)));
  return outcomeText("Import", importSummary(outcome), files.map(filePart));
}

/** True for a file that was not taken as a whole. */
export function needsLook({ rejectedCount, warning }: ImportedFile): boolean {
  return rejectedCount > 0 || warning !== undefined;
}

function filePart(file: ImportedFile): OutcomePart {
  return {
    heading: shownPath(file.uri),
    ...(file.warning !== undefined && { notes: [file.warning] }),
    items: [
      `format: ${file.format}`,
      `table: ${file.table === null ? "none" : tableTitles[file.table]}`,
      `records: ${formatCount(file.rows)}`,
      `added: ${formatCount(file.added)}`,
      `updated: ${formatCount(file.updated)}`,
      `already held: ${formatCount(file.unchanged)}`,
      `rejected: ${formatCount(file.rejectedCount)}`,
    ],
    ...(file.rejectedCount > 0 && { parts: [rejectedPart(file)] }),
  };
}

function rejectedPart({ rejected, rejectedCount, rejectedFile }: ImportedFile): OutcomePart {
  const unlisted = rejectedCount - rejected.length;
  return {
    heading: "Rejected",
    ...(rejectedFile !== undefined && {
      notes: [`The rejected records are kept, to be mended and imported again: ${shownPath(rejectedFile)}`],
    }),
    items: [
      ...rejected.map(({ line, reason }) => `line ${formatCount(line)}: ${reason}`),
      ...(unlisted > 0 ? [`and ${countOf(unlisted, "more", "more")}`] : []),
    ],
  };
}

/** A file's URI as the path that a person knows, `logs/a.zip#b.json` for a member of an archive. */
function shownPath(uri: string): string {
  const [file = uri, ...member] = uri.split("#");
  if (!file.startsWith("file:")) return uri;
  try {
    return [fileURLToPath(file), ...member].join("#");
  } catch {
    // A URI that names no file of this machine is shown as it is.
    return uri;
  }
}
