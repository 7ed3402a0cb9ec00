// npm test [-- [stage or test file…] [--grep PATTERN] [--more] [--totals FILE]]
import { appendFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { actAsCommand } from "./lib/processes.mjs";
import { useOwnTemporaryFolder } from "./lib/run-folder.mjs";
import { filesHolding } from "./lib/test-names.mjs";
import { nodeTests, testStages } from "./lib/test-stages.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: "string" }, more: { type: "boolean", default: false }, totals: { type: "string" } },
});
actAsCommand();
await ensureDependencies();
await useOwnTemporaryFolder();

const stages = await testStages();
const files = positionals.filter((name) => name.endsWith(".test.ts"));
const names = positionals.filter((name) => !files.includes(name));
const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(", ")}. There are ${stages.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

// A pattern looks for its tests everywhere.
const suite = values.grep === undefined ? (values.more ? "more" : "main") : undefined;
const asked = stages.filter((stage) =>
  positionals.length === 0 ? suite === undefined || stage.suite === suite : names.includes(stage.name),
);
const held = [...files, ...asked.flatMap((stage) => stage.files)];
const matching = new Set(values.grep === undefined ? held : await filesHolding(held, values.grep));

const wanted = asked.filter(({ holdsTests, files }) =>
  holdsTests ? files.some((file) => matching.has(file)) : values.grep === undefined,
);
const chosen = stages.filter(
  (stage) => wanted.includes(stage) || (stage.name === "build" && wanted.some(({ needsBuild }) => needsBuild)),
);

let passed = 0;
let failed = 0;
/** How many tests ran, the checks of the sources not counted. */
let tests = 0;
/** @type {string[]} */
const absent = [];

/**
 * @param {string} name
 * @param {boolean} holdsTests
 * @param {() => Promise<import("./lib/test-stages.mjs").Outcome>} stage
 * @returns {Promise<boolean>} whether nothing failed.
 */
async function count(name, holdsTests, stage) {
  const started = performance.now();
  console.log(`▸ ${name}`);
  const outcome = await stage();
  if (outcome.output) console.log(outcome.output.trimEnd());
  passed += outcome.passed;
  failed += outcome.failed;
  if (holdsTests) tests += outcome.passed + outcome.failed;
  if (outcome.absent !== undefined) absent.push(outcome.absent);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${outcome.passed} passed, ${outcome.failed} failed in ${seconds} s`);
  return outcome.failed === 0;
}

const single = files.filter((file) => matching.has(file));
if (single.length > 0) await count("files", true, () => nodeTests(single, "files", values.grep));
/**
 * @param {import("./lib/test-stages.mjs").Stage} stage
 * @param {boolean} [show]
 */
const runStage = (stage, show) =>
  stage.run(
    stage.files.filter((file) => matching.has(file)),
    values.grep,
    show,
  );

let isBuilt = true;
for (const stage of chosen) {
  if (chosen.some(({ name }) => name === stage.beside)) continue;
  if (stage.needsBuild && !isBuilt) continue;
  const others = chosen.filter(({ beside, needsBuild }) => beside === stage.name && (isBuilt || !needsBuild));
  const beside = others.map((other) => ({ other, outcome: runStage(other, false) }));
  const succeeded = await count(stage.name, stage.holdsTests, () => runStage(stage));
  for (const { other, outcome } of beside)
    await count(`${other.name}, begun beside ${stage.name}`, other.holdsTests, () => outcome);
  if (stage.name === "build") isBuilt = succeeded;
}

if (absent.length > 0) {
  console.log(`Absent: ${absent.join("; ")}`);
  // A build server that lacks something would be green for nothing.
  if (process.env["CI"]) failed += absent.length;
}
if (values.grep !== undefined && tests === 0) {
  console.log(`No test matches ${values.grep}`);
  failed += 1;
}
if (values.totals !== undefined) await appendFile(values.totals, `${passed} passed, ${failed} failed\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
