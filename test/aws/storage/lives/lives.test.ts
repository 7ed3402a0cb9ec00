import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import type { AwsAccess } from "../../../../src/aws/clients/aws-access.ts";
import { makeS3Client } from "../../../../src/aws/clients/s3-client.ts";
import type { Lake } from "../../../../src/lake/lake.ts";
import type { Ledger } from "../../../../src/lake/ledger/ledger.ts";
import {
  dayOfManifest,
  daysChangedAfter,
  manifestPath,
  manifestText,
} from "../../../../src/lake/manifests/day-manifest.ts";
import { withLookDatabase } from "../../../../src/lake/slices/look-database.ts";
import { verify } from "../../../../src/lake/verify/verify.ts";
import { type TableName, tableNames } from "../../../../src/protocol/tables.ts";
import { openS3Lake } from "../../../../src/service/open-s3-lake.ts";
import { realCollector } from "../../../simulation/real-collector.ts";
import { live } from "../../../simulation/simulation.ts";
import { type StandInAws, startAws } from "../../stand-in/start-aws.ts";
import { BucketGround, type BucketPlace } from "./bucket-ground.ts";
import { smallLife } from "./small-life.ts";

/** Two kinds of sources each; whether Microsoft is calm or not. How two who collect at once take turns is not the seed's. */
const seeds = [4, 10, 12];

let aws: StandInAws;
let access: AwsAccess;

before(async () => {
  aws = await startAws();
  access = { region: aws.region, endpoint: aws.endpoint, credentials: aws.rootCredentials };
});
after(() => aws?.stop());

async function emptyBucket(context: TestContext): Promise<BucketPlace> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-bucket-life-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const place = { bucket: `lake-${randomUUID()}` };
  const client = makeS3Client(access);
  await client.send(new CreateBucketCommand({ Bucket: place.bucket }));
  client.destroy();
  return { access, place, folder };
}

/** Each day's manifest says what the ledger says. */
async function assertPublished({ storage }: Lake, ledger: Ledger, table: TableName): Promise<void> {
  const { state } = await ledger.read();
  const published = await storage.names(`tables/${table}/`);
  const days = new Set([...daysChangedAfter(0, state), ...published.flatMap((path) => dayOfManifest(path) ?? [])]);
  for (const day of days) {
    const manifest = new TextDecoder().decode(await storage.read(manifestPath(table, day)));
    assert.equal(
      manifest,
      manifestText(state, day, (path) => storage.locate(path)),
    );
  }
}

for (const seed of seeds)
  test(`Small life ${seed} over the stand-in's S3 ends with exactly the events that exist`, async (context) => {
    const at = await emptyBucket(context);
    let late: readonly string[] = [];
    const { violations, kills, events } = await live(smallLife(seed), realCollector, (time, invariants, go) =>
      BucketGround.with(at, time, invariants, async (ground) => {
        const lived = await go(ground);
        late = ground.publishedLate;
        return lived;
      }),
    );
    assert.deepEqual(violations.slice(0, 5), []);
    assert.deepEqual(late, [], "the last run published what there was");
    assert.ok(kills > 1 && events > 10, `${kills} kills, ${events} events`);
    const client = makeS3Client(access);
    context.after(() => client.destroy());
    const lake = openS3Lake({ client, place: at.place, folder: join(at.folder, "verified") });
    const { checked, mismatched, missing, duplicated } = await withLookDatabase((connection) =>
      verify(connection, lake, {}),
    );
    assert.deepEqual([mismatched, missing, duplicated], [[], [], []]);
    assert.ok(checked > 0);
    for (const table of tableNames) await assertPublished(lake, lake.ledger(table), table);
  });
