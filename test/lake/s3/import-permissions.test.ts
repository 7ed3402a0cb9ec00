import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Lake } from "../../../src/lake/lake.ts";
import { withLookDatabase } from "../../../src/lake/slices/look-database.ts";
import { verify } from "../../../src/lake/verify/verify.ts";
import type { ImportOutcome, VerifyOutcome } from "../../../src/protocol/lake.ts";
import { importLogs } from "../../../src/service/importing/import-run.ts";
import { openS3Lake } from "../../../src/service/open-s3-lake.ts";
import { s3ClientOver } from "../../simulation/s3/s3-handler.ts";
import { error, type RestRequest } from "../../simulation/s3/s3-rest.ts";
import { SimulatedLakeBucket } from "../../simulation/s3/simulated-lake-bucket.ts";
import { signIn } from "../../unit/import/reading.ts";
import { lakeFolder } from "../commit/temporary-lake.ts";

const now = Date.UTC(2026, 10, 25);
const time = { now: () => now, sleep: async () => undefined, random: Math.random };

/** A lake as somebody has it who may not do some of the requests. */
async function lakeOf(context: TestContext, bucket: SimulatedLakeBucket, denied: (request: RestRequest) => boolean) {
  const folder = await lakeFolder(context);
  const client = s3ClientOver(async (request) =>
    denied(request) ? error(403, "AccessDenied", "Access Denied") : bucket.answer(request),
  );
  return { folder, lake: openS3Lake({ client, place: bucket.place, folder, time }) };
}

/** Imports sign-ins with these ids, one a day, and a line that is no record. */
async function importIds(context: TestContext, lake: Lake, ...ids: readonly string[]): Promise<ImportOutcome> {
  const path = join(await lakeFolder(context), "in.ndjson");
  const day = (index: number) => `2026-11-${10 + index}T10:00:00Z`;
  const lines = ids.map((id, index) => JSON.stringify(signIn(id, { createdDateTime: day(index) })));
  await writeFile(path, [...lines, '{"nothing": "of ours"}'].join("\n"));
  return importLogs(lake, { paths: [path], tenantId: "t1" }, {});
}

const objectsOf = ({ bucket }: SimulatedLakeBucket) => bucket.keys().map((key) => [key, bucket.get(key)?.bytes]);

/** What the lake holds, as somebody sees it who may do all. */
async function verified(context: TestContext, bucket: SimulatedLakeBucket): Promise<VerifyOutcome> {
  const { lake } = await lakeOf(context, bucket, () => false);
  return withLookDatabase((connection) => verify(connection, lake, {}));
}

async function rowsOf(context: TestContext, bucket: SimulatedLakeBucket): Promise<number> {
  const { lake } = await lakeOf(context, bucket, () => false);
  const { state } = await lake.ledger("signins").read();
  return [...state.slices.values()].reduce((sum, { rows }) => sum + rows, 0);
}

const writes = ({ method }: RestRequest): boolean => method !== "GET" && method !== "HEAD";

test("who may only read imports nothing, and a sentence says which permission that takes", async (context) => {
  const bucket = new SimulatedLakeBucket();
  await importIds(context, (await lakeOf(context, bucket, () => false)).lake, "a", "b");
  const before = objectsOf(bucket);
  const { lake, folder } = await lakeOf(context, bucket, writes);
  await assert.rejects(importIds(context, lake, "a", "b", "c"), {
    code: "missing-permission",
    message:
      /^Nothing was imported\. The permission s3:PutObject is missing at s3:\/\/logs\/.*Allow it on arn:aws:s3:::logs\/\*/,
  });
  assert.deepEqual(objectsOf(bucket), before);
  for (const name of await readdir(join(folder, "_scratch")))
    assert.deepEqual(await readdir(join(folder, "_scratch", name)), []);
});

test("who may write is told what was added, and Athena's manifests name it", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const { lake } = await lakeOf(context, bucket, () => false);
  const { files, warnings } = await importIds(context, lake, "a", "b");
  assert.deepEqual(
    files.map(({ added, rejectedCount }) => [added, rejectedCount]),
    [[2, 1]],
  );
  assert.equal(warnings, undefined);
  assert.equal(bucket.bucket.keys().filter((key) => key.startsWith("tables/signins/")).length, 2);
});

for (const [what, prefix] of [
  ["the ledger", "_ledger/"],
  ["slices", "slices/"],
] as const)
  test(`without the permission to write ${what} alone an import ends in a sentence, and the lake is as before`, async (context) => {
    const bucket = new SimulatedLakeBucket();
    await importIds(context, (await lakeOf(context, bucket, () => false)).lake, "a", "b");
    const { lake } = await lakeOf(context, bucket, (request) => writes(request) && request.path.includes(`/${prefix}`));
    await assert.rejects(importIds(context, lake, "c"), {
      code: "missing-permission",
      message:
        /^(?:Nothing was imported|The import ended before all of it was in the lake.*)\. The permission s3:PutObject is missing/,
    });
    assert.equal(await rowsOf(context, bucket), 2);
    const { mismatched, missing, duplicated } = await verified(context, bucket);
    assert.deepEqual([mismatched, missing, duplicated], [[], [], []]);
  });

test("without the permission to write manifests the rows are in the lake, and Athena's view is told to be behind", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const { lake } = await lakeOf(context, bucket, (request) => writes(request) && request.path.includes("/tables/"));
  const { files, warnings = [] } = await importIds(context, lake, "a", "b");
  assert.equal(files[0]?.added, 2);
  assert.match(warnings.join("\n"), /Athena sees signins as it was before.*s3:PutObject/);
  assert.equal(await rowsOf(context, bucket), 2);
});

test("a permission that is taken away in the middle leaves what was merged, which importing again completes", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const ids = ["a", "b", "c", "d", "e", "f"];
  let entries = 0;
  const { lake } = await lakeOf(context, bucket, (request) => {
    const isEntry = writes(request) && request.path.includes("/_ledger/");
    if (isEntry) entries++;
    return isEntry && entries > 1;
  });
  await assert.rejects(importIds(context, lake, ...ids), {
    code: "missing-permission",
    message:
      /^The import ended before all of it was in the lake; importing again goes on\. The permission s3:PutObject/,
  });
  const { mismatched, missing, duplicated } = await verified(context, bucket);
  assert.deepEqual([mismatched, missing, duplicated], [[], [], []]);
  await importIds(context, (await lakeOf(context, bucket, () => false)).lake, ...ids);
  assert.equal(await rowsOf(context, bucket), ids.length);
});
