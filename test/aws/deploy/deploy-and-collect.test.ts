import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { findNode } from "../../../scripts/lib/node.mjs";
import { type Simulation, startSimulation } from "../../../scripts/lib/simulation.mjs";
import { sum } from "../../../src/base/sum.ts";
import { collectorFunctions, functionTables } from "../../../src/protocol/aws/function-report.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { DeployedStack, settingsOf } from "./deployed-stack.ts";

const outputOf = {
  signins: "SignInsFunctionName",
  audits: "AuditsFunctionName",
  risk: "RiskFunctionName",
  activity: "ActivityFunctionName",
} as const;

let aws: StandInAws;
let simulation: Simulation;
let stack: DeployedStack;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-deploy-"));
  const small = { scale: 0.2, users: 20, days: 3, mood: "calm", speed: 1, ports: [0, 0, 0], verbose: false };
  [aws, simulation] = await Promise.all([startAws(), findNode().then((node) => startSimulation(node, folder, small))]);
  // A first run has a month to read, at the rate that Microsoft allows: it ends itself in time.
  stack = await DeployedStack.deploy(aws, { Timeout: "60" });
});
after(async () => {
  stack?.close();
  await Promise.all([aws?.stop(), simulation?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

test("a stack without a credential says so, and keeps nothing", async () => {
  const { report, error } = await stack.invoke(outputOf.signins);
  assert.equal(error, undefined);
  assert.equal(report?.state, "no-tenant");
});

test("the built functions collect from the simulated Microsoft into the bucket, each its own tables", async () => {
  await stack.trust(simulation.authorityFile);
  await stack.putCredential(simulation);
  const s3 = new S3Client({ ...settingsOf(aws), forcePathStyle: true });
  const Bucket = stack.output("BucketName");
  const read = async (Key: string): Promise<string> =>
    (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString() ?? "";
  let added = 0;
  const invoked = await Promise.all(collectorFunctions.map((name) => stack.invoke(outputOf[name])));
  for (const [index, name] of collectorFunctions.entries()) {
    const { report, error } = invoked[index] ?? {};
    assert.equal(error, undefined);
    assert.ok(report?.state === "collected", JSON.stringify(report));
    assert.deepEqual(report.outcome.failures, []);
    for (const { table, added: rows } of report.outcome.tables) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `tables/${table}/` }));
      const lines = (await Promise.all(Contents.map(({ Key = "" }) => read(Key)))).join("").trim().split("\n");
      assert.equal(lines.length > 0 && lines[0] !== "", rows > 0, table);
      for (const line of lines) if (line !== "") assert.match(line, new RegExp(`^s3://${Bucket}/slices/${table}/dt=`));
    }
    // At two requests in ten seconds, the audits of a month have hardly begun.
    assert.ok(
      report.outcome.tables.some(({ windows }) => windows > 0),
      JSON.stringify(report),
    );
    added += sum(report.outcome.tables, (table) => table.added);
    assert.deepEqual(
      report.outcome.tables.map(({ table }) => table),
      functionTables[name],
    );
  }
  assert.ok(added > 50, `${added} rows`);
});

test("what the functions log names no person, no address and no secret", async () => {
  const logs = new CloudWatchLogsClient(settingsOf(aws));
  for (const name of collectorFunctions) {
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: `/tenanttrail/Trail-1/${name}` }),
    );
    const text = events.map(({ message }) => message).join("\n");
    assert.match(text, /"message":"Collected"/);
    assert.match(text, /"Namespace":"TenantTrail"/);
    assert.ok(!text.includes(simulation.secret) && !text.includes(simulation.tenantName));
    assert.doesNotMatch(text, /\beyJ|[\w.]+@[\w.]+|"(?:\d{1,3}\.){3}\d{1,3}/);
  }
});

test("a wrong secret fails the run with a sentence, and the next one after it was put right collects", async () => {
  await stack.putCredential(simulation, { clientSecret: "not-the-secret" });
  const { error = "" } = await stack.invoke(outputOf.audits);
  assert.match(error, /secret/i);
  assert.ok(!error.includes("not-the-secret"));
  await stack.putCredential(simulation);
  const to = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
  const from = new Date(to.getTime() - 3_600_000);
  const event = { tables: ["audits"], from: from.toISOString(), to: to.toISOString() };
  const { report } = await stack.invoke(outputOf.audits, event);
  assert.equal(report?.state, "collected");
});
