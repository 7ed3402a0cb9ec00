import { Uri, workspace } from "vscode";
import { chooseTarget } from "../shown/dialogs.ts";

const labels = { csv: "CSV", json: "JSON", parquet: "Parquet", xlsx: "Excel", png: "PNG", svg: "SVG" } as const;

/** Lets a person choose the file that a result or its picture goes to. */
export async function askTarget(title: string, format: keyof typeof labels): Promise<Uri | undefined> {
  const name = `${title.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim() || "result"}.${format}`;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return chooseTarget({
    title: `Export to ${labels[format]}`,
    saveLabel: "Export",
    filters: { [labels[format]]: [format] },
    ...(folder && { defaultUri: Uri.joinPath(folder, name) }),
  });
}
