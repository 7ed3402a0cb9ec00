import { sum } from "../../base/sum.ts";
import { t } from "../../base/translated.ts";
import type { VerifyOutcome } from "../../protocol/lake.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { type OutcomePart, outcomeText } from "../outcomes/outcome-text.ts";
import { countOf } from "../words/plain-amounts.ts";

const unnamedHeld = t(
  "The ledger's slices hold every row of it: a writer that was overtaken or killed left the file, and one of the next imports or collections deletes it once it is a week old. A file that somebody else put there can be deleted.",
);

const unnamedByFaulty = t(
  "These may be the slices of entries that are gone: do not delete them, and copy the lake if its ledger is evidence. The slices that the ledger still names hold their rows.",
);

const unnamedLeft = t(
  "Its rows are not counted and no question sees them. An import or a collection that runs now writes such files, and a killed one leaves them; or the entries that named them are gone. They are never deleted. Copy the lake if its ledger is evidence, then run Recover rows that the ledger does not name: it merges them back, as an import would.",
);

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
  const checked = countOf(outcome.checked, t("{0} slice checked"), t("{0} slices checked"));
  const left = rowsLeft(outcome);
  const rows =
    left > 0
      ? countOf(left, t(", with {0} row that is held nowhere else"), t(", with {0} rows that are held nowhere else"))
      : "";
  const unnamed =
    strays.length > 0
      ? [
          countOf(
            strays.length,
            t("{0} file that the ledger does not name{1}"),
            t("{0} files that the ledger does not name{1}"),
            rows,
          ),
        ]
      : [];
  if (isIntact(outcome))
    return [t("{0}: all are what the ledger says.", checked), ...unnamed.map((words) => `${words}.`)].join(" ");
  const ledger = mismatched.filter(isOfLedger).length;
  const changed = mismatched.length - ledger;
  const found = [
    ...(ledger > 0 ? [countOf(ledger, t("{0} fault of the ledger"), t("{0} faults of the ledger"))] : []),
    ...(changed > 0
      ? [countOf(changed, t("{0} slice changed outside TenantTrail"), t("{0} slices changed outside TenantTrail"))]
      : []),
    ...(missing.length > 0 ? [countOf(missing.length, t("{0} slice missing"), t("{0} slices missing"))] : []),
    ...(duplicated.length > 0 ? [countOf(duplicated.length, t("{0} key held twice"), t("{0} keys held twice"))] : []),
    ...unnamed,
  ];
  return `${checked}: ${found.join(", ")}.`;
}

/** The whole outcome, with what to do about each kind of finding. */
export function verifyDetails(outcome: VerifyOutcome): string {
  const { mismatched, missing, duplicated, strays = [] } = outcome;
  return outcomeText(t("Verification"), verifySummary(outcome), [
    ...found(
      t("The ledger"),
      t(
        "The record of what was written is not whole. Restore the lake from a copy that is, or import its logs into a new one: what was covered can no longer be proven.",
      ),
      mismatched.filter(isOfLedger).map(({ slice, reason }) => `${slice}: ${reason}`),
    ),
    ...found(
      t("Changed outside TenantTrail"),
      t(
        "The file differs from the one that the ledger recorded. Restore it from a copy, or import the day's logs again.",
      ),
      mismatched.filter((each) => !isOfLedger(each)).map(({ slice, reason }) => `${slice}: ${reason}`),
    ),
    ...found(
      t("Missing"),
      t("The ledger recorded the file and it is gone. Restore it from a copy, or import the day's logs again."),
      missing.map(({ slice }) => slice),
    ),
    ...found(
      t("Held twice"),
      t("One event is in more than one slice, so counts that cover both are too high by one."),
      duplicated.map(({ table, tenantId, key, slices }) =>
        t("{0}, tenant {1}, key {2}: {3}", tableTitles[table], tenantId, key, slices.join(", ")),
      ),
    ),
    ...found(
      t("Rows that the ledger does not name"),
      unnamedLeft,
      strays.flatMap(({ slice, rows }) =>
        rows === undefined ? [] : [countOf(rows, t("{1}: {0} row"), t("{1}: {0} rows"), slice)],
      ),
    ),
    ...found(
      t("Not named by the ledger"),
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
