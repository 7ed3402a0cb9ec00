// npm run mutants [-- --only PART-OF-A-NAME] [--check] [--at-once N]
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand, runToEnd } from "./lib/processes.mjs";
import { mutants } from "./mutants/mutants.mjs";

/** @typedef {import("./mutants/mutant.mjs").Mutant} Mutant */
/** @typedef {{ readonly mutant: Mutant, readonly noticed: boolean, readonly how: string, readonly seconds: number }} Outcome */

/** A level that takes longer has not noticed anything. */
const longestMs = 600_000;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    /** Only looks whether every edit still has its place. */
    check: { type: "boolean", default: false },
    "at-once": { type: "string", default: String(availableParallelism()) },
  },
});

/**
 * Every file of a mutant as it is to be written.
 *
 * @param {Mutant} mutant
 * @returns {Promise<ReadonlyMap<string, string>>}
 * @throws {Error} when the place of an edit is not there, or there more than once.
 */
async function edited({ name, edits }) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const { file, find, replace } of edits) {
    const text = files.get(file) ?? (await readFile(join(root, file), "utf8"));
    const places = text.split(find).length - 1;
    if (places !== 1) throw new Error(`"${name}" finds its place ${places} times in ${file}:\n${find}`);
    files.set(
      file,
      text.replace(find, () => replace),
    );
  }
  return files;
}

/**
 * A copy of what the tests need, so that nothing is ever changed in place.
 *
 * @param {string} folder
 */
async function copyTree(folder) {
  for (const part of [
    "src",
    "test",
    "sql",
    "samples",
    "scripts",
    "media",
    "docs",
    "package.json",
    "package.nls.json",
    "tsconfig.json",
  ])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}

/**
 * @param {string} node
 * @param {string} folder
 * @param {Mutant["level"]} level
 * @returns {Promise<{ noticed: boolean, how: string }>}
 */
async function runLevel(node, folder, level) {
  const args =
    "lives" in level
      ? [join("test", "lives", "until-violation.ts"), String(level.from ?? 1), String(level.lives)]
      : ["--test", "--test-reporter=spec", ...level.tests];
  const late = AbortSignal.timeout(longestMs);
  const { code, output } = await runToEnd(node, args, { cwd: folder, signal: late });
  if (late.aborted) return { noticed: false, how: "the level took too long" };
  if (code === 0) return { noticed: false, how: "" };
  const lines = output.split("\n");
  const first = "lives" in level ? lines[0] : lines.find((line) => line.trimStart().startsWith("✖"))?.trim();
  return { noticed: true, how: (first ?? output).slice(0, 160) };
}

/**
 * @param {string} node
 * @param {string} folder a copy of the tree, as it is when this ends.
 * @param {Mutant} mutant
 * @returns {Promise<Outcome>}
 */
async function tried(node, folder, mutant) {
  const started = performance.now();
  const files = await edited(mutant);
  for (const [file, text] of files) await writeFile(join(folder, file), text);
  try {
    const { noticed, how } = await runLevel(node, folder, mutant.level);
    return { mutant, noticed, how, seconds: (performance.now() - started) / 1000 };
  } finally {
    for (const file of files.keys()) await cp(join(root, file), join(folder, file));
  }
}

/**
 * The levels that fail though nothing was changed, so that they could not notice anything.
 *
 * @param {string} node
 * @param {string} folder
 * @param {readonly Mutant[]} wanted
 * @returns {Promise<string[]>}
 */
async function brokenLevels(node, folder, wanted) {
  await mkdir(folder);
  await copyTree(folder);
  const lives = Math.max(0, ...wanted.map(({ level }) => ("lives" in level ? level.lives : 0)));
  const tests = [...new Set(wanted.flatMap(({ level }) => ("tests" in level ? level.tests : [])))];
  /** @type {Mutant["level"][]} */
  const levels = [...(lives > 0 ? [{ lives }] : []), ...(tests.length > 0 ? [{ tests }] : [])];
  const outcomes = await Promise.all(levels.map((level) => runLevel(node, folder, level)));
  return outcomes.flatMap(({ noticed, how }) => (noticed || how !== "" ? [how] : []));
}

/** @param {Outcome} outcome */
function say({ mutant, noticed, how, seconds }) {
  const level = "lives" in mutant.level ? `${mutant.level.lives} lives` : mutant.level.tests.join(", ");
  console.log(`${noticed ? "✔ noticed" : "✖ NOT NOTICED"}  ${mutant.name} (${level}, ${seconds.toFixed(0)} s)`);
  if (how !== "") console.log(`    ${how}`);
}

actAsCommand();
await ensureDependencies();
const chosen = mutants.filter(({ name }) => name.includes(options.only));
if (chosen.length === 0) throw new Error(`No mutant's name has ${options.only} in it.`);
for (const mutant of chosen) await edited(mutant);
console.log(`${chosen.length} mutants, each with its place`);
if (!options.check) {
  const node = await findNode();
  const copies = await mkdtemp(join(tmpdir(), "tenanttrail-mutants-"));
  try {
    const waiting = [...chosen];
    let unnoticed = 0;
    const unchanged = await brokenLevels(node, join(copies, "unchanged"), chosen);
    if (unchanged.length > 0) throw new Error(`Without any mutant these fail: ${unchanged.join("; ")}`);
    const work = async (/** @type {string} */ folder) => {
      await mkdir(folder);
      await copyTree(folder);
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        const outcome = await tried(node, folder, mutant);
        if (!outcome.noticed) unnoticed += 1;
        say(outcome);
      }
    };
    const workers = Array.from({ length: Number(options["at-once"]) }, (_, n) => work(join(copies, String(n))));
    await Promise.all(workers);
    console.log(`${chosen.length - unnoticed} noticed, ${unnoticed} not`);
    process.exitCode = unnoticed > 0 ? 1 : 0;
  } finally {
    await rm(copies, { recursive: true, force: true });
  }
}
