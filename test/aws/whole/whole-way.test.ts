import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { deleteStack } from "../../../src/aws/deploy/delete-stack.ts";
import { preflight } from "../../../src/aws/deploy/preflight.ts";
import {
  putTenantCredential,
  removeTenantCredential,
  tenantsOfStack,
} from "../../../src/aws/deploy/stored-credentials.ts";
import type { AwsSession } from "../../../src/aws/session/aws-session.ts";
import { collectorOutputs } from "../../../src/aws/stack/collector-outputs.ts";
import { requireStack } from "../../../src/aws/stack/find-stacks.ts";
import { sum } from "../../../src/base/sum.ts";
import { hourMs } from "../../../src/base/time-units.ts";
import { collectorFunctions, type FunctionReport, functionTables } from "../../../src/protocol/aws/function-report.ts";
import type { InvokeRequest } from "../../../src/protocol/aws/function-runs.ts";
import type { TableName } from "../../../src/protocol/tables.ts";
import { builtCode, deployIn, sessionOf } from "../deploy/deploy-collector.ts";
import { DeployedStack, settingsOf } from "../deploy/deployed-stack.ts";
import { fitting, useOf } from "./idle.ts";
import { hearTopic, nameInAccount, newestQueryState } from "./looks.ts";
import { makeMetrics, textOfLog } from "./metrics-of-logs.ts";
import { type RoleOfStack, rolesOfStack } from "./policies-of-stack.ts";
import type { PolicyUser } from "./user-of-policy.ts";
import { stackName, WholeWay } from "./whole-stack.ts";

let way: WholeWay;
let deployer: AwsSession;
let stack: DeployedStack;
let analyst: PolicyUser;
let roles: readonly RoleOfStack[];

before(async () => {
  way = await WholeWay.start();
});
after(async () => {
  deployer?.close();
  stack?.close();
  await way?.stop();
});

test("the deployer's policy is enough to look at the account and to deploy what is shipped", async () => {
  deployer = await sessionOf(way.aws, way.deployer.keys);
  assert.deepEqual((await preflight(deployer)).warnings, []);
  const { code, architecture } = await builtCode();
  // A first run has a month to read, at the rate that Microsoft allows: it ends itself in time.
  const parameters = { ...architecture, Timeout: "60", HistoryFrom: daysAgo(31) };
  const { outputs, status } = await deployIn(deployer, { stack: stackName, code, parameters });
  assert.equal(status, "CREATE_COMPLETE");
  stack = new DeployedStack(way.aws, outputs);
  await way.trust(stack);
  roles = await rolesOfStack(way.aws, stackName);
});

test("the analyst's policy is enough to open the stack, and a stack without a credential collects nothing", async () => {
  analyst = await way.connectAnalyst(stack);
  assert.deepEqual(await way.service.listDays({}), []);
  const { endpoint, region } = way.aws;
  const places = await way.service.athenaPlaces({ profile: "analyst", region, endpoint });
  assert.ok(places.workgroups.includes(stack.output("WorkGroupName")));
  await way.service.listDashboards({});
  const outcome = await way.service.invokeCollector({ table: "riskyusers" });
  assert.equal((outcome.report as FunctionReport).state, "no-tenant");
});

test("the schedule starts the built function, and the days fill", async () => {
  await keepCredential(0);
  const signIns = await nameInAccount(way.aws, stackName, "SignInsSchedule");
  await way.schedule(signIns, "1 minute");
  while (!(await logOf("signins")).includes('"message":"Collected"')) await sleep(1000);
  await way.schedule(signIns, "15 minutes");
  assert.deepEqual(
    way.aws.gateway.calls.filter(({ service, path }) => service === "lambda" && /SignIns.*invocations$/.test(path)),
    [],
  );
  assert.ok((await rowsOf("signins")) > 0);
});

test("Collect now reads a window again, and what came late meanwhile is added", async () => {
  const window = { from: new Date(Date.now() - 24 * hourMs).toISOString(), to: new Date().toISOString() };
  let late = 0;
  let before = await rowsOf("signins");
  while (late === 0) {
    const [signIns] = (await collect({ table: "signins", ...window })).tables;
    late = signIns?.late ?? 0;
    const after = await rowsOf("signins");
    assert.equal(after - before, signIns?.added);
    before = after;
  }
});

