import { FileSystemError, FileType, Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { readSqlFile } from "../queries/sql-files.ts";
import { type FoundQuery, readSavedQuery, type UnreadableFile } from "./saved-queries-model.ts";

/** A library of queries has no deeper folders, and links may go in circles. */
const deepest = 4;
/** A library of queries has no more files than these. */
const mostFiles = 1000;

/**
 * Every `.sql` file under a folder; a folder that does not exist has none. A file that cannot be read is named among
 * them, and the others are read all the same. A pipe or a device is never opened.
 */
export async function findQueries(root: Uri): Promise<readonly FoundQuery[]> {
  return find(root, [], { left: mostFiles });
}

async function find(folder: Uri, folders: readonly string[], files: { left: number }): Promise<readonly FoundQuery[]> {
  const found: Promise<readonly FoundQuery[]>[] = [];
  const unreadable = (uri: Uri, name: string, reason: string): void => {
    found.push(Promise.resolve([{ folders, file: { kind: "unreadable", uri: uri.toString(), title: name, reason } }]));
  };
  const entries = await listFolder(folder);
  if (typeof entries === "string") {
    unreadable(folder, folder.path.split("/").at(-1) ?? folder.path, entries);
    return (await Promise.all(found)).flat();
  }
  for (const [name, type] of entries) {
    const uri = Uri.joinPath(folder, name);
    const isSql = /\.sql$/i.test(name);
    const isFolder = (type & FileType.Directory) !== 0;
    if (isSql && files.left-- <= 0) {
      if (files.left === -1) unreadable(folder, "…", t("More than {0} files are not listed.", mostFiles));
    } else if (isSql && (isFolder || (type & FileType.File) === 0)) unreadable(uri, name, notAFile(isFolder));
    else if (isSql) found.push(readQuery(uri, name, folders));
    else if (isFolder && folders.length < deepest && !name.startsWith(".")) {
      found.push(find(uri, [...folders, name], files));
    }
  }
  return (await Promise.all(found)).flat();
}

function notAFile(isFolder: boolean): string {
  return isFolder
    ? t("This is a folder. Give it a name without .sql, and the queries in it are shown.")
    : t("This is no file: a link that leads nowhere, a pipe or a device.");
}

/** Each header is read right after its file, so that the editor can do other work between two files. */
async function readQuery(uri: Uri, fileName: string, folders: readonly string[]): Promise<readonly FoundQuery[]> {
  try {
    const name = fileName.replace(/\.sql$/i, "");
    return [{ folders, file: readSavedQuery({ uri: uri.toString(), name, text: await readSqlFile(uri) }) }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const file: UnreadableFile = { kind: "unreadable", uri: uri.toString(), title: fileName, reason };
    return [{ folders, file }];
  }
}

/** What is in a folder; a sentence when it cannot be seen. */
async function listFolder(uri: Uri): Promise<readonly [string, FileType][] | string> {
  try {
    return await workspace.fs.readDirectory(uri);
  } catch (error) {
    // Most workspaces have no such folder; that is no failure.
    if (error instanceof FileSystemError && ["FileNotFound", "FileNotADirectory"].includes(error.code)) return [];
    return t("The folder cannot be read: {0}", error instanceof Error ? error.message : String(error));
  }
}
