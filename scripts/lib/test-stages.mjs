import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve, sep } from "node:path";
import { installStandIn, startSharedTrino } from "./aws-tests.mjs";
import { findChromium } from "./chromium.mjs";
import { findNode } from "./node.mjs";
import { root } from "./paths.mjs";
import { runToEnd } from "./processes.mjs";
import { testProcesses } from "./shared-tests/test-processes.mjs";
import { findVscodeHost } from "./vscode-host.mjs";

/** A process of tests that takes longer hangs: one of a single file, and one that several share. */
const testTimeoutMs = 1_200_000;
const sharedTimeoutMs = 1_800_000;

/** The folders of `test/` that `node --test` runs first; all others but these come behind them. */
const first = ["unit", "fuzz", "simulation", "lake", "media"];
const notForNode = ["editor", "fixtures", "bench"];
/** The folders whose tests need `dist/`. */
const needBuild = ["editor", "collect", "kill", "start", "aws"];
/** Stages that mostly wait, for an editor or for time to pass, and the one that each of them runs beside. */
const beside = new Map([
  ["editor", "lake"],
  ["collect", "kill"],
  ["start", "kill"],
]);
/** The folders that `npm test` leaves to `npm run test:more`, which takes as long again; `.ci/run` calls both. */
const more = ["lives", "aws", "package"];
/** Those whose time goes into starting processes and loading the same modules again. */
const sharesProcesses = ["unit", "simulation", "lake"];

/**
 * What a stage came to.
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {string} [absent] what the machine lacks, when the stage could not run.
 * @property {string} [output] what it printed, when that was not shown.
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {"main" | "more"} suite whether `npm test` runs it, or `npm run test:more`.
 * @property {boolean} needsBuild
 * @property {string | undefined} beside the stage at the same time as which it may run.
 * @property {boolean} holdsTests false for a check of the sources.
 * @property {readonly string[]} files its test files; none for a check.
 * @property {(files: readonly string[], grep: string | undefined, show?: boolean) => Promise<Outcome>} run of some of its
 *   files; one that may run beside another can keep what it prints.
 */

/** @typedef {Pick<Stage, "name" | "holdsTests" | "files" | "run">} PlainStage */

/**
 * Everything that `npm test` and `npm run test:more` run, in order.
 *
 * @returns {Promise<Stage[]>}
 */
