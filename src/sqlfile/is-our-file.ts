import { hasHeader } from "./header.ts";

/**
 * Whether a `.sql` file is ours, so that lenses, diagnostics and completion may act on it: it has our header, lies
 * in a saved-query folder, or was opened as our notebook. Paths may use either slash.
 */
export function isOurs(
  text: string,
  file: {
    readonly path?: string;
    readonly savedQueryFolders?: readonly string[];
    readonly openedAsNotebook?: boolean;
  } = {},
): boolean {
  if (file.openedAsNotebook === true || hasHeader(text)) return true;
  const path = file.path?.replaceAll("\\", "/");
  return (file.savedQueryFolders ?? []).some((folder) =>
    path?.startsWith(`${folder.replaceAll("\\", "/").replace(/\/$/, "")}/`),
  );
}
