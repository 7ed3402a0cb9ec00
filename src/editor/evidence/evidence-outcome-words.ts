import type { EvidenceOutcome, VerifyEvidenceOutcome } from "../../protocol/evidence/evidence-types.ts";
import { type OutcomePart, outcomeText } from "../outcomes/outcome-text.ts";
import { countOf, formatBytes } from "../words/plain-amounts.ts";

/** One sentence or two about an export. */
export function exportSummary(outcome: EvidenceOutcome): string {
  const { results, files, bytes, path, leftOut, warnings } = outcome;
  const left = leftOut.length > 0 ? ` ${countOf(leftOut.length, "statement")} left out.` : "";
  const changed = warnings.length > 0 ? " Slices changed since: see the details." : "";
  return `Exported ${countOf(results, "result")} in ${countOf(files, "file")} (${formatBytes(bytes)}) to ${path}.${left}${changed} Keep the digest of its manifest elsewhere: it proves later that nothing was changed.`;
}

export function exportDetails(outcome: EvidenceOutcome): string {
  const { manifestSha256, path, leftOut, warnings } = outcome;
  return outcomeText("Exported investigation", `${path}`, [
    {
      heading: "SHA-256 of manifest.json",
      notes: [manifestSha256, "Keep it elsewhere, and give it with the export to whoever checks it."],
    },
    ...list(
      "Left out",
      leftOut.map(({ title, reason }) => `${title}: ${reason}`),
    ),
    ...list("What changed since the statements ran", warnings),
  ]);
}

/** True when every file is what the manifest says, and the manifest what was given. */
export function isUnchanged({ changed, missing, additional, isManifestAsGiven }: VerifyEvidenceOutcome): boolean {
  return changed.length + missing.length + additional.length === 0 && isManifestAsGiven !== false;
}

export function verifyEvidenceSummary(outcome: VerifyEvidenceOutcome): string {
  const { checked, changed, missing, additional, isManifestAsGiven, lake } = outcome;
  const found = [
    ...(changed.length > 0 ? [`${countOf(changed.length, "file")} changed`] : []),
    ...(missing.length > 0 ? [`${countOf(missing.length, "file")} missing`] : []),
    ...(additional.length > 0 ? [`${countOf(additional.length, "file")} that the manifest does not name`] : []),
    ...(isManifestAsGiven === false ? ["the manifest does not have the digest that was given"] : []),
  ];
  const proof =
    isManifestAsGiven === undefined
      ? " No digest was given to compare the manifest with, so whoever changed files may have changed it too."
      : "";
  const files =
    found.length === 0
      ? `${countOf(checked, "file")} checked: all are what the manifest says.${proof}`
      : `${countOf(checked, "file")} checked: ${found.join(", ")}.`;
  return `${files}${lakeSummary(lake)}`;
}

function lakeSummary(lake: VerifyEvidenceOutcome["lake"]): string {
  if (lake === undefined) return " The slices were not compared: no lake with a ledger is open, or none was read.";
  const all = lake.same + lake.differing.length;
  if (!lake.isSameLake) return " The open lake is another one, or its ledger was changed: see the details.";
  return lake.differing.length === 0
    ? ` All ${countOf(all, "slice")} that it names ${all === 1 ? "is" : "are"} in the open lake as ${all === 1 ? "it was" : "they were"}.`
    : ` ${countOf(lake.differing.length, "slice")} of ${all} differ in the open lake.`;
}

export function verifyEvidenceDetails(outcome: VerifyEvidenceOutcome): string {
  const { changed, missing, additional, manifestSha256, isManifestAsGiven, lake } = outcome;
  const fault = ({ file, reason }: { readonly file: string; readonly reason: string }): string => `${file}: ${reason}`;
  const compared = isManifestAsGiven === undefined ? "not compared" : isManifestAsGiven ? "as given" : "not as given";
  return outcomeText("Verified evidence", verifyEvidenceSummary(outcome), [
    { heading: "SHA-256 of manifest.json", notes: [`${manifestSha256} (${compared})`] },
    ...list("Changed", changed.map(fault)),
    ...list("Missing", missing),
    ...list("Not named by the manifest", additional.map(fault)),
    ...(lake === undefined ? [] : list(`Slices of ${lake.lake} in the open lake`, lake.differing.map(fault))),
  ]);
}

function list(heading: string, items: readonly string[]): readonly OutcomePart[] {
  return items.length === 0 ? [] : [{ heading, items }];
}
