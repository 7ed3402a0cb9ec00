import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { root } from "../paths.mjs";

/**
 * How test code changes what a whole process shares. A file that does it, or imports test code that does it, has a
 * process of its own; `run-in-turn.mjs` finds at run time what such a text does not show.
 */
const changesItsProcess = [
  /\bsetDefaultCACertificates\(/,
  /\bsetGlobalDispatcher\(/,
  /process\.env\[[^\]]*\]\s*=(?!=)|delete process\.env/,
  /process\.(?:chdir|umask|setgid|setuid|exit)\(|process\.\w+ = /,
  /\bgc\(|--expose|memoryUsage\(|resourceUsage\(|setFlagsFromString\(|process\.getActiveResourcesInfo\(/,
  // The words of another language stay in every module that was loaded with them.
  /\beditor-words\.ts"/,
  /(?<![.\w])mock\.(?:method|module|timers|getter|setter|property)\b/,
];

/** Tests that are declared behind an `await` of the file itself; `test-runner.mjs` has the reason. */
const awaitsAsItIsLoaded = /^(?:(?:export )?const [^\n=]+= )?await /m;

/** The fake editor stays known to all that is loaded later, which only who expects it may be. */
const fakesTheEditor = /\bregisterHooks\(/;

/** More lists than cores, so that no core is left waiting for the longest, and a crash takes few files with it. */
const listsForEachCore = 2;

/**
 * What `node --test` starts so that files that are safe together share a process and are not loaded anew for each.
 *
 * @param {readonly string[]} files absolute.
 * @param {string} name of the stage; names the files that are written.
 * @returns {Promise<string[]>} modules that run a list of files one after the other, and the files that stay alone.
 */
export async function testProcesses(files, name) {
  const texts = new Map();
  const kinds = await Promise.all(files.map((file) => kindOf(file, texts)));
  const ofKind = (/** @type {Kind} */ kind) => files.filter((_, index) => kinds[index] === kind);
  const together = ofKind("together");
  const count = Math.min(availableParallelism() * listsForEachCore, together.length);
  // Neighbours in a folder take about as long as each other, so they are dealt out.
  const dealt = Array.from({ length: count }, (_, list) => together.filter((_file, index) => index % count === list));
  const fakingTheEditor = ofKind("fake editor");
  const lists = [...dealt, fakingTheEditor].filter((list) => list.length > 0);
  const folder = join(root, "out", "test-processes", name);
  await rm(folder, { recursive: true, force: true });
  const modules = lists.map((_, index) => join(folder, `${index + 1}.mjs`));
  for (const [index, module] of modules.entries()) {
    const list = lists[index] ?? [];
    await writeList(module, list, { await: list === fakingTheEditor });
  }
  return [...modules, ...ofKind("alone")];
}

/**
 * Writes a module that runs test files one after the other.
 *
 * @param {string} module
 * @param {readonly string[]} files absolute.
 * @param {Parameters<typeof import("./run-in-turn.mjs").runInTurn>[1]} [how]
 */
export async function writeList(module, files, how = {}) {
  const runner = JSON.stringify(new URL("run-in-turn.mjs", import.meta.url).href);
  await mkdir(dirname(module), { recursive: true });
  await writeFile(
    module,
    `import { runInTurn } from ${runner};\nawait runInTurn(${JSON.stringify(files)}, ${JSON.stringify(how)});\n`,
  );
}

/** @typedef {"together" | "awaits" | "fake editor" | "alone"} Kind */

/**
 * @param {string} file
 * @param {Map<string, Promise<{ kind: Kind, imports: string[] }>>} texts what was read already.
 * @returns {Promise<Kind>}
 */
async function kindOf(file, texts) {
  const seen = new Set([file]);
  /** @type {Kind} */
  let kind = "together";
  for (const each of seen) {
    if (!texts.has(each)) texts.set(each, readTest(each));
    const text = await texts.get(each);
    if (text?.kind === "alone") return "alone";
    if (text?.kind === "fake editor" || (text?.kind === "awaits" && kind === "together")) kind = text.kind;
    for (const imported of text?.imports ?? []) seen.add(imported);
  }
  return kind === "awaits" ? "alone" : kind;
}

/**
 * @param {string} file
 * @returns {Promise<{ kind: Kind, imports: string[] }>}
 */
async function readTest(file) {
  // What looks like an import may stand in a text; a file that really imports what is absent fails when it is loaded.
  const text = await readFile(file, "utf8").catch(() => "");
  const imports = [...text.matchAll(/(?:from|import\(?)\s*"(\.[^"]+\.ts)"/g)]
    .map(([, path = ""]) => resolve(dirname(file), path))
    .filter((path) => path.startsWith(join(root, "test") + sep));
  const kind = changesItsProcess.some((sign) => sign.test(text))
    ? "alone"
    : fakesTheEditor.test(text)
      ? "fake editor"
      : awaitsAsItIsLoaded.test(text)
        ? "awaits"
        : "together";
  return { kind, imports };
}

/**
 * Where a process that runs a list keeps the name of the file that it is at, for the one who finds it dead.
 *
 * @param {string} module of `testProcesses`.
 */
export function placeOf(module) {
  return `${module}.at`;
}

/**
 * @param {string} name of a test of `node --test`.
 * @returns {boolean} whether it is a process that runs a list.
 */
export function isSharedProcess(name) {
  return relative(join(root, "out", "test-processes"), resolve(name)).split(sep).length === 2 && name.endsWith(".mjs");
}
