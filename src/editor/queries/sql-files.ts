import { basename } from "node:path";
import { FileType, Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { fileBounds } from "../../sqlfile/file-bounds.ts";
import { decodeFile } from "../../sqlfile/file-text.ts";
import { shippedScheme } from "../registry/view-ids.ts";
import { formatBytes } from "../words/plain-amounts.ts";

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
    return { uri, text: await readSqlFile(uri), name };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TenantTrailError("read-failed", t("The query could not be read: {0}. {1}", uri.toString(true), reason), {
      cause,
    });
  }
}

/**
 * A stored `.sql` file's text. Only a plain file is opened, because reading a pipe would hang and a device has no end.
 *
 * @throws TenantTrailError `read-failed` with the reason alone; what the file system throws.
 */
export async function readSqlFile(uri: Uri): Promise<string> {
  const { type, size } = await workspace.fs.stat(uri);
  if ((type & FileType.File) === 0) throw unreadable(t("It is no file: a folder, a pipe or a device."));
  if (size > fileBounds.bytes) {
    throw unreadable(t("It has {0}; a query has at most {1}.", formatBytes(size), formatBytes(fileBounds.bytes)));
  }
  return decodeFile(await workspace.fs.readFile(uri)).text;
}

function unreadable(reason: string): TenantTrailError {
  return new TenantTrailError("read-failed", reason);
}

/** The folders whose `.sql` files are saved queries: the extension's own and, in each workspace folder, the setting's. */
export function savedQueryFolders(extension: Uri, names: readonly string[]): readonly Uri[] {
  const folders = workspace.workspaceFolders ?? [];
  return [
    Uri.joinPath(extension, "sql").with({ scheme: shippedScheme }),
    ...folders.flatMap(({ uri }) => names.filter(Boolean).map((name) => Uri.joinPath(uri, name))),
  ];
}

/** A shipped query as it may be opened: not to be written. Any other file as it is. */
export function shippedUri(extension: Uri, uri: Uri): Uri {
  const folder = Uri.joinPath(extension, "sql").path;
  return uri.scheme === "file" && uri.path.startsWith(`${folder}/`) ? uri.with({ scheme: shippedScheme }) : uri;
}
