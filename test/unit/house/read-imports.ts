import { readFile } from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import { sourceFiles } from "./source-files.ts";

/** One import: which file, and what it names: a file of the project, a built-in or a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

const imports = /\bfrom\s+"([^"]+)"|^\s*import\s+"([^"]+)"|\bimport\s*\(\s*(?:"([^"]+)"\s*\))?/gm;

const comments = /^\s*(?:\/\/|\/?\*).*$/gm;

/**
 * What a file of formatted TypeScript imports, types included, in any form; a relative one as a path from the root,
 * anything else as the name of its package or built-in.
 * @throws Error for an import that the text does not name.
 */
export function importsOf(file: string, text: string): readonly Import[] {
  return [...text.replaceAll(comments, "").matchAll(imports)].map(([whole, ...named]) => {
    const specifier = named.find((name) => name !== undefined);
    if (specifier === undefined) throw new Error(`${file} imports what its text does not name: ${whole}`);
    return { from: file, to: targetOf(file, specifier) };
  });
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith("."))
    return normalize(join(dirname(file), specifier))
      .split(sep)
      .join("/");
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Every import of every source file below some folders. */
export async function allImports(folders: readonly string[]): Promise<readonly Import[]> {
  const files = await sourceFiles(folders, [".ts", ".tsx"]);
  const lists = await Promise.all(files.map(async (file) => importsOf(file, await readFile(file, "utf8"))));
  return lists.flat();
}
