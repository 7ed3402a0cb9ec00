import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { failedRuns, runLog } from "../../../src/aws/invoke/failed-runs.ts";
import { openAwsSession } from "../../../src/aws/session/aws-session.ts";
import type { FailedRun } from "../../../src/protocol/aws/function-runs.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { makeSmallStack } from "../connect/small-stack.ts";
import { zipOf } from "../deploy/zip-of.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";

let aws: StandInAws;
let alarm = "";
const service = localLakeService();

/** Answers what it was asked, or fails when it is asked for audits. */
const code = `export const handler = async (event, context) => {
  const requestId = context.awsRequestId;
  const log = (line) => console.log(JSON.stringify({ ...line, requestId }));
  log({ level: "INFO", message: "asked", tables: event.tables });
  if (event.tables[0] === "audits") {
    const error = new Error("no such tenant");
    log({ level: "ERROR", message: "The run failed", error: { message: error.message } });
    throw error;
  }
  return { state: "echo", event };
};`;

before(async () => {
  aws = await startAws();
  const { endpoint, region, rootCredentials: credentials } = aws;
  const home = await mkdtemp(join(tmpdir(), "tenanttrail-home-"));
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = join(home, "credentials");
  process.env["AWS_CONFIG_FILE"] = join(home, "config");
  await writeFile(join(home, "credentials"), "[root]\naws_access_key_id = test\naws_secret_access_key = test\n");
  ({ alarm } = await makeSmallStack(aws, "logs"));
  const iam = new IAMClient({ endpoint, region, credentials });
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "runs", AssumeRolePolicyDocument }));
  const lambda = new LambdaClient({ endpoint, region, credentials });
  const zip = await zipOf("index.mjs", code);
  for (const name of ["SignIns", "Audits", "Risk"])
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: `logs-${name}FunctionName`,
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Role: Role?.Arn,
        Code: { ZipFile: zip },
      }),
    );
  await service.useConnection({ kind: "aws", profile: "root", region, endpoint, stack: "logs" });
});

after(async () => {
  await service.dispose();
  await aws?.stop();
});

test("a function is asked for a table's window, and its answer and the end of its log come back", async () => {
  const outcome = await service.invokeCollector({ table: "signins", from: "2026-11-01", to: "2026-11-02T12:00:00Z" });
  const event = { tables: ["signins"], from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T12:00:00.000Z" };
  assert.deepEqual(outcome.report, { state: "echo", event });
  assert.equal(outcome.failure, undefined);
  assert.match(outcome.log, /asked/);
});

test("a run that fails is an outcome with its log, and is found among the failed runs", async () => {
  const outcome = await service.invokeCollector({ table: "audits" });
  assert.match(outcome.failure ?? "", /no such tenant/);
  const { session, functions } = await opened();
  let runs: readonly FailedRun[] = [];
  for (let tries = 0; tries < 100 && runs.length === 0; tries++) {
    runs = await failedRuns(session, functions, 0);
    if (runs.length === 0) await sleep(100);
  }
  const [run] = runs;
  assert.ok(run);
  assert.equal(run.function, "logs-AuditsFunctionName");
  assert.equal(run.reason, "The run failed: no such tenant");
  assert.equal(runs.length, 1);
  assert.match(await runLog(session, run), /no such tenant/);
});

test("a function that the stack only names is told by name", async () => {
  await assert.rejects(service.invokeCollector({ table: "activity" }), {
    code: "aws-failed",
    message: /no function logs-ActivityFunctionName/,
  });
});

test("the stack's alarms are told with their states, those that ring first", async () => {
  const { endpoint, region, rootCredentials: credentials } = aws;
  const client = new CloudWatchClient({ endpoint, region, credentials });
  await client.send(new SetAlarmStateCommand({ AlarmName: alarm, StateValue: "ALARM", StateReason: "no data" }));
  assert.deepEqual(
    (await service.alarmStates({})).map(({ name, state, reason }) => ({ name, state, reason })),
    [{ name: alarm, state: "ALARM", reason: "no data" }],
  );
});

/** The functions that this stack has, of those that it names. */
async function opened() {
  const { endpoint, region, rootCredentials } = aws;
  const credentials = Object.assign(async () => rootCredentials, { memoized: true as const });
  const session = await openAwsSession({ region, endpoint }, credentials, {});
  return { session, functions: ["SignIns", "Audits", "Risk"].map((name) => `logs-${name}FunctionName`) };
}
