import assert from "node:assert/strict";
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { lakeFolder } from "../../../../lake/commit/temporary-lake.ts";
import { SimulatedLakeBucket } from "../../../../simulation/s3/simulated-lake-bucket.ts";
import { putSlice } from "../file-storage-contract.ts";

const days = Array.from({ length: 20 }, (_, n) => new Date(Date.UTC(2026, 10, 1 + n)).toISOString().slice(0, 10));

function gets({ asked }: SimulatedLakeBucket): number {
  return asked.filter((each) => each.startsWith("GET slices/")).length;
}

async function cached(folder: string): Promise<string[]> {
  const [name = ""] = (await readdir(folder)).filter((each) => each.startsWith("slices-"));
  return readdir(join(folder, name));
}

test("a slice is fetched once, also for several processes, and never when it was written here", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const [folder, other] = [await lakeFolder(context), await lakeFolder(context)];
  const paths = await Promise.all(days.map((day) => putSlice(bucket.fileStorage(folder), `rows of ${day}`, day)));
  for (const _ of ["a process", "another one"]) {
    const storage = bucket.fileStorage(folder);
    const { release } = await storage.lend(paths);
    await release();
  }
  assert.equal(gets(bucket), 0);
  for (const _ of ["a process", "another one"]) {
    const storage = bucket.fileStorage(other);
    const lent = await Promise.all([storage.lend(paths), storage.lend(paths)]);
    assert.equal(await readFile(storage.fileOf(paths[3] ?? ""), "utf8"), `rows of ${days[3]}`);
    for (const { release } of lent) await release();
  }
  assert.equal(gets(bucket), days.length);
});

test("several slices are under way at once, and no more than some", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const writer = bucket.fileStorage(await lakeFolder(context));
  const paths = await Promise.all(days.map((day) => putSlice(writer, day, day)));
  let [open, most] = [0, 0];
  const full = Promise.withResolvers<void>();
  const storage = bucket.fileStorage(await lakeFolder(context), {
    answering: async (request) => {
      open += 1;
      most = Math.max(most, open);
      if (open === 8) full.resolve();
      // However late the last of the eight is asked for, the others wait for it, and then for a ninth that must not come.
      await full.promise;
      for (let turns = 0; turns < 20; turns += 1) await turn();
      open -= 1;
      return bucket.answer(request);
    },
  });
  await (await storage.lend(paths)).release();
  assert.equal(most, 8);
});

test("what nobody uses is deleted when there is no room, the longest unused first; what is used stays", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const writer = bucket.fileStorage(await lakeFolder(context));
  const paths = await Promise.all(days.map((day) => putSlice(writer, `${day}: ${"x".repeat(988)}`, day)));
  const folder = await lakeFolder(context);
  const storage = bucket.fileStorage(folder, { cacheBytes: 5_000 });
  const used = await storage.lend(paths.slice(0, 2));
  for (const path of paths.slice(2)) {
    const { release } = await bucket.fileStorage(folder, { cacheBytes: 5_000 }).lend([path]);
    await release();
  }
  const held = await cached(folder);
  assert.ok(held.length <= 5, `${held.length} are held`);
  for (const path of paths.slice(0, 2)) assert.ok(held.includes(path.replaceAll("/", "~")));
  assert.ok(held.includes((paths.at(-1) ?? "").replaceAll("/", "~")));
  await used.release();
});

test("a fetched file that somebody changed is fetched anew", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const path = await putSlice(bucket.fileStorage(await lakeFolder(context)), "rows");
  const folder = await lakeFolder(context);
  await (await bucket.fileStorage(folder).lend([path])).release();
  const [name = ""] = await cached(folder);
  const [cache = ""] = (await readdir(folder)).filter((each) => each.startsWith("slices-"));
  await writeFile(join(folder, cache, name), "rowz");
  const storage = bucket.fileStorage(folder);
  const { release } = await storage.lend([path]);
  assert.equal(await readFile(storage.fileOf(path), "utf8"), "rows");
  await release();
});

test("a slice with other bytes than its name says is refused, or given to who merges and verifies, and not kept", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const path = await putSlice(bucket.fileStorage(await lakeFolder(context)), "rows");
  const object = bucket.bucket.get(`slices/${path}`) ?? assert.fail();
  await bucket.bucket.put(`slices/${path}`, { ...object, sha256: undefined, bytes: new TextEncoder().encode("rowz") });
  const folder = await lakeFolder(context);
  const storage = bucket.fileStorage(folder);
  await assert.rejects(storage.lend([path]), {
    code: "broken-slice",
    message: `The slice s3://logs/slices/${path} does not hold what its name says: it was changed by something else. Restore it, or verify the lake.`,
  });
  const { release } = await storage.lend([path], { mayLack: true });
  assert.equal(await readFile(storage.fileOf(path), "utf8"), "rowz");
  await release();
  assert.deepEqual((await readdir(folder)).sort(), ["_scratch"]);
});

test("who does not want a slice any more does not take it from another one who waits for it", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const path = await putSlice(bucket.fileStorage(await lakeFolder(context)), "rows");
  const [asked, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const abort = new AbortController();
  const storage = bucket.fileStorage(await lakeFolder(context), {
    answering: async (request) => {
      asked.resolve();
      await go.promise;
      if (abort.signal.aborted && bucket.asked.length === 0) throw new Error("unreachable");
      return bucket.answer(request);
    },
  });
  const first = storage.lend([path], { signal: abort.signal });
  first.catch(() => undefined);
  await asked.promise;
  const second = storage.lend([path]);
  abort.abort();
  go.resolve();
  const { release } = await second;
  assert.equal(await readFile(storage.fileOf(path), "utf8"), "rows");
  await release();
});

test("nothing is written but below the given folder, and a folder that cannot be written is said", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const folder = await lakeFolder(context);
  await putSlice(bucket.fileStorage(join(folder, "own")), "rows");
  assert.deepEqual(await readdir(folder), ["own"]);
  const file = join(folder, "a-file");
  await writeFile(file, "");
  await chmod(file, 0o600);
  await assert.rejects(bucket.fileStorage(join(file, "below")).scratch(), { code: "write-failed" });
});
