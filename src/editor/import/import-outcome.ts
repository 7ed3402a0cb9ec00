import { fileURLToPath } from "node:url";
import { sum } from "../../base/sum.ts";
import { t } from "../../base/translated.ts";
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
  const notRead =
    unread === 0 ? [] : [countOf(unread, t(" {0} file could not be read."), t(" {0} files could not be read."))];
  return [
    countOf(
      read.length,
      t("Imported {0} file: {1} added"),
      t("Imported {0} files: {1} added"),
      countOf(
        total((file) => file.added),
        t("{0} row"),
        t("{0} rows"),
      ),
    ),
    t("{0} updated", formatCount(total((file) => file.updated))),
    t("{0} already held", formatCount(total((file) => file.unchanged))),
    ...(rejected > 0 ? [countOf(rejected, t("{0} record rejected"), t("{0} records rejected"))] : []),
    ...(warnings > 0 ? [countOf(warnings, t("{0} file probably cut short"), t("{0} files probably cut short"))] : []),
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
  return outcomeText(t("Import"), importSummary(outcome), [
    ...(unread.length === 0 ? [] : [{ heading: t("Not read"), items: unread.map(unreadLine) }]),
    ...(troubled.length === 0 ? [] : [{ heading: t("To look at"), parts: troubled.map(filePart) }]),
    ...(smooth.length === 0 ? [] : [{ heading: t("Read"), items: smooth.map(fileLine) }]),
  ]);
}

/** True for a file of which nothing was taken, because it is not what it should be. */
function isUnread({ source, table, rows, rejectedCount }: ImportedFile): boolean {
  return source === null && table === null && rows === 0 && rejectedCount === 1;
}

function unreadLine({ uri, rejected }: ImportedFile): string {
  return `${shownPath(uri)}: ${rejected[0]?.reason ?? t("nothing is known")}`;
}

function fileLine(file: ImportedFile): string {
  const table = file.table === null ? t("no table") : tableTitles[file.table];
  const counts = [t("{0} added", formatCount(file.added)), t("{0} updated", formatCount(file.updated))];
  return `${shownPath(file.uri)}: ${file.format}, ${table}, ${[...counts, t("{0} already held", formatCount(file.unchanged))].join(", ")}`;
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
      t("format: {0}", file.format),
      t("table: {0}", file.table === null ? "none" : tableTitles[file.table]),
      t("records: {0}", formatCount(file.rows)),
      t("added: {0}", formatCount(file.added)),
      t("updated: {0}", formatCount(file.updated)),
      t("already held: {0}", formatCount(file.unchanged)),
      t("rejected: {0}", formatCount(file.rejectedCount)),
    ],
    ...(file.rejectedCount > 0 && { parts: [rejectedPart(file)] }),
  };
}

function rejectedPart({ rejected, rejectedCount, rejectedFile }: ImportedFile): OutcomePart {
  const unlisted = rejectedCount - rejected.length;
  return {
    heading: t("Rejected"),
    ...(rejectedFile !== undefined && {
      notes: [t("The rejected records are kept, to be mended and imported again: {0}", shownPath(rejectedFile))],
    }),
    items: [
      ...rejected.map(({ line, reason }) => (line === 0 ? reason : t("line {0}: {1}", formatCount(line), reason))),
      ...(unlisted > 0 ? [countOf(unlisted, t("and {0} more"), t("and {0} more"))] : []),
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
