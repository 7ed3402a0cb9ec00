import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { before, suite, test } from "node:test";
import { root } from "../../../scripts/lib/paths.mjs";
import { runToEnd } from "../../../scripts/lib/processes.mjs";
import { isSharedProcess, testProcesses, writeList } from "../../../scripts/lib/shared-tests/test-processes.mjs";

const head = `import { after, before, beforeEach, test } from "node:test";\nimport assert from "node:assert/strict";\n`;
const passes = `${head}test("passes", () => {});`;

/** A list of files that share one process: what each holds, and whether it is as it should be. */
const says = (hook: string) => `${hook}(() => console.error("${hook} of the hooked"));`;
const faults = [
  ["fails a test", `${head}test("is wrong", () => assert.equal(1, 2));`, /is wrong \(\S*fault-0\.test\.ts:3\)/],
  ["cannot be loaded", `import "./absent.ts";`, /is loaded/],
  ["leaves a variable", `${head}test("sets", () => void Object.assign(process.env, { LEFT: "1" }));`, /variable LEFT/],
  [
    "replaces a global",
    `${head}test("sets", () => void Object.assign(globalThis, { fetch() {} }));`,
    /globalThis\.fetch/,
  ],
  ["leaves a listener", `${head}test("on", () => void process.on("SIGUSR2", () => {}));`, /process's SIGUSR2/],
  ["rejects beside its tests", `${passes}void Promise.reject(new Error("nobody waits"));`, /nobody waits/],
  [
    "rejects in a test that ends well",
    `${head}test("rejects", async () => void (await 0, Promise.reject(new Error("nobody looks"))));`,
    /nobody looks/,
  ],
  [
    "waits for what has thrown",
    `${head}test("waits", async () => { await 0; await new Promise(() => setTimeout(() => { throw new Error("thrown"); })); });`,
    /Error: thrown/,
  ],
  ["awaits as it is loaded, where none should", `${head}await 0;\ntest("late", () => {});`, /is loaded/],
] as const;

/** Runs files in one process, as a stage does. */
async function run(texts: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-shared-tests-"));
  const files = Object.keys(texts).map((name) => join(folder, `${name}.test.ts`));
  const module = join(root, "out", "test-processes", `tests-of-${process.pid}`, "1.mjs");
  try {
    for (const [index, text] of Object.values(texts).entries()) await writeFile(files[index] ?? "", text);
    await writeList(module, files);
    const reporters = ["node-test-reporter", "node-test-totals"].flatMap((name) => [
      `--test-reporter=${join(root, "scripts", "lib", `${name}.mjs`)}`,
      "--test-reporter-destination=stdout",
    ]);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { code, stdout } = await runToEnd(process.execPath, ["--test", ...reporters, module], { cwd: root, env });
    return { code, stdout, totals: /\{"passed".*\}/.exec(stdout)?.[0] };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(dirname(module), { recursive: true, force: true });
  }
}

suite("files that share a process", () => {
  let told: Awaited<ReturnType<typeof run>>;
  before(async () => {
    told = await run({
      first: `${head}test("a", async (t) => { await t.test("b", () => {}); });`,
      hooked: `${passes}${["before", "beforeEach", "after"].map(says).join("")}`,
      behind: `${head}test("comes later", () => console.error("the one behind"));`,
      ...Object.fromEntries(faults.map(([, text], index) => [`fault-${index}`, text])),
      last: passes,
    });
  });

  test("each has its line and its tests are counted, those of tests too", () => {
    assert.match(told.stdout, /✓ \S*first\.test\.ts: 2 passed \(/);
    assert.match(told.stdout, /✓ \S*last\.test\.ts: 1 passed \(/);
    assert.match(told.stdout, /✗ \S*fault-0\.test\.ts: 0 passed, 1 failed/);
    // The test that waits is one more that fails; the one that rejects passes.
    assert.equal(told.totals, JSON.stringify({ passed: 10, failed: faults.length + 1 }));
    assert.notEqual(told.code, 0);
  });

  test("the hooks of each are its own", () => {
    const order = told.stdout.match(/\w+ of the hooked|the one behind/g);
    assert.deepEqual(order, [
      ...["before", "beforeEach", "after"].map((hook) => `${hook} of the hooked`),
      "the one behind",
    ]);
  });

  for (const [fault, , expected] of faults) test(`one that ${fault} fails`, () => assert.match(told.stdout, expected));
});

for (const [how, end] of [
  ["is ended", "process.exit(0)"],
  ["is killed", `process.kill(process.pid, "SIGKILL")`],
] as const)
  test(`when a shared process ${how}, the file that it was at is told and the run fails`, async () => {
    const { code, stdout } = await run({ first: passes, second: `${head}test("ends", () => ${end});`, third: passes });
    assert.match(stdout, /✗ \S*second\.test\.ts: the process that ran it broke off/);
    assert.doesNotMatch(stdout, /✓ \S*third/);
    assert.notEqual(code, 0);
  });

test("a file that changes its process stays alone, also when it does so by what it imports", async (context) => {
  const files = ["collector/sign-in/clouds", "collector/sign-in/refusals", "lake/days", "rpc/calls"].map((name) =>
    join(root, "test", "unit", `${name}.test.ts`),
  );
  const started = await testProcesses(files, `rule-of-${process.pid}`);
  const shared = started.filter(isSharedProcess);
  context.after(() => rm(join(shared[0] ?? "", ".."), { recursive: true, force: true }));
  assert.deepEqual(
    started.filter((each) => !shared.includes(each)),
    files.slice(0, 2),
  );
  assert.ok(shared.length > 0);
});
