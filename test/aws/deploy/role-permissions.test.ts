import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { findNode } from "../../../scripts/lib/node.mjs";
import { type Simulation, startSimulation } from "../../../scripts/lib/simulation.mjs";
import { makeS3Client } from "../../../src/aws/clients/s3-client.ts";
import { sum } from "../../../src/base/sum.ts";
import { hourMs } from "../../../src/base/time-units.ts";
import type { Lake } from "../../../src/lake/lake.ts";
import { functionTables } from "../../../src/protocol/aws/function-report.ts";
import type { TableName } from "../../../src/protocol/tables.ts";
import { openS3Lake } from "../../../src/service/open-s3-lake.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { type RoleOfStack, rolesOfStack } from "../whole/policies-of-stack.ts";
import { DeployedStack, settingsOf } from "./deployed-stack.ts";

let aws: StandInAws;
let simulation: Simulation;
let stack: DeployedStack;
let roles: readonly RoleOfStack[];
let iam: IAMClient;
let lake: Lake;
let folder: string;

/** All that can be said of these hours has been said by now. */
const event = {
  from: new Date(Date.now() - 20 * hourMs).toISOString(),
  to: new Date(Date.now() - 14 * hourMs).toISOString(),
};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-roles-"));
  const small = { scale: 1, users: 40, days: 3, mood: "calm", speed: 1, ports: [0, 0, 0], verbose: false };
  [aws, simulation] = await Promise.all([startAws(), findNode().then((node) => startSimulation(node, folder, small))]);
  stack = await DeployedStack.deploy(aws, { Timeout: "90" });
  await stack.trust(simulation.authorityFile);
  await stack.putCredential(simulation);
  roles = await rolesOfStack(aws, "Trail-1");
  iam = new IAMClient(settingsOf(aws));
  const { endpoint, region, rootCredentials: credentials } = aws;
  const client = makeS3Client({ endpoint, region, credentials });
  lake = openS3Lake({ client, place: { bucket: stack.output("BucketName") }, folder: join(folder, "lake") });
});
after(async () => {
  stack?.close();
  iam?.destroy();
  await Promise.all([aws?.stop(), simulation?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

/** One thing that a role may do. */
interface Permission {
  readonly sid: string;
  readonly action: string;
  readonly resources: readonly string[];
}

/**
 * AWS does it by itself with the role's rights, which the stand-in does not ask for; or only what was replaced a day ago,
 * or cannot be read, needs it.
 */
const notInThisRun = /^(?:OpenCredentials|OwnLogs|DeadLetters|Rejects) |ObjectTagging$/;

function permissionsOf({ policy }: RoleOfStack): readonly Permission[] {
  return policy.Statement.flatMap(({ Sid: sid = "", Action, Resource }) =>
    [Action].flat().map((action) => ({ sid, action, resources: [Resource].flat() })),
  ).filter(({ sid, action }) => !notInThisRun.test(`${sid} ${action}`));
}

/** Takes one permission from a role for as long as `work` lasts. */
async function without<T>(role: RoleOfStack, { action, resources }: Permission, work: () => Promise<T>): Promise<T> {
  const RoleName = role.sessions.split("/")[1];
  const PolicyName = "missing";
  const Statement = [{ Effect: "Deny", Action: action, Resource: resources }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  try {
    return await work();
  } finally {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
}

const functions = [
  ["signins", "SignIns"],
  ["audits", "Audits"],
  ["risk", "Risk"],
  ["activity", "Activity"],
] as const;

for (const [name, title] of functions)
  test(`each permission of the role of ${name} that is missing alone ends a run in one sentence, and nothing is lost or claimed`, async () => {
    const role = roles.find((each) => each.name === `${title}Role`) ?? assert.fail(title);
    const permissions = permissionsOf(role);
    assert.deepEqual(permissions.map(({ sid, action }) => `${sid} ${action}`).sort(), [
      "Credentials ssm:GetParametersByPath",
      "ListLake s3:ListBucket",
      "OwnState s3:GetObject",
      "OwnState s3:PutObject",
      "OwnTables s3:GetObject",
      "OwnTables s3:PutObject",
    ]);
    const run = () => stack.invoke(`${title}FunctionName`, event);
    for (const permission of permissions) {
      const { report, error = "" } = await without(role, permission, run);
      const what = `${permission.sid} ${permission.action}: ${error}`;
      assert.equal(report, undefined, what);
      assert.ok(error.includes(permission.action), what);
      assert.match(error, /(?:Update the stack|Ask for it|Add it|Allow it|missing)/, what);
      assert.doesNotMatch(error, /\n|\bat .*\.[mj]s:/, what);
      // Rows that no entry of the ledger names are nobody's, and windows that were not committed are not covered.
      assert.deepEqual(await lake.storage.names(`_ledger/${functionTables[name][0]}/`), [], what);
    }
    // What only one of the role's places lacks: slices without an entry, entries without a manifest.
    if (name === "audits") await eachPlace(role, run);
    let whole = await run();
    // A run ends itself in time, and the next goes on.
    while (whole.report?.state === "collected" && whole.report.cutShort) whole = await run();
    assert.ok(whole.report?.state === "collected", whole.error);
    assert.deepEqual([whole.report.outcome.failures, whole.report.outcome.warnings], [[], []]);
    const again = await run();
    assert.ok(again.report?.state === "collected", again.error);
    assert.equal(
      sum(again.report.outcome.tables, ({ added }) => added),
      0,
    );
    await assertWhole(functionTables[name]);
  });

const isRead = ({ action }: Permission): boolean => action === "s3:GetObject";

async function eachPlace(role: RoleOfStack, run: () => ReturnType<DeployedStack["invoke"]>): Promise<void> {
  // Writing comes first and in the order of a commit, for a run that may write leaves the next one nothing to write.
  const permissions = permissionsOf(role).toSorted((a, b) => Number(isRead(a)) - Number(isRead(b)));
  for (const { sid, action, resources } of permissions)
    for (const place of ["slices", "_ledger", "tables"]) {
      const resource = resources.find((each) => each.includes(`/${place}/audits/`));
      if (resource === undefined) continue;
      const permission = { sid, action, resources: [resource] };
      const { report, error } = await without(role, permission, run);
      // A table that cannot be written is told beside the other that can, window by window.
      const told = report?.state === "collected" ? report.outcome.failures.map(({ message }) => message) : [error];
      // What need not be read yet is not missed.
      if (action === "s3:PutObject") assert.ok(told[0]?.includes(action), `${resource}: ${told}`);
      await assertWhole(["audits"]);
    }
}

/** Each slice that the ledger names is there, and so is each that Athena is shown. */
async function assertWhole(tables: readonly TableName[]): Promise<void> {
  for (const table of tables) {
    const { state } = await lake.ledger(table).read();
    const named = [...state.slices.values()].map(({ path }) => path);
    for (const path of named) assert.ok(await lake.storage.head(path), path);
    const there = new Set((await lake.storage.names(`slices/${table}/`)).map((path) => lake.storage.locate(path)));
    for (const manifest of await lake.storage.names(`tables/${table}/`))
      for (const line of new TextDecoder().decode(await lake.storage.read(manifest)).split("\n"))
        assert.ok(line === "" || there.has(line), `${manifest} names ${line}`);
  }
}
