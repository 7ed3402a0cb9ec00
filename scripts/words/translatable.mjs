import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { textsOf } from "./texts-of.mjs";

/** Where words stand that a person reads in the editor. */
export const wordFolders = ["src", "media"];

/**
 * The bundle of words as VS Code takes it: each English text with itself, in order.
 *
 * @param {string} root the project's folder.
 * @returns {Promise<Readonly<Record<string, string>>>}
 */
export async function translatable(root) {
  const texts = new Set();
  for (const folder of wordFolders)
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (!/\.tsx?$/.test(name)) continue;
      const file = join(root, folder, name);
      try {
        for (const text of textsOf(await readFile(file, "utf8"))) texts.add(text);
      } catch (error) {
        throw new Error(`${folder}/${name.split(sep).join("/")}: ${error instanceof Error ? error.message : error}`);
      }
    }
  return Object.fromEntries([...texts].sort().map((text) => [text, text]));
}
