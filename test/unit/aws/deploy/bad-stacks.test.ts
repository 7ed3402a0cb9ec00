import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stack } from "@aws-sdk/client-cloudformation";
import { dropPlan, planStack } from "../../../../src/aws/deploy/change-set.ts";
import { deleteStack } from "../../../../src/aws/deploy/delete-stack.ts";
import { executePlan } from "../../../../src/aws/deploy/execute-plan.ts";
import { putTenantCredential } from "../../../../src/aws/deploy/stored-credentials.ts";
import { collectorOutputs } from "../../../../src/aws/stack/collector-outputs.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { type Answering, failed, scriptedSession } from "../scripted-aws.ts";

const id = "arn:aws:cloudformation:eu-west-1:111122223333:stack/logs/1";
const tags = [{ Key: "tenanttrail:stack", Value: "collector" }];
const stackIn = (StackStatus: string): object => ({
  Stacks: [{ StackName: "logs", StackId: id, StackStatus, Tags: tags }],
});
const gone = failed("ValidationError", "Stack with id logs does not exist");
const expired = failed("ExpiredTokenException", "The security token included in the request is expired");
const plan = { stack: "logs", changeSet: "c", isNew: false, changes: [] };
const design = {
  name: "logs",
  kind: "collector",
  version: "1",
  template: { body: "{}" },
  declares: [],
  parameters: {},
} as const;

/** The answers to the same command, one after the other; the last one stays. */
function inTurn(answers: Readonly<Record<string, readonly object[]>>): Answering {
  const counts = new Map<string, number>();
  return (command) => {
    const turn = counts.get(command) ?? 0;
    counts.set(command, turn + 1);
    const given = answers[command] ?? [];
    return given[Math.min(turn, given.length - 1)] ?? {};
  };
}

