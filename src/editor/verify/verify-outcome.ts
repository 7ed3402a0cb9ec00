import type { VerifyOutcome } from "../../protocol/lake.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { type OutcomePart, outcomeText } from "../outcomes/outcome-text.ts";
import { countOf } from "../words/plain-amounts.ts";

/** True when every slice is what the ledger says and every key is held once. */
export function isIntact({ mismatched, missing, duplicated }: VerifyOutcome): boolean {
  return mismatched.length + missing.length + duplicated.length === 0;
}

/** One sentence about a verification. */
export function verifySummary(outcome: VerifyOutcome): string {
  const checked = `${countOf(outcome.checked, "slice")} checked`;
  if (isIntact(outcome)) return `${checked}: all are what the ledger says.`;
  const found = [
    ...(outcome.mismatched.length > 0
      ? [`${countOf(outcome.mismatched.length, "slice")} changed outside TenantTrail`]
      : []),
    ...(outcome.missing.length > 0 ? [`${countOf(outcome.missing.length, "slice")} missing`] : []),
    ...(outcome.duplicated.length > 0 ? [`${countOf(outcome.duplicated.length, "key")} held twice`] : []),
  ];
  return `${checked}: ${found.join(", ")}.`;
}

/** The whole outcome, with what to do about each kind of finding. */
export function verifyDetails(outcome: VerifyOutcome): string {
  const { mismatched, missing, duplicated } = outcome;
  return outcomeText("Verification", verifySummary(outcome), [
    ...found(
      "Changed outside TenantTrail",
      "The file differs from the one that the ledger recorded. Restore it from a copy, or import the day's logs again.",
      mismatched.map(({ slice, reason }) => `${slice}: ${reason}`),
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
  ]);
}

function found(heading: string, advice: string, items: readonly string[]): readonly OutcomePart[] {
  return items.length === 0 ? [] : [{ heading, notes: [advice], items }];
}
