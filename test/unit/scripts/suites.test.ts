import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type TestContext, test } from "node:test";
import { root } from "../../../scripts/lib/paths.mjs";
import { testStages } from "../../../scripts/lib/test-stages.mjs";

const ciRun = join(root, ".ci", "run");

/** Runs `.ci/run` with an `npm` that does what it is told for each command. */
async function runWith(t: TestContext, main: string, more: string) {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-ci-run-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const npm = join(folder, "npm");
  await writeFile(
    npm,
    `#!/bin/sh
for each; do last=$each; done
case "$*" in
  "test --silent -- --totals "*) ${main} ;;
  "run --silent test:more -- --totals "*) ${more} ;;
  *) echo "$*"; exit 9 ;;
esac
`,
  );
  await chmod(npm, 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
  return new Promise<{ readonly code: unknown; readonly last: string | undefined }>((resolve) =>
    execFile(ciRun, { env }, (error, stdout) =>
      resolve({ code: error?.code ?? 0, last: stdout.trim().split("\n").at(-1) }),
    ),
  );
}

const ends = (passed: number, failed: number) =>
  `echo noise; echo "${passed} passed, ${failed} failed" >> "$last"; exit ${failed > 0 ? 1 : 0}`;

test("the build server's run ends with the sum of both suites, and fails when one fails or breaks off", async (t) => {
  assert.deepEqual(await runWith(t, ends(7, 0), ends(5, 0)), { code: 0, last: "12 passed, 0 failed" });
  assert.deepEqual(await runWith(t, ends(7, 1), ends(5, 0)), { code: 1, last: "12 passed, 1 failed" });
  assert.deepEqual(await runWith(t, ends(7, 0), ends(5, 2)), { code: 1, last: "12 passed, 2 failed" });
  assert.deepEqual(await runWith(t, "kill -9 $$", ends(5, 0)), { code: 1, last: "5 passed, 1 failed" });
  assert.deepEqual(await runWith(t, "exit 0", "exit 0"), { code: 1, last: "0 passed, 2 failed" });
});

test("each test file is run by one stage, and each stage by one of the two suites", async () => {
  const stages = await testStages();
  const names = await readdir(join(root, "test"), { recursive: true });
  const files = names.filter((name) => name.endsWith(".test.ts")).map((name) => join(root, "test", name));
  assert.deepEqual(stages.flatMap((stage) => stage.files).sort(), files.sort());
  assert.deepEqual(new Set(stages.map(({ suite }) => suite)), new Set(["main", "more"]));
  const contributing = await readFile(join(root, "CONTRIBUTING.md"), "utf8");
  const line = /^\| `npm run test:more` \| (.*) \|$/m.exec(contributing)?.[1] ?? "";
  for (const { name, suite } of stages) assert.equal(line.includes(`\`${name}\``), suite === "more", name);
});
