import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { copyNativePackages } from "./native-packages.mjs";
import { root } from "./paths.mjs";
import { shippedPackages, thirdPartyNotices } from "./third-party-notices.mjs";

/** The processors that Lambda has, as Node names them. */
export const architectures = ["arm64", "x64"];

/** More than this is not taken by the editor's package, nor fast to start. */
const mostBytes = 60_000_000;

/** ZIP has no earlier time; all entries have this one, so that the same input is the same file. */
const entryTime = new Date("1980-01-01T00:00:00Z");

/** @returns {string} this machine's processor, or that which the template takes by default. */
export function currentArchitecture() {
  return architectures.includes(process.arch) ? process.arch : "arm64";
}

/**
 * Makes the functions' code: one bundle, and DuckDB's library for one processor. The same sources make the same bytes,
 * on every machine.
 *
 * @param {string} arch one of {@link architectures}.
 * @param {string} [folder] where the archive is put; default `out/`.
 * @returns {Promise<{ file: string, hash: string }>} `lambda-<arch>.<hash>.zip`; the hash is that of its bytes.
 * @throws {Error} when it is too large, or a package may not be shipped.
 */
export async function packageLambda(arch, folder = join(root, "out")) {
  const stage = join(root, "out", `lambda-${arch}-${process.pid}`);
  try {
    await stageLambda(arch, stage);
    const archive = await zipOf(stage);
    if (archive.length > mostBytes)
      throw new Error(`The functions' code has ${archive.length} bytes, more than ${mostBytes}.`);
    const hash = createHash("sha256").update(archive).digest("hex").slice(0, 16);
    await mkdir(folder, { recursive: true });
    const name = `lambda-${arch}.${hash}.zip`;
    // Another process may be reading the same file.
    for (const old of await readdir(folder))
      if (old.startsWith(`lambda-${arch}.`) && old !== name) await rm(join(folder, old), { force: true });
    const file = join(folder, name);
    const unfinished = `${file}.${process.pid}.tmp`;
    await writeFile(unfinished, archive);
    await rename(unfinished, file);
    return { file, hash };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/**
 * Puts what the archive holds into a folder.
 *
 * @param {string} arch
 * @param {string} stage
 */
export async function stageLambda(arch, stage) {
  const esbuild = await import("esbuild");
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [{ in: "src/entry/lambda.ts", out: "index" }],
    outdir: stage,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    metafile: true,
    platform: "node",
    format: "esm",
    target: "node24",
    external: ["@duckdb/node-bindings"],
    // Dependencies written as CommonJS ask for Node's modules by `require`.
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  await copyNativePackages(join(stage, "node_modules"), `linux-${arch}`);
  const notices = await thirdPartyNotices(shippedPackages([metafile]));
  await writeFile(join(stage, "THIRD_PARTY_NOTICES.txt"), notices);
  await cp(join(root, "LICENSE"), join(stage, "LICENSE"));
}

/**
 * @param {string} folder
 * @returns {Promise<Buffer>}
 */
async function zipOf(folder) {
  const { ZipFile } = await import("yazl");
  const zip = new ZipFile();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort())
    zip.addBuffer(await readFile(file), relative(folder, file).split(sep).join("/"), {
      mtime: entryTime,
      mode: 0o100644,
      forceDosTimestamp: true,
    });
  zip.end();
  return buffer(zip.outputStream);
}
