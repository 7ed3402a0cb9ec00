import assert from "node:assert/strict";
import { appendFile, mkdtemp, readdir, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type ExactnessSum, noSum } from "../../bench/exactness-part.ts";
import { ExactnessProgress } from "../../bench/exactness-progress.ts";
import { digestOfSources, lifeSources } from "../../bench/life-sources.ts";

const sumOf = (seed: number): ExactnessSum => ({
  ...noSum,
  schedules: 1,
  events: seed,
  failing: seed === 3 ? [3] : [],
});

async function someFolder(t: { after(end: () => Promise<void>): void }): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-progress-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  return root;
}

const [sources, otherSources] = ["a".repeat(64), "b".repeat(64)] as const;

test("lives that were lived are known to the next run, one by one, with those that fail", async (t) => {
  const out = await someFolder(t);
  const first = await ExactnessProgress.open(out, sources);
  for (const seed of [1, 3]) await first.add(seed, false, sumOf(seed));
  await first.add(2, true, sumOf(2));
  const second = await ExactnessProgress.open(out, sources);
  assert.deepEqual(
    [1, 2, 3].map((seed) => [second.has(seed, false), second.has(seed, true)]),
    [
      [true, false],
      [false, true],
      [true, false],
    ],
  );
  assert.deepEqual(second.sum([1, 2, 3], false), { ...noSum, schedules: 2, events: 4, failing: [3] });
  assert.equal(second.sum([1, 2], false).events, 1);
  assert.equal(second.sum([1, 2, 3], true).events, 2);
});

test("a run that was killed while it wrote loses that one life", async (t) => {
  const out = await someFolder(t);
  const killed = await ExactnessProgress.open(out, sources);
  for (const seed of [1, 2]) await killed.add(seed, false, sumOf(seed));
  const [file = ""] = await readdir(out);
  await appendFile(join(out, file), '{"seed":3,"overFolder":fal');
  const next = await ExactnessProgress.open(out, sources);
  assert.deepEqual([next.has(1, false), next.has(2, false), next.has(3, false)], [true, true, false]);
  await next.add(4, false, sumOf(4));
  await truncate(join(out, file), 5);
  assert.equal((await ExactnessProgress.open(out, sources)).has(1, false), false);
});

test("what is added behind a line that was cut off is not lost with it", async (t) => {
  const out = await someFolder(t);
  await (await ExactnessProgress.open(out, sources)).add(1, false, sumOf(1));
  const [file = ""] = await readdir(out);
  await appendFile(join(out, file), '{"seed":2');
  await (await ExactnessProgress.open(out, sources)).add(3, false, sumOf(3));
  const last = await ExactnessProgress.open(out, sources);
  assert.deepEqual([last.has(1, false), last.has(2, false), last.has(3, false)], [true, false, true]);
});

test("lives of other sources are not mixed with them, and are there again with those", async (t) => {
  const out = await someFolder(t);
  await (await ExactnessProgress.open(out, sources)).add(1, false, sumOf(1));
  assert.equal((await ExactnessProgress.open(out, otherSources)).has(1, false), false);
  assert.equal((await ExactnessProgress.open(out, sources)).has(1, false), true);
});

test("the sources of a life are what it imports, by name and content", async (t) => {
  const root = await someFolder(t);
  const write = (file: string, text: string) => writeFile(join(root, file), text);
  await write("life.ts", 'import "node:fs";\nimport "./lake.ts";\n');
  await write("lake.ts", "export const a = 1;\n");
  await write("page.ts", "export const b = 1;\n");
  const digest = async (): Promise<string> => digestOfSources(root, await lifeSources(root, ["life.ts"]));
  const before = await digest();
  await write("page.ts", "export const b = 2;\n");
  assert.equal(await digest(), before, "a file that the life does not import");
  await write("lake.ts", "export const a = 2;\n");
  assert.notEqual(await digest(), before, "an imported file");
  await write("lake.ts", "export const a = 1;\n");
  assert.equal(await digest(), before);
  await rename(join(root, "lake.ts"), join(root, "other.ts"));
  await write("life.ts", 'import "node:fs";\nimport "./other.ts";\n');
  assert.notEqual(await digest(), before, "another name");
});

test("the lives of the table depend on the lake and the collector, and on no page", async () => {
  const files = await lifeSources(join(import.meta.dirname, "../../.."));
  for (const folder of ["src/lake/", "src/collector/", "src/tables/", "test/simulation/"])
    assert.ok(
      files.some((file) => file.startsWith(folder)),
      folder,
    );
  assert.deepEqual(
    files.filter((file) => file.startsWith("src/editor/") || file.startsWith("media/")),
    [],
  );
});