test("a second tenant is collected as soon as its credential is kept, beside the first one", async () => {
  await keepCredential(1);
  const outputs = collectorOutputs(await requireStack(deployer, stackName, "collector"));
  const tenantIds = way.tenants.map(({ tenantId }) => tenantId).sort();
  assert.deepEqual(
    (await tenantsOfStack(deployer, outputs)).map((each) => each.tenantId),
    tenantIds,
  );
  const window = { from: new Date(Date.now() - 6 * hourMs).toISOString(), to: new Date().toISOString() };
  await Promise.all([
    collect({ table: "audits", ...window }).then(() => collect({ table: "provisioning", ...window })),
    collect({ table: "riskdetections" }).then(() => collect({ table: "riskyusers" })),
    collect({ table: "activity", ...window }),
  ]);
  const days = await way.service.listDays({});
  for (const table of ["audits", "activity"] as const)
    assert.deepEqual([...new Set(days.filter((day) => day.table === table).map(({ tenantId }) => tenantId))].sort(), [
      ...tenantIds,
    ]);
});

test("Athena counts the rows that the log days tell", async () => {
  const tables = collectorFunctions.flatMap((name) => functionTables[name]);
  const counts = tables.map(
    (table) => `SELECT '${table}' AS name, count(*) AS n FROM ${table} WHERE dt >= '${daysAgo(5)}'`,
  );
  const sql = `${counts.join(" UNION ALL ")} ORDER BY name`;
  const { resultId } = await way.service.runQuery({ sql, engine: "athena" });
  const { rows } = await way.service.readWindow({ resultId, offset: 0, limit: 10 });
  const told = await Promise.all(tables.toSorted().map(async (table) => [table, await rowsOf(table)]));
  assert.deepEqual(
    rows.map(([name, n]) => [name, Number(n)]),
    told,
  );
});

test("a query that is cancelled is stopped in Athena", async () => {
  const numbers = "UNNEST(sequence(1, 10000))";
  const sql = `SELECT count(*) FROM ${numbers} AS a(x), ${numbers} AS b(y), ${numbers} AS c(z) WHERE x + y + z < 0`;
  const cancelling = new AbortController();
  const asked = way.service.runQuery({ sql, engine: "athena" }, { signal: cancelling.signal });
  const state = () => newestQueryState(way.aws, stack.output("WorkGroupName"));
  while ((await state()) !== "RUNNING") await sleep(50);
  cancelling.abort();
  await assert.rejects(asked, { name: "CancelledError" });
  while ((await state()) === "RUNNING") await sleep(50);
  assert.equal(await state(), "CANCELLED");
});

