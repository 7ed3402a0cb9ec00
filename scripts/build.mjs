import { existsSync } from "node:fs";
import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { copyNativePackages } from "./lib/native-packages.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand } from "./lib/processes.mjs";
import { shippedPackages, thirdPartyNotices } from "./lib/third-party-notices.mjs";
import { mediaAssets, mediaEntries } from "./media-entries.mjs";

/** Bundles that run in Node beside the extension host; an entry that is not written yet is left out. */
const nodeEntries = [
  { in: "src/entry/run-lake-process.ts", out: "lake" },
  { in: "src/entry/import-reader.ts", out: "import-reader" },
  { in: "src/entry/language-server.ts", out: "language" },
  { in: "src/entry/command-line.ts", out: "cli" },
  { in: "src/entry/mcp-server.ts", out: "mcp-server" },
];

/** What must never reach the extension host: a native crash or a slow load there would be the editor's. */
const coreOnly = /^src\/(?:duckdb|lake|import|query|collector|aws|sample-tenant|entry)\//;

/**
 * @typedef {object} BuildOptions
 * @property {boolean} [production] minified, without source maps, with the native packages beside the bundles.
 * @property {string} [target] the VSIX target, `linux-x64` for example, whose native packages are taken; this machine's by default.
 */

/**
 * Bundles everything into `dist/`.
 *
 * @param {BuildOptions} [options]
 */
export async function build({ production = false, target } = {}) {
  const esbuild = await import("esbuild");
  // A development build leaves the other files in place: an editor may have them open.
  const old = production ? [""] : ["node_modules", "chunks", "media/chunks"];
  for (const name of old) await rm(join(root, "dist", name), { recursive: true, force: true });
  const results = await Promise.all(bundles(production).map((options) => esbuild.build(options)));
  for (const { metafile } of results) refuseCoreInExtensionHost(metafile);
  await copyAssets();
  if (!production) return;
  await copyNativePackages(join(root, "dist", "node_modules"), target);
  const packages = shippedPackages(results.map(({ metafile }) => metafile));
  await writeFile(join(root, "dist", "THIRD_PARTY_NOTICES.txt"), await thirdPartyNotices(packages));
}

/** What the bundles are made of, without writing them. */
export async function bundledInputs() {
  const esbuild = await import("esbuild");
  const results = await Promise.all(bundles(true).map((options) => esbuild.build({ ...options, write: false })));
  return results.map(({ metafile }) => metafile);
}

/** Bundles `test/editor/*.test.ts` with mocha's runner into the one module that an extension host loads. */
export async function buildEditorTests() {
  const esbuild = await import("esbuild");
  const folder = join(root, "test", "editor");
  const tests = (await readdir(folder)).filter((name) => name.endsWith(".test.ts")).sort();
  await esbuild.build({
    ...inExtensionHost("editor-tests.cjs"),
    stdin: {
      contents: [
        `import { runTests } from "./harness/run-tests.ts";`,
        "export const run = () => runTests([",
        ...tests.map(
          (name) => `{ name: ${JSON.stringify(name)}, load: () => import(${JSON.stringify(`./${name}`)}) },`,
        ),
        "]);",
      ].join("\n"),
      resolveDir: folder,
      loader: "ts",
    },
  });
}

/** Bundles what the bench of the editor measures in an extension host. */
export async function buildEditorBench() {
  const esbuild = await import("esbuild");
  await esbuild.build({
    ...inExtensionHost("editor-bench.cjs"),
    entryPoints: [join(root, "test", "bench", "editor", "in-editor.ts")],
  });
}

/**
 * A module that an extension host loads as its tests.
 *
 * @param {string} name in `out/`.
 */
function inExtensionHost(name) {
  return {
    ...common(false),
    outfile: join(root, "out", name),
    platform: /** @type {const} */ ("node"),
    format: /** @type {const} */ ("cjs"),
    target: "node22",
    external: ["vscode", "mocha", "@duckdb/*"],
  };
}

