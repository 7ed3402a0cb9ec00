import { t } from "../../base/translated.ts";
import type { EvidenceLake, EvidenceOutcome, VerifyEvidenceOutcome } from "../../protocol/evidence/evidence-types.ts";
import { type OutcomePart, outcomeText } from "../outcomes/outcome-text.ts";
import { countOf, formatBytes } from "../words/plain-amounts.ts";

/** One sentence or two about an export. */
export function exportSummary(outcome: EvidenceOutcome): string {
  const { results, files, bytes, path, leftOut, warnings } = outcome;
  const left =
    leftOut.length > 0 ? countOf(leftOut.length, t(" {0} statement left out."), t(" {0} statements left out.")) : "";
  const changed = warnings.length > 0 ? t(" Slices changed since: see the details.") : "";
  return countOf(
    results,
    t(
      "Exported {0} result in {1} ({2}) to {3}.{4}{5} Keep the digest of its manifest elsewhere: it proves later that nothing was changed.",
    ),
    t(
      "Exported {0} results in {1} ({2}) to {3}.{4}{5} Keep the digest of its manifest elsewhere: it proves later that nothing was changed.",
    ),
    countOf(files, t("{0} file"), t("{0} files")),
    formatBytes(bytes),
    path,
    left,
    changed,
  );
}

export function exportDetails(outcome: EvidenceOutcome): string {
  const { manifestSha256, path, leftOut, warnings } = outcome;
  return outcomeText(t("Exported investigation"), `${path}`, [
    {
      heading: t("SHA-256 of manifest.json"),
      notes: [manifestSha256, t("Keep it elsewhere, and give it with the export to whoever checks it.")],
    },
    ...list(
      t("Left out"),
      leftOut.map(({ title, reason }) => `${title}: ${reason}`),
    ),
    ...list(t("What changed since the statements ran"), warnings),
  ]);
}

/** True when every file is what the manifest says, and the manifest what was given. */
export function isUnchanged({ changed, missing, additional, isManifestAsGiven }: VerifyEvidenceOutcome): boolean {
  return changed.length + missing.length + additional.length === 0 && isManifestAsGiven !== false;
}

export function verifyEvidenceSummary(outcome: VerifyEvidenceOutcome): string {
  const { checked, changed, missing, additional, isManifestAsGiven, lake } = outcome;
  const found = [
    ...(changed.length > 0 ? [countOf(changed.length, t("{0} file changed"), t("{0} files changed"))] : []),
    ...(missing.length > 0 ? [countOf(missing.length, t("{0} file missing"), t("{0} files missing"))] : []),
    ...(additional.length > 0
      ? [
          countOf(
            additional.length,
            t("{0} file that the manifest does not name"),
            t("{0} files that the manifest does not name"),
          ),
        ]
      : []),
    ...(isManifestAsGiven === false ? [t("the manifest does not have the digest that was given")] : []),
  ];
  const proof =
    isManifestAsGiven === undefined
      ? t(" No digest was given to compare the manifest with, so whoever changed files may have changed it too.")
      : "";
  const files =
    found.length === 0
      ? countOf(
          checked,
          t("{0} file checked: all are what the manifest says.{1}"),
          t("{0} files checked: all are what the manifest says.{1}"),
          proof,
        )
      : countOf(checked, t("{0} file checked: {1}."), t("{0} files checked: {1}."), found.join(", "));
  return `${files}${lakeSummary(lake)}`;
}

function lakeSummary(lake: VerifyEvidenceOutcome["lake"]): string {
  if (lake === undefined) return t(" The slices were not compared: no lake with a ledger is open, or none was read.");
  return `${comparedSummary(lake)}${elsewhereSummary(lake)}`;
}

function elsewhereSummary({ elsewhere }: EvidenceLake): string {
  if (elsewhere === undefined) return "";
  return countOf(
    elsewhere.slices,
    t(" {0} slice of {1} was not compared: open that lake and verify again."),
    t(" {0} slices of {1} were not compared: open that lake and verify again."),
    elsewhere.lakes.join(", "),
  );
}

function comparedSummary(lake: EvidenceLake): string {
  const all = lake.same + lake.differing.length;
  if (!lake.isSameLake) return t(" The open lake is another one, or its ledger was changed: see the details.");
  return lake.differing.length === 0
    ? countOf(
        all,
        t(" All {0} slice that it names is in the open lake as it was."),
        t(" All {0} slices that it names are in the open lake as they were."),
      )
    : countOf(
        lake.differing.length,
        t(" {0} slice of {1} differs in the open lake."),
        t(" {0} slices of {1} differ in the open lake."),
        all,
      );
}

export function verifyEvidenceDetails(outcome: VerifyEvidenceOutcome): string {
  const { changed, missing, additional, manifestSha256, isManifestAsGiven, lake } = outcome;
  const fault = ({ file, reason }: { readonly file: string; readonly reason: string }): string => `${file}: ${reason}`;
  const compared =
    isManifestAsGiven === undefined ? t("not compared") : isManifestAsGiven ? t("as given") : t("not as given");
  return outcomeText(t("Verified evidence"), verifyEvidenceSummary(outcome), [
    { heading: t("SHA-256 of manifest.json"), notes: [`${manifestSha256} (${compared})`] },
    ...list(t("Changed"), changed.map(fault)),
    ...list(t("Missing"), missing),
    ...list(t("Not named by the manifest"), additional.map(fault)),
    ...(lake === undefined ? [] : list(t("Slices of {0} in the open lake", lake.lake), lake.differing.map(fault))),
  ]);
}

function list(heading: string, items: readonly string[]): readonly OutcomePart[] {
  return items.length === 0 ? [] : [{ heading, items }];
}
