import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { VerifyEvidenceOutcome } from "../../protocol/evidence/evidence-types.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { VerifyEvidenceArguments } from "../api/api-types.ts";
import { toPath } from "../api/file-uris.ts";
import { readArguments, verifyEvidenceArguments } from "../api/read-arguments.ts";
import type { Connections } from "../connections/connections.ts";
import type { OutcomeDocuments } from "../outcomes/outcome-documents.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import { chooseFiles } from "../shown/dialogs.ts";
import { askText } from "../shown/input-box.ts";
import { tell } from "../shown/messages.ts";
import { pickOne } from "../shown/quick-pick.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { isUnchanged, verifyEvidenceDetails, verifyEvidenceSummary } from "./evidence-outcome-words.ts";

export interface EvidenceCheckParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  readonly outcomes: OutcomeDocuments;
  readonly record: (error: unknown) => void;
}

/**
 * Compares an export with its manifest, the manifest with a digest that was kept elsewhere, and the slices it names with
 * the open lake.
 * @throws TenantTrailError `read-failed`, `bad-argument`; CancelledError when the person leaves a dialog.
 */
export async function verifyEvidence(
  { lake, connections, tasks, outcomes, record }: EvidenceCheckParts,
  given?: VerifyEvidenceArguments,
): Promise<VerifyEvidenceOutcome> {
  const read = readArguments(apiCommandIds.verifyEvidence, verifyEvidenceArguments, given ?? {});
  const path = read.evidence === undefined ? await chooseEvidence() : toPath(read.evidence);
  const digest = given === undefined ? await askDigest() : read.manifestSha256;
  // Without a lake, and with one that cannot be opened, the files are checked all the same, and it is said.
  await connections.open().catch(record);
  const outcome = await tasks.run(t("Verifying evidence"), "notification", ({ signal, report }) =>
    lake.verifyEvidence(
      { path, ...(digest !== undefined && { manifestSha256: digest }) },
      { signal, onProgress: ({ doing, done, total }) => report(doing, total === 0 ? 0 : done / total) },
    ),
  );
  void tellChecked(outcomes, outcome);
  return outcome;
}

async function chooseEvidence(): Promise<string> {
  const form = await pickOne<"folder" | "zip">(
    [
      { icon: "file-zip", label: t("Zip"), value: "zip" },
      { icon: "folder", label: t("Folder"), value: "folder" },
    ],
    { title: t("Verify evidence"), placeHolder: t("What was the investigation exported to?") },
  );
  if (form === undefined) throw new CancelledError();
  const [chosen] = await chooseFiles({
    title: t("Verify evidence"),
    openLabel: t("Verify"),
    canSelectMany: false,
    canSelectFiles: form === "zip",
    canSelectFolders: form === "folder",
    ...(form === "zip" && { filters: { Zip: ["zip"] } }),
  });
  if (chosen === undefined) throw new CancelledError();
  return toPath(chosen);
}

/** The digest that a person kept; undefined for an empty text. */
async function askDigest(): Promise<string | undefined> {
  const text = await askText({
    title: t("Verify evidence"),
    prompt: t(
      "SHA-256 of manifest.json, as it was told when the investigation was exported. Leave it empty if there is none.",
    ),
    value: "",
    stays: true,
    problemOf: (typed) =>
      typed.trim() === "" || /^[0-9a-f]{64}$/i.test(typed.trim())
        ? undefined
        : t("A SHA-256 has 64 digits from 0 to f."),
  });
  if (text === undefined) throw new CancelledError();
  return text.trim() === "" ? undefined : text.trim();
}

async function tellChecked(outcomes: OutcomeDocuments, outcome: VerifyEvidenceOutcome): Promise<void> {
  const details = t("Show details");
  const isSound = isUnchanged(outcome) && (outcome.lake?.differing.length ?? 0) === 0;
  const chosen = await tell(isSound ? "information" : "warning", verifyEvidenceSummary(outcome), [details]);
  if (chosen === details) await outcomes.open(t("Verified evidence"), verifyEvidenceDetails(outcome));
}