export async function testStages() {
  const folders = (await readdir(join(root, "test"), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const others = folders.filter((name) => ![...first, ...notForNode, "aws", "package"].includes(name)).sort();
  /** @type {PlainStage[]} */
  const stages = [
    {
      name: "lint",
      holdsTests: false,
      files: [],
      run: () => check("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]),
    },
    {
      name: "types",
      holdsTests: false,
      files: [],
      run: () => check("typescript/bin/tsc", ["--noEmit", "-p", "tsconfig.json"]),
    },
    { name: "build", holdsTests: false, files: [], run: buildAll },
    ...(await Promise.all(first.map(nodeStage))),
    {
      name: "editor",
      holdsTests: true,
      files: await testFiles("editor"),
      run: (_, grep, show) => editorTests(grep, show),
    },
    ...(await Promise.all(others.map(nodeStage))),
    { name: "aws", holdsTests: true, files: await testFiles("aws"), run: awsTests },
    // Last, for it leaves `dist/` as it is shipped.
    await nodeStage("package"),
  ];
  return stages.map((stage) => ({
    ...stage,
    suite: more.includes(stage.name) ? "more" : "main",
    needsBuild: needBuild.includes(stage.name),
    beside: beside.get(stage.name),
  }));
}

/**
 * Runs test files with `node --test`.
 *
 * @param {readonly string[]} files
 * @param {string} name names the file with the totals.
 * @param {string} [grep] a regular expression that test names must match.
 * @param {object} [how]
 * @param {Readonly<Record<string, string>>} [how.more] variables that the tests are given beside this process's own.
 * @param {boolean} [how.share] whether files that are safe together run in one process. Not those of a pattern: they are
 *   few, and a name must not match because of the file that it stands in.
 * @param {boolean | undefined} [how.show] whether what it prints is shown at once.
 * @returns {Promise<Outcome>}
 */
export async function nodeTests(files, name, grep, { more = {}, share = false, show = true } = {}) {
  // Each file of pages looks for a browser, and two that install one at the same time get in each other's way.
  if (files.some((file) => resolve(file).startsWith(join(root, "test", "media") + sep)))
    try {
      await findChromium();
    } catch (error) {
      console.log(`  ✗ ${error instanceof Error ? error.message : error}`);
      return { passed: 0, failed: 1 };
    }
  const totals = await totalsFile(name);
  const shared = share && grep === undefined;
  const args = [
    "--test",
    `--test-concurrency=${availableParallelism()}`,
    `--test-timeout=${shared ? sharedTimeoutMs : testTimeoutMs}`,
    `--test-reporter=${join(root, "scripts", "lib", "node-test-reporter.mjs")}`,
    "--test-reporter-destination=stdout",
    `--test-reporter=${join(root, "scripts", "lib", "node-test-totals.mjs")}`,
    `--test-reporter-destination=${totals}`,
    ...(grep === undefined ? [] : [`--test-name-pattern=${grep}`]),
    ...(shared ? await testProcesses(files, name) : files),
  ];
  // Without the cache each process would strip the types of the same sources again.
  const env = { NODE_COMPILE_CACHE: join(root, "out", "compile-cache"), ...process.env, ...more };
  const { code, output } = await runToEnd(await findNode(), args, { cwd: root, env, show });
  return { ...(await readTotals(totals, code)), output };
}

/**
 * @param {string} name of a folder under `test/`.
 * @returns {Promise<PlainStage>}
 */
async function nodeStage(name) {
  return {
    name,
    holdsTests: true,
    files: await testFiles(name),
    run: (files, grep, show) => nodeTests(files, name, grep, { share: sharesProcesses.includes(name), show }),
  };
}

/** @param {string} name of a folder under `test/`. */
async function testFiles(name) {
  const entries = await readdir(join(root, "test", name), { recursive: true }).catch(() => []);
  return entries
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(root, "test", name, file))
    .sort();
}

/**
 * @param {string} script a tool's own script under `node_modules`.
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>}
 */
async function check(script, args) {
  const command = [join(root, "node_modules", script), ...args];
  const { code } = await runToEnd(await findNode(), command, { cwd: root, show: true });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @returns {Promise<Outcome>} */
async function buildAll() {
  const { build, buildEditorTests } = await import("../build.mjs");
  try {
    await build();
    await buildEditorTests();
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.log(`  ✗ ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1 };
  }
}

/**
 * @param {string | undefined} grep
 * @param {boolean} [show]
 * @returns {Promise<Outcome>}
 */
async function editorTests(grep, show = true) {
  if ((await findChromium()) === undefined)
    return { passed: 0, failed: 0, absent: "editor tests (no Chromium or Chrome found; name one by CHROME_PATH)" };
  try {
    await findVscodeHost();
  } catch (error) {
    console.log(`  ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 0, absent: "editor tests (VS Code could not be downloaded from the npm registry)" };
  }
  const totals = await totalsFile("editor");
  const script = join(root, "test", "editor", "harness", "served.ts");
  const args = [script, "--totals", totals, ...(grep === undefined ? [] : ["--grep", grep])];
  const { code, output } = await runToEnd(await findNode(), args, { cwd: root, show });
  return { ...(await readTotals(totals, code)), output };
}

/**
 * @param {readonly string[]} files
 * @param {string | undefined} grep
 * @returns {Promise<Outcome>}
 */
async function awsTests(files, grep) {
  try {
    const lacking = await installStandIn();
    if (lacking !== undefined) return { passed: 0, failed: 0, absent: `AWS tests (${lacking})` };
    const trino = await startSharedTrino(files);
    try {
      return await nodeTests(files, "aws", grep, { more: trino.env });
    } finally {
      await trino.stop();
    }
  } catch (error) {
    console.log(`  ✗ ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1 };
  }
}

/** @param {string} name */
async function totalsFile(name) {
  const folder = join(root, "out", "totals");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  await rm(file, { force: true });
  return file;
}

/**
 * @param {string} file
 * @param {number} code what the run ended with.
 * @returns {Promise<Outcome>}
 */
async function readTotals(file, code) {
  const text = await readFile(file, "utf8").catch(() => "");
  if (text === "") {
    console.log(`  ✗ the run broke off with ${code}`);
    return { passed: 0, failed: 1 };
  }
  /** @type {Outcome} */
  const totals = JSON.parse(text);
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}
