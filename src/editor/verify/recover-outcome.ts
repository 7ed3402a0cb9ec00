import type { RecoverOutcome } from "../../protocol/lake.ts";
import { outcomeText } from "../outcomes/outcome-text.ts";
import { countOf, formatCount } from "../words/plain-amounts.ts";

/** One sentence about a recovery. */
export function recoverSummary({ slices, added, updated, unread }: RecoverOutcome): string {
  const failed = unread.length > 0 ? ` ${countOf(unread.length, "file")} could not be read and stay as they are.` : "";
  if (slices === 0) return `No row was left to be recovered: the ledger's slices hold them all.${failed}`;
  return `Recovered ${countOf(slices, "slice")}: ${countOf(added, "row")} added, ${formatCount(updated)} updated.${failed}`;
}

/** The whole outcome, with the files that could not be read. */
export function recoverDetails(outcome: RecoverOutcome): string {
  const heading = "Could not be read";
  const notes = [
    "What is in these files is not known. They are never deleted; restore them from a copy, or import their logs again.",
  ];
  const items = outcome.unread.map(({ slice, reason }) => `${slice}: ${reason}`);
  return outcomeText("Recovered rows", recoverSummary(outcome), items.length === 0 ? [] : [{ heading, notes, items }]);
}
