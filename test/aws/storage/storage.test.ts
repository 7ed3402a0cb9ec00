import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import type { AwsAccess } from "../../../src/aws/clients/aws-access.ts";
import { makeS3Client } from "../../../src/aws/clients/s3-client.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { publishAround } from "../../../src/lake/manifests/publish-around.ts";
import { withLookDatabase } from "../../../src/lake/slices/look-database.ts";
import { S3FileStorage } from "../../../src/lake/storage/s3/s3-file-storage.ts";
import { S3Storage } from "../../../src/lake/storage/s3/s3-storage.ts";
import { verify } from "../../../src/lake/verify/verify.ts";
import { openS3Lake } from "../../../src/service/open-s3-lake.ts";
import { commitRows, lakeFolder, signIn, totals } from "../../lake/commit/temporary-lake.ts";
import { testFileStorage } from "../../unit/lake/storage/file-storage-contract.ts";
import { assertSameAsModel } from "../../unit/lake/storage/model/same-as-model.ts";
import { rounds } from "../../unit/lake/storage/model/steps.ts";
import { testStorage } from "../../unit/lake/storage/storage-contract.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";

let aws: StandInAws;
let access: AwsAccess;
let client: S3Client;

before(async () => {
  aws = await startAws();
  access = { region: aws.region, endpoint: aws.endpoint, credentials: aws.rootCredentials };
  client = makeS3Client(access);
});
after(async () => {
  client?.destroy();
  await aws?.stop();
});

async function bucket(): Promise<{ readonly bucket: string }> {
  const name = `lake-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: name }));
  return { bucket: name };
}

async function fileStorage(context: TestContext): Promise<S3FileStorage> {
  return new S3FileStorage(client, await bucket(), { folder: await lakeFolder(context), cacheBytes: 1e8 });
}

testStorage("S3 of the stand-in", fileStorage);
testFileStorage("S3 of the stand-in", fileStorage);

test("the bucket says what the model says, to writers at the same time too", async (context) => {
  const clients = [1, 2].map(() => makeS3Client(access));
  context.after(() => {
    for (const each of clients) each.destroy();
  });
  const { bucket: name } = await bucket();
  const seed = randomInt(2 ** 31);
  context.diagnostic(`fast-check's seed is ${seed}`);
  const property = fc.asyncProperty(rounds, async (all) => {
    const place = { bucket: name, prefix: `${randomUUID()}/` };
    const others = clients.map((each) => new S3Storage(each, place));
    await assertSameAsModel([new S3Storage(client, place), ...others], all);
  });
  await fc.assert(property, { numRuns: 12, seed });
});

test("writers at once append to one ledger in the bucket, and none is lost", async (context) => {
  const storage = await fileStorage(context);
  const write = async (writer: number): Promise<void> => {
    const lake = new Lake(storage);
    for (let n = 0; n < 6; n += 1) {
      const { state } = await lake.ledger("signins").read();
      const at = new Date(writer * 1000 + n).toISOString();
      const failure = { tenantId: "t", source: "s", from: at, to: at, at, code: "throttled", message: "Later." };
      await lake.append("signins", state, () => ({ kind: "commit", failures: [failure] }));
    }
  };
  await Promise.all([1, 2, 3, 4].map(write));
  const { state, damage } = await new Lake(storage).ledger("signins").readWhole();
  assert.equal(damage, undefined);
  assert.equal(state.n, 24);
});

test("a lake in the bucket is merged, published and verified, and a replaced slice is tagged", async (context) => {
  const place = await bucket();
  const open = async () => openS3Lake({ client, place, folder: join(await lakeFolder(context), "work") });
  const rows = (from: number) => Array.from({ length: 5 }, (_, n) => signIn(`id-${from + n}`, "2026-11-20T10:00:00Z"));
  const first = await open();
  await publishAround(first, ["signins"], async (committed) => {
    assert.equal(totals(await commitRows(first, rows(0))).added, 5);
    assert.equal(totals(await commitRows(await open(), rows(3))).added, 3);
    await committed("signins");
  });
  const lake = await open();
  const found = await withLookDatabase((connection) => verify(connection, lake, {}));
  assert.deepEqual([found.checked, found.mismatched, found.missing, found.duplicated], [1, [], [], []]);
  const manifest = await lake.storage.read("tables/signins/dt=2026-11-20/slices");
  const [current = ""] = [...(await lake.ledger("signins").read()).state.slices.values()].map(({ path }) => path);
  assert.equal(new TextDecoder().decode(manifest), `s3://${place.bucket}/slices/${current}\n`);
  const replaced = (await lake.storage.names("signins/")).filter((path) => path !== current);
  assert.equal(replaced.length, 1);
  await lake.storage.remove(replaced);
  assert.equal(await lake.storage.head(replaced[0] ?? ""), undefined);
  assert.ok(await lake.storage.read(replaced[0] ?? ""), "readers who know it read it still");
});

test("a bucket that is gone and keys that nobody knows are said in a sentence", async (context) => {
  const folder = await lakeFolder(context);
  const gone = new S3FileStorage(client, { bucket: `lake-${randomUUID()}` }, { folder, cacheBytes: 1 });
  await assert.rejects(gone.list("_ledger/signins/"), { code: "lake-missing" });
  await assert.rejects(gone.read("_ledger/signins/checkpoint.json"), { code: "lake-missing" });
  const keys = { accessKeyId: "AKIAUNKNOWNUNKNOWN00", secretAccessKey: "unknown" };
  const stranger = makeS3Client({ region: aws.region, endpoint: aws.endpoint, credentials: keys });
  context.after(() => stranger.destroy());
  const strange = new S3FileStorage(stranger, await bucket(), { folder, cacheBytes: 1 });
  await assert.rejects(strange.list("_ledger/signins/"), { code: "sign-in-failed" });
});