/** Builds, and builds again whatever a saved file changes, until the process is ended. */
async function watch() {
  const esbuild = await import("esbuild");
  await copyAssets();
  for (const options of bundles(false)) {
    const context = await esbuild.context({ ...options, logLevel: "info", plugins: [announceBuilds] });
    await context.watch();
  }
}

/** The lines that the problem matcher of `.vscode/tasks.json` waits for. */
const announceBuilds = {
  name: "announce-builds",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onStart(() => console.log("[build] started"));
    build.onEnd(() => console.log("[build] finished"));
  },
};

/**
 * @param {boolean} production
 * @returns {(import("esbuild").BuildOptions & { metafile: true })[]}
 */
function bundles(production) {
  const extension = {
    ...common(production),
    entryPoints: [{ in: "src/extension.ts", out: "extension" }],
    outdir: join(root, "dist"),
    outExtension: { ".js": ".cjs" },
    platform: /** @type {const} */ ("node"),
    format: /** @type {const} */ ("cjs"),
    target: "node22",
    external: ["vscode"],
  };
  const node = {
    ...common(production),
    entryPoints: nodeEntries.filter(isWritten),
    outdir: join(root, "dist"),
    outExtension: { ".js": ".mjs" },
    platform: /** @type {const} */ ("node"),
    format: /** @type {const} */ ("esm"),
    target: "node22",
    external: ["@duckdb/node-bindings"],
    // What a process does not use is not loaded, and what two of them use is there once.
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    // Dependencies written as CommonJS ask for Node's modules by `require`.
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
  };
  const media = [...new Set(mediaEntries.map(({ format }) => format))].map((format) => ({
    ...common(production),
    entryPoints: mediaEntries
      .filter((entry) => entry.format === format)
      .filter(isWritten)
      .map((entry) => ({ in: entry.in, out: entry.out })),
    outdir: join(root, "dist"),
    platform: /** @type {const} */ ("browser"),
    format,
    // What draws charts is loaded with the first one, and is there once for panels and cells.
    splitting: format === "esm",
    chunkNames: "media/chunks/[name]-[hash]",
    target: "chrome138",
    jsx: /** @type {const} */ ("automatic"),
    jsxImportSource: "preact",
  }));
  return [extension, node, ...media].filter(({ entryPoints }) => entryPoints.length > 0);
}

/** @param {{ in: string }} entry */
function isWritten(entry) {
  return existsSync(join(root, entry.in));
}

/** @param {boolean} production */
function common(production) {
  return {
    absWorkingDir: root,
    bundle: true,
    minify: production,
    sourcemap: !production,
    metafile: /** @type {const} */ (true),
    logLevel: /** @type {const} */ ("warning"),
    define: { "process.env.NODE_ENV": production ? '"production"' : '"development"' },
  };
}

/**
 * @param {import("esbuild").Metafile} metafile
 * @throws {Error} when the extension host's bundle would load the core.
 */
function refuseCoreInExtensionHost(metafile) {
  const output = metafile.outputs["dist/extension.cjs"];
  if (output === undefined) return;
  const inputs = Object.keys(output.inputs).filter((file) => coreOnly.test(file));
  const native = Object.keys(output.inputs).filter((file) => file.startsWith("node_modules/@duckdb/"));
  const found = [...inputs, ...native];
  if (found.length > 0)
    throw new Error(`The extension host must not load the core, but dist/extension.cjs holds ${found.join(", ")}`);
}

async function copyAssets() {
  for (const { from, to } of mediaAssets) await cp(join(root, from), join(root, "dist", to));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: { watch: { type: "boolean" }, production: { type: "boolean" }, target: { type: "string" } },
  });
  actAsCommand();
  await ensureDependencies();
  if (values.watch) await watch();
  else {
    const started = performance.now();
    await build({ production: values.production ?? false, ...(values.target && { target: values.target }) });
    console.log(
      `Built ${relative(process.cwd(), join(root, "dist")) + sep} in ${Math.round(performance.now() - started)} ms`,
    );
  }
}
