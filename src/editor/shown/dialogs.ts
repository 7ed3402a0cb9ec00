import { type OpenDialogOptions, type SaveDialogOptions, type Uri, window } from "vscode";
import { plainText } from "../words/plain-text.ts";

/** Lets a person choose files or folders; none when the dialog was left. */
export async function chooseFiles(
  options: OpenDialogOptions & { readonly title: string; readonly openLabel: string },
): Promise<readonly Uri[]> {
  const { title, openLabel } = options;
  const chosen = await window.showOpenDialog({
    ...options,
    title: plainText(title),
    openLabel: plainText(openLabel),
  });
  return chosen ?? [];
}

/** Lets a person choose where to write a file. */
export async function chooseTarget(
  options: SaveDialogOptions & { readonly title: string; readonly saveLabel: string },
): Promise<Uri | undefined> {
  const { title, saveLabel } = options;
  return window.showSaveDialog({ ...options, title: plainText(title), saveLabel: plainText(saveLabel) });
}
