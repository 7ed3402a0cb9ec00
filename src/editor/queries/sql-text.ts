import { basename } from "node:path";
import { Uri, workspace } from "vscode";
import { TenantTrailError } from "../../protocol/errors.ts";

/** A `.sql` text: as it stands in an open editor, else as it is stored. */
export interface SqlText {
  readonly uri: Uri;
  readonly text: string;
  /** What to call it when its header gives no title. */
  readonly name: string;
}

/** @throws TenantTrailError `read-failed` when the file cannot be read. */
export async function readSql(uri: Uri): Promise<SqlText> {
  const name = basename(uri.path).replace(/\.sql$/i, "");
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return { uri, text: open.getText(), name };
  try {
    return { uri, text: new TextDecoder().decode(await workspace.fs.readFile(uri)), name };
  } catch (cause) {
    throw new TenantTrailError("read-failed", `The query could not be read: ${uri.toString(true)}`, { cause });
  }
}

/** The folders whose `.sql` files are saved queries: the extension's own and, in each workspace folder, the setting's. */
export function savedQueryFolders(extension: Uri, names: readonly string[]): readonly Uri[] {
  const folders = workspace.workspaceFolders ?? [];
  return [
    Uri.joinPath(extension, "sql"),
    ...folders.flatMap(({ uri }) => names.filter(Boolean).map((name) => Uri.joinPath(uri, name))),
  ];
}