async function sentenceOf(work: Promise<unknown>): Promise<TenantTrailError> {
  const error: unknown = await work.then(
    () => assert.fail("it succeeded"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof TenantTrailError, String(error));
  assert.match(error.message, /^[A-Z].*\.$|^[A-Z].*: aws sso login --profile test$/s);
  return error;
}

test("credentials that expire in the middle of a deployment: CloudFormation goes on, and how to see how it ended", async () => {
  const { session } = scriptedSession(inTurn({ DescribeStacks: [stackIn("UPDATE_COMPLETE"), expired] }));
  const error = await sentenceOf(executePlan(session, plan, Date.now, () => undefined));
  assert.equal(error.code, "deploy-goes-on");
  assert.deepEqual(error.command, ["aws", "sso", "login", "--profile", "test"]);
  assert.match(error.message, /CloudFormation goes on with stack logs all the same\. Deploy again then/);
  const deleting = scriptedSession(inTurn({ DescribeStacks: [stackIn("UPDATE_COMPLETE"), expired] })).session;
  const stack = { name: "logs", kind: "collector" } as const;
  assert.match(
    (await sentenceOf(deleteStack(deleting, stack, Date.now, () => undefined))).message,
    /Delete it again then/,
  );
});

test("changes that somebody else overtook are told as such, and so is somebody who is at work", async () => {
  for (const [error, message] of [
    [failed("ChangeSetNotFound", "ChangeSet [c] does not exist"), /was changed by somebody else since.*Deploy again/],
    [failed("InvalidChangeSetStatus", "… in its current status of [OBSOLETE]"), /was changed by somebody else since/],
    [
      failed("ValidationError", "Stack:x is in UPDATE_IN_PROGRESS state and can not be updated."),
      /Wait until that has ended/,
    ],
  ] as const) {
    const answers = inTurn({
      DescribeStacks: [stackIn("UPDATE_COMPLETE")],
      ExecuteChangeSet: [error],
      CreateChangeSet: [error],
    });
    const { session } = scriptedSession(answers);
    const told = await sentenceOf(executePlan(session, plan, Date.now, () => undefined));
    assert.equal(told.code, "deploy-failed");
    assert.match(told.message, message);
    if (error.name === "ValidationError") assert.match((await sentenceOf(planStack(session, design))).message, message);
  }
});

test("a stack that is half made, rolled back, broken, busy or another's is a sentence, and no change set is made", async () => {
  const states = [
    "ROLLBACK_COMPLETE",
    "ROLLBACK_IN_PROGRESS",
    "CREATE_FAILED",
    "CREATE_IN_PROGRESS",
    "UPDATE_IN_PROGRESS",
  ];
  for (const state of [
    ...states,
    "UPDATE_ROLLBACK_FAILED",
    "UPDATE_ROLLBACK_IN_PROGRESS",
    "DELETE_FAILED",
    "DELETE_IN_PROGRESS",
  ]) {
    const { session, asked } = scriptedSession(inTurn({ DescribeStacks: [stackIn(state)] }));
    const told = await sentenceOf(planStack(session, design));
    assert.match(told.message, /Wait until|[Dd]elete it|continue the rollback/, `${state}: ${told.message}`);
    assert.deepEqual(asked, ["DescribeStacks"]);
  }
});

test("an update keeps the parameters that the template still declares; CloudFormation refuses one that it has dropped", async () => {
  const [stack] = (stackIn("UPDATE_COMPLETE") as { Stacks: object[] }).Stacks;
  const Parameters = ["Kept", "Dropped", "Given"].map((ParameterKey) => ({ ParameterKey, ParameterValue: "old" }));
  const told: unknown[] = [];
  const { session } = scriptedSession((command, input) => {
    if (command === "CreateChangeSet") told.push(input["Parameters"]);
    if (command === "DescribeChangeSet") return { Status: "FAILED", StatusReason: "No updates are to be performed." };
    return command === "DescribeStacks" ? { Stacks: [{ ...stack, Parameters }] } : {};
  });
  await planStack(session, { ...design, declares: ["Kept", "Given", "New"], parameters: { Given: "new" } });
  const given = { ParameterKey: "Given", ParameterValue: "new" };
  assert.deepEqual(told, [[given, { ParameterKey: "Kept", UsePreviousValue: true }]]);
});

test("a plan that is dropped takes no stack with it that somebody else made of the same name meanwhile", async () => {
  for (const [now, deletes] of [
    [stackIn("CREATE_COMPLETE"), false],
    [stackIn("CREATE_IN_PROGRESS"), false],
    [gone, false],
    [expired, false],
    [stackIn("REVIEW_IN_PROGRESS"), true],
  ] as const) {
    const { session, asked } = scriptedSession(inTurn({ DescribeStacks: [now] }));
    await dropPlan(session, { ...plan, isNew: true });
    assert.equal(asked.includes("DeleteStack"), deletes, JSON.stringify(now));
  }
});

test("outputs that name what a stack did not make are refused by name", () => {
  const functions = ["SignInsFunctionName", "AuditsFunctionName", "RiskFunctionName", "ActivityFunctionName"];
  const good: Readonly<Record<string, string>> = {
    BucketName: "logs-lakebucket-1",
    DatabaseName: "tenanttrail",
    WorkGroupName: "logs",
    ParameterPath: "/tenanttrail/logs/tenants/",
    KeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
    TopicArn: "t",
    Version: "1",
    ...Object.fromEntries(functions.map((name) => [name, "logs-f"])),
  };
  const stackWith = (more: object): Stack => ({
    StackName: "logs",
    StackId: id,
    StackStatus: "CREATE_COMPLETE",
    CreationTime: new Date(0),
    Outputs: Object.entries({ ...good, ...more }).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  });
  assert.equal(collectorOutputs(stackWith({})).account, "111122223333");
  for (const [output, value] of [
    ["BucketName", "arn:aws:s3:eu-west-1:999999999999:accesspoint/theirs"],
    ["BucketName", "logs/../other"],
    ["BucketName", ""],
    ["KeyArn", "arn:aws:kms:eu-west-1:999999999999:key/theirs"],
    ["ParameterPath", "/tenanttrail/../"],
    ["SignInsFunctionName", "arn:aws:lambda:eu-west-1:999999999999:function:theirs"],
    ["DatabaseName", 'x" ; DROP'],
  ] as const)
    assert.throws(() => collectorOutputs(stackWith({ [output]: value })), {
      code: "no-stack",
      message: new RegExp(`output ${output} of stack logs`),
    });
});

const tenantId = "11111111-2222-3333-4444-555555555555";
const kept = { parameterPath: "/tenanttrail/logs/tenants/", keyArn: "k" };

test("a key that is to be deleted is told with the next step, when a credential is to be kept", async () => {
  const { session } = scriptedSession(() => failed("InvalidKeyId", "arn:aws:kms:x:1:key/2 is pending deletion"));
  const credential = { tenantId, clientId: tenantId, cloud: "global", secret: { clientSecret: "a-client-secret" } };
  const told = await sentenceOf(putTenantCredential(session, kept, credential));
  assert.match(told.message, /pending deletion\. Enable it in KMS, or cancel its deletion/);
});

test("the last day of a secret is kept with it, and is a day", async () => {
  const values: string[] = [];
  const { session } = scriptedSession((_command, { Value }) => {
    values.push(String(Value));
    return {};
  });
  const credential = { tenantId, clientId: tenantId, cloud: "global", secret: { clientSecret: "a-client-secret" } };
  await putTenantCredential(session, kept, credential);
  await putTenantCredential(session, kept, { ...credential, expires: "2027-05-31" });
  const { secret, ...common } = credential;
  const plain = { ...common, ...secret };
  assert.deepEqual(
    values.map((value) => JSON.parse(value)),
    [plain, { ...plain, expires: "2027-05-31" }],
  );
  const told = await sentenceOf(putTenantCredential(session, kept, { ...credential, expires: "31.5.2027" }));
  assert.match(told.message, /last day is none: "31\.5\.2027"\. Write it as YYYY-MM-DD\./);
  assert.equal(values.length, 2);
});

test("no error of keeping a credential holds any of it, however Parameter Store quotes it", async () => {
  const privateKey =
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nEFAASCBKcwggSjAgEAAoIBAQ\n-----END PRIVATE KEY-----";
  for (const [secret, quote] of [
    [{ clientSecret: 'pa"ss\\word~123' }, (value: string) => value],
    [{ clientSecret: "plain-secret-123" }, (value: string) => JSON.stringify(value)],
    [{ certificate: "certificate", privateKey }, (value: string) => JSON.stringify(JSON.stringify(value))],
    [{ certificate: "certificate", privateKey }, (value: string) => value.slice(0, 180)],
  ] as const) {
    const { session } = scriptedSession((_command, { Value }) =>
      failed("ValidationException", `Value '${quote(String(Value))}' at 'value' failed to satisfy constraint`),
    );
    const told = await sentenceOf(
      putTenantCredential(session, kept, { tenantId, clientId: tenantId, cloud: "global", secret }),
    );
    const everything = `${told.message} ${told.stack} ${JSON.stringify(told.cause)}`;
    for (const part of ["word~123", "plain-secret", "MIIEvQIBADANBgkqhkiG9w0BAQ"])
      assert.ok(!everything.includes(part), everything);
    assert.equal(told.cause, undefined);
  }
});
