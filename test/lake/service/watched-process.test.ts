import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { forkLakeProcess } from "../../../src/editor/lake-process/fork-lake-process.ts";
import { LakeProcess } from "../../../src/editor/lake-process/lake-process.ts";
import type { WatchdogLimits } from "../../../src/editor/lake-process/watchdog.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { noHost } from "../../../src/service/no-host.ts";

const entry = fileURLToPath(new URL("../../../src/entry/run-lake-process.ts", import.meta.url));

/** Lists of lists: DuckDB counts little of their memory and looks for no interrupt while it makes them. */
const greedy = "SELECT cardinality(flatten(transform(sequence(1, 10000), x -> sequence(1, 10000))))";

/** Counts for hours. It stops when it is told to, but never within a millisecond. */
const endless = `SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x), UNNEST(sequence(1, 10000)) AS b(x),
  UNNEST(sequence(1, 10000)) AS c(x) WHERE a.x + b.x * c.x = 7`;

/** The real lake process, watched, over an empty lake. */
async function watchedLake(context: TestContext, limits: WatchdogLimits) {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-watched-"));
  const ends: string[] = [];
  const told: string[] = [];
  const process = new LakeProcess(
    () => forkLakeProcess(entry, () => undefined),
    noHost,
    (line) => ends.push(line),
    { limits, tell: (sentence) => told.push(sentence) },
  );
  context.after(async () => {
    process.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  const lake = process.service;
  await lake.useConnection({ kind: "folder", path: folder });
  return { lake, ends, told };
}

test("a statement that takes too much memory ends its process, says so, and the next one runs", async (context) => {
  const limits = { cancelMs: 1_000_000, memoryBytes: 700 * 1024 ** 2, everyMs: 50 };
  const { lake, ends } = await watchedLake(context, limits);
  await assert.rejects(lake.runQuery({ sql: greedy }), {
    code: "lake-process-stopped",
    message: /^The lake process took more than the 0\.7 GB of memory that it may take/,
  });
  const { resultId } = await lake.runQuery({ sql: "SELECT 1 AS n" });
  assert.deepEqual((await lake.readWindow({ resultId, offset: 0, limit: 1 })).rows, [[1]]);
  assert.ok(ends.some((line) => line.includes("SIGKILL")));
});

test("a statement that goes on after it was cancelled ends with its process", async (context) => {
  const limits = { cancelMs: 1, memoryBytes: 3 * 1024 ** 3, everyMs: 50 };
  const { lake, told } = await watchedLake(context, limits);
  await lake.runQuery({ sql: "SELECT 1" });
  const cancel = new AbortController();
  const running = lake.runQuery({ sql: endless }, { signal: cancel.signal });
  setTimeout(() => cancel.abort(), 1_000);
  await assert.rejects(running, CancelledError);
  assert.match(told.join(), /^The lake process did not stop a cancelled task/);
  assert.equal((await lake.runQuery({ sql: "SELECT 1" })).rowCount, 1);
});