test("what the functions log names no person, no address and no secret", async () => {
  for (const name of collectorFunctions) {
    const text = await logOf(name);
    assert.match(text, /"message":"Collected"/);
    assert.match(text, /"Namespace":"TenantTrail"/);
    for (const { secret, tenantName } of way.tenants) assert.ok(!text.includes(secret) && !text.includes(tenantName));
    assert.doesNotMatch(text, /\beyJ|[\w.]+@[\w.]+|"(?:\d{1,3}\.){3}\d{1,3}/);
  }
});

test("a wrong secret fails the run with a sentence that is found again, and put right it collects", async () => {
  await keepCredential(0, "not-the-secret");
  await keepCredential(1, "not-the-secret");
  const window = {
    from: new Date(Date.now() - 2 * hourMs).toISOString(),
    to: new Date(Date.now() - hourMs).toISOString(),
  };
  const failed = await way.service.invokeCollector({ table: "audits", ...window });
  assert.match(failed.failure ?? "", /secret/i);
  assert.ok(!failed.log.includes("not-the-secret"));
  const find = async () =>
    (await way.service.failedRuns({ days: 1 })).find((each) => each.function === failed.function);
  let run = await find();
  // A log is read a moment after it was written.
  for (; run === undefined; run = await find()) await sleep(500);
  assert.match(run.reason, /secret/i);
  assert.match(await way.service.runLog(run), /secret/i);
  await keepCredential(0);
  await keepCredential(1);
  await collect({ table: "audits", ...window });
});

test("collecting stops, and hours later the alarm rings, is told and is shown; it comes back, and so is that", async () => {
  const cloudWatch = new CloudWatchClient(settingsOf(way.aws));
  const name = await nameInAccount(way.aws, stackName, "SignInsNoNewDataAlarm");
  const { MetricAlarms: [alarm] = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  cloudWatch.destroy();
  assert.ok(alarm);
  const { Namespace = "", MetricName = "", Dimensions = [] } = alarm;
  const hearing = await hearTopic(way.aws, stack.output("TopicArn"));
  const shown = async () => (await way.service.alarmStates({})).find((each) => each.name === name);
  const stateAt = async (atMs: number) =>
    (await way.aws.gateway.evaluateAlarms(atMs)).find((each) => each.name === name)?.state;
  const tell = async (log: string): Promise<number> => makeMetrics(way.aws, log, { Namespace, MetricName, Dimensions });
  const log = await logOf("signins");
  assert.ok((await tell(log)) > 0, "the function tells the metric that the alarm listens to");
  // The first hour of a stack has one value only.
  assert.equal(await stateAt(Date.now()), "OK");
  await hearing.said();
  // A schedule that does not start the function lets it say nothing at all.
  assert.equal(await stateAt(Date.now() + 8 * hourMs), "ALARM");
  assert.equal((await shown())?.state, "ALARM");
  assert.match((await shown())?.description ?? "", /not read for hours: sign-ins/);
  assert.match(await hearing.said(), new RegExp(`${name}.*ALARM`, "s"));
  await collect({ table: "signins" });
  assert.ok((await tell((await logOf("signins")).slice(log.length))) > 0);
  assert.equal(await stateAt(Date.now()), "OK");
  assert.equal((await shown())?.state, "OK");
  assert.match(await hearing.said(), new RegExp(`${name}.*OK`, "s"));
  hearing.end();
});

test("no role of the stack and no policy was denied anything, and none allows what nobody needs", async () => {
  const checks = await way.aws.gateway.policyChecks();
  const callers = [
    ...roles.map(({ name, sessions, policy }) => ({ name, policy, isIt: (arn: string) => arn.includes(sessions) })),
    { name: "analyst", policy: analyst.policy, isIt: (arn: string) => arn === analyst.arn },
  ];
  const found = callers.map(({ name, policy, isIt }) =>
    useOf(
      name,
      policy,
      checks.filter(({ caller }) => isIt(caller)),
    ),
  );
  assert.deepEqual(
    found,
    callers.map(({ name }) => fitting(name)),
  );
});

test("deleting the stack keeps the bucket and its logs, and the deployer's policy is enough for it", async () => {
  const outputs = collectorOutputs(await requireStack(deployer, stackName, "collector"));
  for (const { tenantId } of way.tenants) await removeTenantCredential(deployer, outputs, tenantId);
  const { keptBucket = "" } = await deleteStack(
    deployer,
    { name: stackName, kind: "collector" },
    Date.now,
    () => undefined,
  );
  assert.equal(keptBucket, stack.output("BucketName"));
  const s3 = new S3Client({ ...settingsOf(way.aws), forcePathStyle: true });
  for (const Prefix of ["slices/signins/dt=", "_ledger/"])
    assert.ok((await s3.send(new ListObjectsV2Command({ Bucket: keptBucket, Prefix }))).KeyCount, Prefix);
  s3.destroy();
  const checks = await way.aws.gateway.policyChecks();
  const use = useOf(
    "deployer",
    way.deployer.policy,
    checks.filter(({ caller }) => caller === way.deployer.arn),
  );
  assert.deepEqual(use, fitting("deployer"));
});

/** Keeps a tenant's credential as the product does, with the addresses of its simulated servers. */
async function keepCredential(index: 0 | 1, clientSecret?: string): Promise<void> {
  const { tenantId, tenantName: name, clientId, endpoints, secret } = way.tenants[index];
  const outputs = collectorOutputs(await requireStack(deployer, stackName, "collector"));
  const withServers = { clientSecret: clientSecret ?? secret, name, endpoints };
  await putTenantCredential(deployer, outputs, { tenantId, clientId, cloud: "global", secret: withServers });
}

async function collect(request: InvokeRequest) {
  const { report, failure, log } = await way.service.invokeCollector(request);
  assert.equal(failure, undefined, log);
  const read = report as FunctionReport;
  assert.ok(read.state === "collected", JSON.stringify(read));
  assert.deepEqual(read.outcome.failures, []);
  return read.outcome;
}

async function rowsOf(table: TableName): Promise<number> {
  return sum(await way.service.listDays({ table }), ({ rows }) => rows);
}

const logOf = (name: string): Promise<string> => textOfLog(way.aws, `/tenanttrail/${stackName}/${name}`);

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 24 * hourMs).toISOString().slice(0, 10);
}
