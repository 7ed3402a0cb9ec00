import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * The files that a life is made of: what its process and its sums import, however far away, and nothing else. So a
 * change of a page of the editor costs no life.
 * @param root the folder of the repository; the paths are relative to it, with `/`.
 */
export async function lifeSources(
  root: string,
  entries: readonly string[] = ["test/simulation/lives/live-schedules.ts", "test/bench/exactness-part.ts"],
): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...entries],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    metafile: true,
    write: false,
    outdir: "out",
    logLevel: "silent",
  });
  return Object.keys(metafile.inputs).sort();
}

/** SHA-256, in hex, over the names and contents of files under `root`. */
export async function digestOfSources(root: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = await readFile(join(root, file));
    hash.update(`/${file} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}
