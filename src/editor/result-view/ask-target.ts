import { Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { chooseTarget } from "../shown/dialogs.ts";

const labels = {
  csv: "CSV",
  json: "JSON",
  parquet: "Parquet",
  xlsx: "Excel",
  png: "PNG",
  svg: "SVG",
} as const;

/** Lets a person choose the file that a result or its picture goes to. */
export async function askTarget(title: string, format: keyof typeof labels): Promise<Uri | undefined> {
  const name = `${title.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim() || "result"}.${format}`;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return chooseTarget({
    title: t("Export to {0}", labels[format]),
    saveLabel: t("Export"),
    filters: { [labels[format]]: [format] },
    ...(folder && { defaultUri: Uri.joinPath(folder, name) }),
  });
}
