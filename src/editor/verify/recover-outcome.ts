import { t } from "../../base/translated.ts";
import type { RecoverOutcome } from "../../protocol/lake.ts";
import { outcomeText } from "../outcomes/outcome-text.ts";
import { countOf, formatCount } from "../words/plain-amounts.ts";

/** One sentence about a recovery. */
export function recoverSummary({ slices, added, updated, unread }: RecoverOutcome): string {
  const failed =
    unread.length > 0
      ? countOf(
          unread.length,
          t(" {0} file could not be read and stays as it is."),
          t(" {0} files could not be read and stay as they are."),
        )
      : "";
  // What a file holds that could not be read is not known to be held elsewhere.
  if (slices === 0 && unread.length > 0) return t("Nothing was recovered.{0}", failed);
  if (slices === 0) return t("No row was left to be recovered: the ledger's slices hold them all.");
  return countOf(
    slices,
    t("Recovered {0} slice: {1} added, {2} updated.{3}"),
    t("Recovered {0} slices: {1} added, {2} updated.{3}"),
    countOf(added, t("{0} row"), t("{0} rows")),
    formatCount(updated),
    failed,
  );
}

/** The whole outcome, with the files that could not be read. */
export function recoverDetails(outcome: RecoverOutcome): string {
  const heading = t("Could not be read");
  const notes = [
    t(
      "What is in these files is not known. They are never deleted; restore them from a copy, or import their logs again.",
    ),
  ];
  const items = outcome.unread.map(({ slice, reason }) => `${slice}: ${reason}`);
  return outcomeText(
    t("Recovered rows"),
    recoverSummary(outcome),
    items.length === 0 ? [] : [{ heading, notes, items }],
  );
}
