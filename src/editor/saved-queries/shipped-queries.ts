import {
  type Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileSystemError,
  type FileSystemProvider,
  type FileType,
  Uri,
  window,
  workspace,
} from "vscode";
import { t } from "../../base/translated.ts";
import { settingIds } from "../registry/settings.ts";
import { chooseTarget } from "../shown/dialogs.ts";

/**
 * The queries that come with the extension, as files that nobody can write: an edit would be lost with the next version,
 * and would change what the others of this computer run.
 */
export class ShippedQueries implements FileSystemProvider {
  readonly #folder: string;
  readonly #changed = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(extension: Uri) {
    this.#folder = Uri.joinPath(extension, "sql").path;
  }

  stat(uri: Uri) {
    return workspace.fs.stat(this.#file(uri));
  }

  readDirectory(uri: Uri): Thenable<[string, FileType][]> {
    return workspace.fs.readDirectory(this.#file(uri));
  }

  readFile(uri: Uri): Thenable<Uint8Array> {
    return workspace.fs.readFile(this.#file(uri));
  }

  watch(): Disposable {
    return { dispose: () => undefined };
  }

  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  /** Nothing else of the disk is shown under this scheme. */
  #file(uri: Uri): Uri {
    const { path } = uri.with({ path: Uri.joinPath(uri, ".").path });
    if (path === this.#folder || path.startsWith(`${this.#folder}/`)) return Uri.file(path);
    throw FileSystemError.FileNotFound(uri);
  }
}

/**
 * Copies a query into the first folder of saved queries of the workspace, under a name that is free, and opens the copy;
 * without a workspace the person chooses where.
 *
 * @returns where the copy is; undefined when none was wanted.
 */
export async function copyToWorkspace(uri: Uri): Promise<Uri | undefined> {
  const text = await workspace.fs.readFile(uri);
  const target = await targetOf(uri);
  if (target === undefined) return undefined;
  await workspace.fs.writeFile(target, text);
  await window.showTextDocument(await workspace.openTextDocument(target), { preview: false });
  return target;
}

async function targetOf(uri: Uri): Promise<Uri | undefined> {
  const name = (uri.path.split("/").at(-1) ?? "query.sql").replace(/\.sql$/i, "");
  const [root] = workspace.workspaceFolders ?? [];
  const [folder] = workspace.getConfiguration().get<readonly string[]>(settingIds.savedQueryFolders, ["sql"]);
  if (root === undefined || !folder) {
    return chooseTarget({ title: t("Copy the query"), saveLabel: t("Copy"), filters: { SQL: ["sql"] } });
  }
  for (let number = 1; ; number++) {
    const target = Uri.joinPath(root.uri, folder, `${name}${number === 1 ? "" : `-${number}`}.sql`);
    if (!(await exists(target))) return target;
  }
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === "FileNotFound") return false;
    throw error;
  }
}
