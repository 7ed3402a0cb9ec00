import { fileURLToPath } from "node:url";
import { sum } from "../../base/sum.ts";
import type { ImportedFile, ImportOutcome } from "../../protocol/lake.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { type OutcomePart, outcomeText } from "../outcomes/outcome-text.ts";
import { countOf, formatCount } from "../words/plain-amounts.ts";

/** One sentence about an import: what came of it, and what needs a look. */
export function importSummary({ files, warnings: ofLake = [] }: ImportOutcome): string {
  const read = files.filter((file) => !isUnread(file));
  const unread = files.length - read.length;
  const total = (of: (file: ImportedFile) => number): number => sum(read, (file) => of(file));
  const rejected = total((file) => file.rejectedCount);
  const warnings = read.filter((file) => file.warning !== undefined).length;
  const notRead = unread === 0 ? [] : [` ${countOf(unread, "file")} could not be read.`];
  return [
    `Imported ${countOf(read.length, "file")}: ${countOf(
      total((file) => file.added),
      "row",
    )} added`,
    `${formatCount(total((file) => file.updated))} updated`,
    `${formatCount(total((file) => file.unchanged))} already held`,
    ...(rejected > 0 ? [`${countOf(rejected, "record")} rejected`] : []),
    ...(warnings > 0 ? [`${countOf(warnings, "file")} probably cut short`] : []),
  ]
    .join(", ")
    .concat(".", ...notRead, ...ofLake.map((warning) => ` ${warning}`));
}

/**
 * The whole outcome, what needs a look first: the files that were not read with the reason, those with rejected records
 * with each one's line, and a line for each of the others.
 */
export function importDetails(outcome: ImportOutcome): string {
  const unread = outcome.files.filter(isUnread);
  const troubled = outcome.files.filter((file) => !isUnread(file) && needsLook(file));
  const smooth = outcome.files.filter((file) => !needsLook(file));
  return outcomeText("Import", importSummary(outcome), [
    ...(unread.length === 0 ? [] : [{ heading: "Not read", items: unread.map(unreadLine) }]),
    ...(troubled.length === 0 ? [] : [{ heading: "To look at", parts: troubled.map(filePart) }]),
    ...(smooth.length === 0 ? [] : [{ heading: "Read", items: smooth.map(fileLine) }]),
  ]);
}

/** True for a file of which nothing was taken, because it is not what it should be. */
function isUnread({ source, table, rows, rejectedCount }: ImportedFile): boolean {
  return source === null && table === null && rows === 0 && rejectedCount === 1;
}

function unreadLine({ uri, rejected }: ImportedFile): string {
  return `${shownPath(uri)}: ${rejected[0]?.reason ?? "nothing is known"}`;
}

function fileLine(file: ImportedFile): string {
  const table = file.table === null ? "no table" : tableTitles[file.table];
  const counts = [`${formatCount(file.added)} added`, `${formatCount(file.updated)} updated`];
  return `${shownPath(file.uri)}: ${file.format}, ${table}, ${[...counts, `${formatCount(file.unchanged)} already held`].join(", ")}`;
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
      ...rejected.map(({ line, reason }) => (line === 0 ? reason : `line ${formatCount(line)}: ${reason}`)),
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
