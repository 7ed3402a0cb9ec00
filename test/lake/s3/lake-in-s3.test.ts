import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { publishAround } from "../../../src/lake/manifests/publish-around.ts";
import { withLookDatabase } from "../../../src/lake/slices/look-database.ts";
import { verify } from "../../../src/lake/verify/verify.ts";
import type { VerifyOutcome } from "../../../src/protocol/lake.ts";
import { importLogs } from "../../../src/service/importing/import-run.ts";
import { LocalEngine } from "../../../src/service/local-engine.ts";
import { openS3Lake } from "../../../src/service/open-s3-lake.ts";
import { OpenedLake } from "../../../src/service/opened-lake.ts";
import { daysService } from "../../../src/service/parts/days.ts";
import { s3ClientOver } from "../../simulation/s3/s3-handler.ts";
import { SimulatedLakeBucket } from "../../simulation/s3/simulated-lake-bucket.ts";
import { commitRows, lakeFolder, signIn, totals } from "../commit/temporary-lake.ts";

const now = Date.UTC(2026, 10, 25);
const time = { now: () => now, sleep: async () => undefined, random: Math.random };

function opened(bucket: SimulatedLakeBucket, folder: string): Lake {
  const client = s3ClientOver((request) => bucket.answer(request));
  return openS3Lake({ client, place: bucket.place, folder, time });
}

const ids = (from: number, to: number, day: string) =>
  Array.from({ length: to - from }, (_, n) => signIn(`id-${from + n}`, `${day}T10:00:00Z`));

function verified(lake: Lake): Promise<VerifyOutcome> {
  return withLookDatabase((connection) => verify(connection, lake, {}));
}

test("a lake in a bucket is written, listed, verified and asked as one in a folder is", async (context) => {
  const bucket = new SimulatedLakeBucket({ pageKeys: 3 });
  const folder = await lakeFolder(context);
  const lake = opened(bucket, folder);
  await publishAround(lake, ["signins"], async (committed) => {
    await commitRows(lake, [...ids(0, 5, "2026-11-20"), ...ids(5, 7, "2026-11-21")]);
    assert.deepEqual(totals(await commitRows(lake, ids(3, 6, "2026-11-20").slice(0, 2))), {
      added: 0,
      updated: 0,
      late: 0,
    });
    assert.equal(totals(await commitRows(lake, ids(20, 23, "2026-11-20"))).added, 3);
    await committed("signins");
  });
  // A process on another machine.
  const other = opened(bucket, await lakeFolder(context));
  const look = new LedgerLook(other);
  const engine = new LocalEngine(look, () => now);
  context.after(() => engine.close());
  const service = new OpenedLake();
  await service.replace({ look, engines: [engine] });
  const days = await daysService(service, () => now).listDays({});
  assert.deepEqual(
    days.map(({ day, rows, damage }) => ({ day, rows, damage })),
    [
      { day: "2026-11-21", rows: 2, damage: undefined },
      { day: "2026-11-20", rows: 8, damage: undefined },
    ],
  );
  const { checked, mismatched, missing, duplicated } = await verified(other);
  assert.deepEqual(
    { checked, mismatched, missing, duplicated },
    { checked: 2, mismatched: [], missing: [], duplicated: [] },
  );
  const sql = "SELECT count(DISTINCT id) AS n FROM signins";
  const { resultId } = await engine.ask({ sql });
  const window = await (await engine.results()).readWindow({ resultId, offset: 0, limit: 1 });
  assert.equal(String(window.rows[0]?.[0]), "10");
  const manifest = new TextDecoder().decode(bucket.bucket.get("tables/signins/dt=2026-11-20/slices")?.bytes);
  assert.match(manifest, /^s3:\/\/logs\/slices\/signins\/dt=2026-11-20\/00-24\.[0-9a-f]{16}\.parquet\n$/);
  assert.ok(bucket.bucket.keys().includes(manifest.trim().slice("s3://logs/".length)));
});

