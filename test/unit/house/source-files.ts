import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";

/** The files below some folders whose names end so, as paths from the root with `/`, in order. */
export async function sourceFiles(folders: readonly string[], endings: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
        .map((entry) => join(entry.parentPath, entry.name).split(sep).join("/"));
    }),
  );
  return lists.flat().sort();
}
