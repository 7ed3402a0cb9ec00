import assert from "node:assert/strict";
import { appendFile, mkdir, mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type ExactnessSum, noSum } from "../../bench/exactness-part.ts";
import { ExactnessProgress } from "../../bench/exactness-progress.ts";

const sumOf = (seed: number): ExactnessSum => ({
  ...noSum,
  schedules: 1,
  events: seed,
  failing: seed === 3 ? [3] : [],
});

async function someSources(t: { after(end: () => Promise<void>): void }): Promise<{ root: string; out: string }> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-progress-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  for (const folder of ["src/lake", "test/simulation"]) await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, "src/lake/lake.ts"), "a");
  await writeFile(join(root, "test/simulation/lives.ts"), "b");
  return { root, out: join(root, "out", "exactness") };
}

test("lives that were lived are known to the next run, one by one, with those that fail", async (t) => {
  const { root, out } = await someSources(t);
  const first = await ExactnessProgress.open(out, root);
  for (const seed of [1, 3]) await first.add(seed, false, sumOf(seed));
  await first.add(2, true, sumOf(2));
  const second = await ExactnessProgress.open(out, root);
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
  const { root, out } = await someSources(t);
  const killed = await ExactnessProgress.open(out, root);
  for (const seed of [1, 2]) await killed.add(seed, false, sumOf(seed));
  const [file = ""] = await readdir(out);
  await appendFile(join(out, file), '{"seed":3,"overFolder":fal');
  const next = await ExactnessProgress.open(out, root);
  assert.deepEqual([next.has(1, false), next.has(2, false), next.has(3, false)], [true, true, false]);
  await next.add(4, false, sumOf(4));
  await truncate(join(out, file), 5);
  assert.equal((await ExactnessProgress.open(out, root)).has(1, false), false);
});

test("what is added behind a line that was cut off is not lost with it", async (t) => {
  const { root, out } = await someSources(t);
  await (await ExactnessProgress.open(out, root)).add(1, false, sumOf(1));
  const [file = ""] = await readdir(out);
  await appendFile(join(out, file), '{"seed":2');
  await (await ExactnessProgress.open(out, root)).add(3, false, sumOf(3));
  const last = await ExactnessProgress.open(out, root);
  assert.deepEqual([last.has(1, false), last.has(2, false), last.has(3, false)], [true, false, true]);
});

test("lives of other sources are not mixed with them, and are there again with those", async (t) => {
  const { root, out } = await someSources(t);
  const before = await ExactnessProgress.open(out, root);
  await before.add(1, false, sumOf(1));
  for (const file of ["src/lake/lake.ts", "test/simulation/lives.ts"]) {
    await writeFile(join(root, file), "changed");
    assert.equal((await ExactnessProgress.open(out, root)).has(1, false), false, file);
    await writeFile(join(root, file), file.startsWith("src") ? "a" : "b");
    assert.equal((await ExactnessProgress.open(out, root)).has(1, false), true, file);
  }
});
