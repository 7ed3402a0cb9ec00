import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { currentArchitecture, stageLambda } from "../../../scripts/lib/lambda-package.mjs";
import { findNode } from "../../../scripts/lib/node.mjs";
import { type Simulation, startSimulation } from "../../../scripts/lib/simulation.mjs";
import { sum } from "../../../src/base/sum.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { type ArtifactPlace, callArtifact, lockPlace } from "./artifact-process.ts";
import { settingsOf } from "./deployed-stack.ts";

const path = "/tenanttrail/limits/tenants/";

let aws: StandInAws;
let simulation: Simulation;
let place: ArtifactPlace;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-limits-"));
  const small = { scale: 1, users: 50, days: 3, mood: "calm", speed: 1, ports: [0, 0, 0], verbose: false };
  await stageLambda(currentArchitecture(), join(folder, "code"));
  place = await lockPlace(folder);
  [aws, simulation] = await Promise.all([startAws(), findNode().then((node) => startSimulation(node, folder, small))]);
  await new S3Client({ ...settingsOf(aws), forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "limits" }));
  const { tenantId, clientId, endpoints, secret } = simulation;
  await new SSMClient(settingsOf(aws)).send(
    new PutParameterCommand({
      Name: `${path}${tenantId}`,
      Type: "SecureString",
      Value: JSON.stringify({ tenantId, clientId, cloud: "global", endpoints, clientSecret: secret }),
    }),
  );
});
after(async () => {
  await Promise.all([aws?.stop(), simulation?.stop()]);
  // What nobody may write to cannot be deleted either.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
  await rm(folder, { recursive: true, force: true });
});

function environment(name: string): Record<string, string> {
  return {
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.rootCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.rootCredentials.secretAccessKey,
    AWS_ENDPOINT_URL: aws.endpoint,
    NODE_EXTRA_CA_CERTS: simulation.authorityFile,
    TENANTTRAIL_BUCKET: "limits",
    TENANTTRAIL_FUNCTION: name,
    TENANTTRAIL_PARAMETER_PATH: path,
    TENANTTRAIL_STACK: "limits",
  };
}

test("without HOME, with a /tmp alone to write to and 1 GB, a run collects, ends in time and stays small", async (t) => {
  const before = await sizes(place.code);
  const { report, error, peakMB, remainingMs, isLimited, log } = await callArtifact(place, {
    environment: environment("signins"),
    remainingMs: 30_000,
  });
  if (!isLimited)
    t.diagnostic("No limit of memory: this user may make no group of processes. What a run took is measured.");
  assert.equal(error, undefined, log);
  assert.ok(report?.state === "collected", log);
  assert.deepEqual(report.outcome.failures, []);
  assert.ok((report.outcome.tables[0]?.added ?? 0) > 0, JSON.stringify(report));
  assert.ok(report.cutShort, "a month does not fit into half a minute");
  assert.ok(remainingMs > 0, `${remainingMs} ms were left`);
  assert.ok(peakMB < 600, `${peakMB} MB`);
  assert.deepEqual(await sizes(place.code), before);
});

test("a second process goes on where the first one ended, and a week of activity needs no more memory", async () => {
  const call = { environment: environment("activity"), remainingMs: 20_000 };
  const first = await callArtifact(place, call);
  const second = await callArtifact(place, call);
  assert.ok(first.report?.state === "collected" && second.report?.state === "collected", second.log);
  const rows = [first.report, second.report].map(({ outcome }) => outcome.tables[0]?.added ?? 0);
  assert.ok(sum(rows, (added) => added) > 100, `${rows} rows`);
  assert.ok(Math.max(first.peakMB, second.peakMB) < 600, `${first.peakMB} and ${second.peakMB} MB`);
});

test("a variable that the template forgot is named before anything is done", async () => {
  const { TENANTTRAIL_BUCKET: _, ...rest } = environment("signins");
  await assert.rejects(
    callArtifact(place, { environment: rest, remainingMs: 10_000 }),
    /TENANTTRAIL_BUCKET is not set/,
  );
});

async function sizes(root: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    found[file] = (await stat(file)).mtimeMs;
  }
  return found;
}
