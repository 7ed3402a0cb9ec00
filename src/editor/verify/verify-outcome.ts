import { sum } from "../../base/sum.ts";
import type { VerifyOutcome } from "../../protocol/lake.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { type OutcomePart, outcomeText } from "../outcomes/outcome-text.ts";
import { countOf } from "../words/plain-amounts.ts";

const unnamedHeld =
  "The ledger's slices hold every row of it: a writer that was overtaken or killed left the file, and one of the next imports or collections deletes it once it is a week old. A file that somebody else put there can be deleted.";

const unnamedByFaulty =
  "These may be the slices of entries that are gone: do not delete them, and copy the lake if its ledger is evidence. The slices that the ledger still names hold their rows.";

const unnamedLeft =
  "Its rows are not counted and no question sees them. An import or a collection that runs now writes such files, and a killed one leaves them; or the entries that named them are gone. They are never deleted. Copy the lake if its ledger is evidence, then run Recover rows that the ledger does not name: it merges them back, as an import would.";

/** True when every slice is what the ledger says, every key is held once and no row lies beside the ledger. */
export function isIntact(outcome: VerifyOutcome): boolean {
  const { mismatched, missing, duplicated } = outcome;
  return mismatched.length + missing.length + duplicated.length + rowsLeft(outcome) === 0;
}

/** Rows that only files hold which the ledger does not name. */
export function rowsLeft({ strays = [] }: VerifyOutcome): number {
  return sum(strays, ({ rows = 0 }) => rows);
}

/** One sentence about a verification. */
export function verifySummary(outcome: VerifyOutcome): string {
  const { mismatched, missing, duplicated, strays = [] } = outcome;
  const checked = `${countOf(outcome.checked, "slice")} checked`;
  const left = rowsLeft(outcome);
  const rows = left > 0 ? `, with ${countOf(left, "row")} that are held nowhere else` : "";
  const unnamed = strays.length > 0 ? [`${countOf(strays.length, "file")} that the ledger does not name${rows}`] : [];
  if (isIntact(outcome))
    return [`${checked}: all are what the ledger says.`, ...unnamed.map((words) => `${words}.`)].join(" ");
  const ledger = mismatched.filter(isOfLedger).length;
  const changed = mismatched.length - ledger;
  const found = [
    ...(ledger > 0 ? [countOf(ledger, "fault of the ledger", "faults of the ledger")] : []),
    ...(changed > 0 ? [`${countOf(changed, "slice")} changed outside TenantTrail`] : []),
    ...(missing.length > 0 ? [`${countOf(missing.length, "slice")} missing`] : []),
    ...(duplicated.length > 0 ? [`${countOf(duplicated.length, "key")} held twice`] : []),
    ...unnamed,
  ];
  return `${checked}: ${found.join(", ")}.`;
}

/** The whole outcome, with what to do about each kind of finding. */
export function verifyDetails(outcome: VerifyOutcome): string {
  const { mismatched, missing, duplicated, strays = [] } = outcome;
  return outcomeText("Verification", verifySummary(outcome), [
    ...found(
      "The ledger",
      "The record of what was written is not whole. Restore the lake from a copy that is, or import its logs into a new one: what was covered can no longer be proven.",
      mismatched.filter(isOfLedger).map(({ slice, reason }) => `${slice}: ${reason}`),
    ),
    ...found(
      "Changed outside TenantTrail",
      "The file differs from the one that the ledger recorded. Restore it from a copy, or import the day's logs again.",
      mismatched.filter((each) => !isOfLedger(each)).map(({ slice, reason }) => `${slice}: ${reason}`),
    ),
    ...found(
      "Missing",
      "The ledger recorded the file and it is gone. Restore it from a copy, or import the day's logs again.",
      missing.map(({ slice }) => slice),
    ),
    ...found(
      "Held twice",
      "One event is in more than one slice, so counts that cover both are too high by one.",
      duplicated.map(
        ({ table, tenantId, key, slices }) =>
          `${tableTitles[table]}, tenant ${tenantId}, key ${key}: ${slices.join(", ")}`,
      ),
    ),
    ...found(
      "Rows that the ledger does not name",
      unnamedLeft,
      strays.flatMap(({ slice, rows }) => (rows === undefined ? [] : [`${slice}: ${countOf(rows, "row")}`])),
    ),
    ...found(
      "Not named by the ledger",
      mismatched.some(isOfLedger) ? unnamedByFaulty : unnamedHeld,
      strays.flatMap(({ slice, rows }) => (rows === undefined ? [slice] : [])),
    ),
  ]);
}

function isOfLedger({ slice }: { readonly slice: string }): boolean {
  return /[\\/]_ledger(?:[\\/]|$)/.test(slice);
}

function found(heading: string, advice: string, items: readonly string[]): readonly OutcomePart[] {
  return items.length === 0 ? [] : [{ heading, notes: [advice], items }];
}
