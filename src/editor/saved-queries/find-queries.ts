import { FileType, Uri, workspace } from "vscode";
import type { FoundQuery } from "./saved-queries-model.ts";

/** Deeper folders than these are no library of queries, and links may go in circles. */
const deepest = 4;

/** Every `.sql` file under a folder; a folder that does not exist has none. */
export async function findQueries(root: Uri, folders: readonly string[] = []): Promise<readonly FoundQuery[]> {
  const entries = await listFolder(root);
  const found = await Promise.all(
    entries.map(async ([name, type]): Promise<readonly FoundQuery[]> => {
      const uri = Uri.joinPath(root, name);
      if ((type & FileType.Directory) !== 0) {
        return folders.length < deepest && !name.startsWith(".") ? findQueries(uri, [...folders, name]) : [];
      }
      if (!/\.sql$/i.test(name)) return [];
      const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
      return [{ uri: uri.toString(), folders, name: name.replace(/\.sql$/i, ""), text }];
    }),
  );
  return found.flat();
}

async function listFolder(uri: Uri): Promise<readonly [string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(uri);
  } catch {
    // Most workspaces have no such folder; that is no failure.
    return [];
  }
}
