import { Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { EvidenceRequest } from "../../protocol/evidence/evidence-types.ts";
import type { ExportEvidenceArguments } from "../api/api-types.ts";
import { toPath } from "../api/file-uris.ts";
import { chooseTarget } from "../shown/dialogs.ts";
import { pickOne } from "../shown/quick-pick.ts";

type Target = Pick<EvidenceRequest, "path" | "form" | "replaces">;

/** Where an export is written: as given, else as a person chooses. @throws CancelledError when nothing is chosen. */
export async function chooseEvidenceTarget(
  title: string,
  { target, form, replaces }: Pick<ExportEvidenceArguments, "target" | "form" | "replaces">,
): Promise<Target> {
  if (target !== undefined) {
    const path = toPath(target);
    return { path, form: form ?? (/\.zip$/i.test(path) ? "zip" : "folder"), ...(replaces === true && { replaces }) };
  }
  const chosen = form ?? (await chooseForm());
  const day = new Date().toISOString().slice(0, 10);
  const name = `${title.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim() || "investigation"} ${day}`;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const uri = await chooseTarget({
    title: chosen === "zip" ? t("Export investigation to a zip") : t("Export investigation to a new folder"),
    saveLabel: t("Export"),
    ...(chosen === "zip" && { filters: { Zip: ["zip"] } }),
    ...(folder && { defaultUri: Uri.joinPath(folder, chosen === "zip" ? `${name}.zip` : name) }),
  });
  if (uri === undefined) throw new CancelledError();
  // The dialog has asked whether a file is to be replaced.
  return { path: toPath(uri), form: chosen, ...(chosen === "zip" && { replaces: true as const }) };
}

async function chooseForm(): Promise<"folder" | "zip"> {
  const chosen = await pickOne<"folder" | "zip">(
    [
      { icon: "file-zip", label: t("Zip"), description: t("one file, to be handed over"), value: "zip" },
      { icon: "folder", label: t("Folder"), description: t("files that open where they are"), value: "folder" },
    ],
    {
      title: t("Export investigation as evidence"),
      placeHolder: t("A page to be read, every result, and digests of all"),
    },
  );
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}
