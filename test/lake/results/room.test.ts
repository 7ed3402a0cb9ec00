import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { heldTables, lockedEngine } from "./locked-engine.ts";

const large = "SELECT range AS n, hash(range)::VARCHAR || repeat('z', 200) AS t FROM range(700000)";

test("results together may spill so much and no more; the sentence names the bound, and nothing is half held", async () => {
  await using engine = await lockedEngine({ memoryLimit: "100MB", mostSpilled: "20MB" });
  const small = await engine.run("SELECT 1 AS n");
  await assert.rejects(engine.run(large), {
    code: "out-of-memory",
    message: /^All results together may take 19\.\d MiB of the disk .* Close other results/,
  });
  assert.equal((await heldTables(engine)).length, 1);
  assert.deepEqual(await engine.results.rowsOf(small.resultId, 1), [[1]]);
});

test("a query does not begin on a disk with too little free, and an export neither", async () => {
  let free = 5;
  const floor = { bytes: 3 * 1024 ** 3, free: async () => free * 1024 ** 3, everyMs: 1_000_000 };
  await using engine = await lockedEngine({ floor });
  const { resultId } = await engine.run("SELECT 1 AS n");
  free = 2;
  const refused = { code: "disk-full", message: /^Less than 3 GB is free .* nothing of this result was kept/ };
  await assert.rejects(engine.run("SELECT 2"), refused);
  const path = join(engine.folder, "out.csv");
  await assert.rejects(engine.results.exportResult({ resultId, format: "csv", path }), refused);
  assert.deepEqual(await readdir(engine.folder), []);
  assert.equal((await heldTables(engine)).length, 1);
});

test("a query that runs when the disk becomes full is ended, and leaves nothing", async () => {
  let looks = 0;
  const floor = { bytes: 1, free: async () => (looks++ < 2 ? 1 : 0), everyMs: 20 };
  await using engine = await lockedEngine({ floor });
  await assert.rejects(
    engine.run("SELECT count(*) FROM range(100000000000) AS a, range(1000) AS b WHERE a.range % 7 = b.range"),
    { code: "disk-full" },
  );
  assert.deepEqual(await heldTables(engine), []);
});