test("a foreign object below the slices is a stray that is said with its rows, is no part of the lake and is not deleted", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const lake = opened(bucket, await lakeFolder(context));
  await commitRows(lake, ids(0, 5, "2026-11-20"));
  const [slice = ""] = bucket.bucket.keys().filter((key) => key.endsWith(".parquet"));
  const foreign = slice.replace("2026-11-20", "2026-11-19");
  await bucket.bucket.put(foreign, bucket.bucket.get(slice) ?? assert.fail());
  await bucket.bucket.put("slices/notes.txt", { bytes: Buffer.from("x"), sha256: undefined, metadata: {} });
  const { mismatched, strays } = await verified(opened(bucket, await lakeFolder(context)));
  assert.deepEqual(mismatched, []);
  assert.deepEqual(strays, [{ slice: `s3://logs/${foreign}`, rows: 5 }]);
  await commitRows(lake, ids(5, 9, "2026-11-20"));
  assert.ok(bucket.bucket.keys().includes(foreign));
});

test("a slice that was changed or deleted in the bucket is named", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const lake = opened(bucket, await lakeFolder(context));
  await commitRows(lake, [...ids(0, 5, "2026-11-20"), ...ids(5, 9, "2026-11-21")]);
  const [first = "", second = ""] = bucket.bucket.keys().filter((key) => key.endsWith(".parquet"));
  await bucket.bucket.put(first, { ...(bucket.bucket.get(second) ?? assert.fail()), sha256: undefined });
  bucket.bucket.delete(second);
  const { mismatched, missing } = await verified(opened(bucket, await lakeFolder(context)));
  assert.match(mismatched[0]?.reason ?? "", /^The slice is not what the ledger recorded/);
  assert.equal(mismatched[0]?.slice, `s3://logs/${first}`);
  assert.deepEqual(missing, [{ slice: `s3://logs/${second}` }]);
});

test("records that were rejected are kept in the bucket, and nothing stays behind in the scratch folder", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const folder = await lakeFolder(context);
  const lake = opened(bucket, folder);
  await commitRows(lake, ids(0, 5, "2026-11-20"));
  const [process = ""] = await readdir(join(folder, "_scratch"));
  const left = await readdir(join(folder, "_scratch", process), { recursive: true, withFileTypes: true });
  assert.deepEqual(
    left.filter((entry) => entry.isFile()).map(({ name }) => name),
    [],
  );
  await assert.rejects(readFile(join(folder, "_ledger")));
});

test("what is imported into a lake in a bucket is published, also when that was cancelled half way", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const folder = await lakeFolder(context);
  const lake = opened(bucket, folder);
  const file = join(folder, "signins.ndjson");
  // Several batches for each lane.
  const days = Array.from({ length: 150 }, (_, n) => new Date(now - n * 86_400_000).toISOString().slice(0, 10));
  const told = {
    userPrincipalName: "a@b.example",
    appDisplayName: "x",
    ipAddress: "192.0.2.1",
    status: { errorCode: 0 },
  };
  const records = days.flatMap((day, n) =>
    [1, 2, 3].map((each) => signIn(`id-${10 * n + each}`, `${day}T10:00:00Z`, told).raw),
  );
  await writeFile(file, records.join("\n"));
  const abort = new AbortController();
  const onProgress = ({ stage, rows }: { readonly stage: string; readonly rows: number }): void => {
    if (stage === "merging" && rows > 0) abort.abort();
  };
  const cancelled = importLogs(lake, { paths: [file] }, { signal: abort.signal, onProgress });
  await assert.rejects(cancelled, { name: "CancelledError" });
  const published = async (): Promise<readonly string[]> => {
    const { state } = await opened(bucket, folder).ledger("signins").read();
    const manifests = bucket.bucket.keys().filter((key) => key.startsWith("tables/signins/"));
    const lines = manifests.map((key) => new TextDecoder().decode(bucket.bucket.get(key)?.bytes).trim());
    assert.deepEqual(
      lines.filter((line) => line !== "").sort(),
      [...state.slices.values()].map(({ path }) => lake.storage.locate(path)).sort(),
    );
    return lines;
  };
  const half = await published();
  const { files, warnings } = await importLogs(lake, { paths: [file] }, {});
  assert.deepEqual([files[0]?.rejectedCount, warnings], [0, undefined]);
  assert.equal((await published()).length, days.length);
  assert.ok(half.length > 0 && half.length < days.length, `${half.length} days`);
});
