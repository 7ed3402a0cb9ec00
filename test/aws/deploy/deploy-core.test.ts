import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { root } from "../../../scripts/lib/paths.mjs";
import { dropPlan, planStack } from "../../../src/aws/deploy/change-set.ts";
import { deleteStack } from "../../../src/aws/deploy/delete-stack.ts";
import { Deployment, type Shipped } from "../../../src/aws/deploy/deployment.ts";
import { executePlan } from "../../../src/aws/deploy/execute-plan.ts";
import { preflight } from "../../../src/aws/deploy/preflight.ts";
import {
  putTenantCredential,
  removeTenantCredential,
  tenantsOfStack,
} from "../../../src/aws/deploy/stored-credentials.ts";
import { type AwsSession, openAwsSession } from "../../../src/aws/session/aws-session.ts";
import { collectorOutputs } from "../../../src/aws/stack/collector-outputs.ts";
import { findStacks, requireStack } from "../../../src/aws/stack/find-stacks.ts";
import type { StackEvent } from "../../../src/protocol/aws/stack-changes.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { type Keys, sessionOf } from "./deploy-collector.ts";
import { zipOf } from "./zip-of.ts";

let aws: StandInAws;
let session: AwsSession;
let shipped: Shipped;
let shippedHome = "";
const uploads: number[] = [];
const events: StackEvent[] = [];

before(async () => {
  aws = await startAws();
  const { endpoint, region, rootCredentials } = aws;
  const credentials = Object.assign(async () => rootCredentials, { memoized: true as const });
  session = await openAwsSession({ region, endpoint }, credentials, {});
  shippedHome = await mkdtemp(join(tmpdir(), "tenanttrail-code-"));
  await writeFile(join(shippedHome, "code.zip"), "not really code");
  shipped = {
    version: "0.1.0",
    artifactsTemplate: join(root, "infra-templates", "artifacts.yaml"),
    collectorTemplate: join(root, "infra-templates", "collector.yaml"),
    code: join(shippedHome, "code.zip"),
  };
});

after(async () => {
  session?.close();
  await aws?.stop();
  await rm(shippedHome, { recursive: true, force: true });
});

function deployment(): Deployment {
  uploads.length = 0;
  events.length = 0;
  const listener = {
    onStep: () => undefined,
    onUpload: ({ doneBytes }: { doneBytes: number }) => void uploads.push(doneBytes),
    onEvent: (event: StackEvent) => void events.push(event),
  };
  return new Deployment(session, shipped, listener, Date.now);
}

test("who is signed in is told before anything is made", async () => {
  const { account, caller, warnings } = await preflight(session);
  assert.equal(account, aws.accountId);
  assert.match(caller, /:root$/);
  assert.ok(warnings.some((warning) => /root user/.test(warning)));
});

test("the shipped templates deploy: plan, changes, live events, outputs; the same again is up to date", async () => {
  const choices = { stack: "contoso-logs", parameters: {} };
  const first = deployment();
  const plan = await first.plan(choices);
  assert.equal(plan.isNew, true);
  assert.ok(plan.changes.length > 30 && plan.changes.every(({ kind }) => kind === "add"));
  assert.deepEqual(uploads, [0, 15]);
  const outcome = await first.execute(plan);
  assert.equal(outcome.status, "CREATE_COMPLETE");
  assert.ok(events.some(({ resource, status }) => resource === "LakeBucket" && status === "CREATE_COMPLETE"));
  assert.equal(new Set(events.map((event) => JSON.stringify(event))).size, events.length);
  const outputs = collectorOutputs(await requireStack(session, "contoso-logs", "collector"));
  assert.equal(outputs.bucket, outcome.outputs["BucketName"]);
  const again = await deployment().plan(choices);
  assert.deepEqual([again.isNew, again.changes], [false, []]);
  assert.deepEqual(
    (await findStacks(session, "collector")).map(({ name }) => name),
    ["contoso-logs"],
  );
});

test("other code is a change of the functions, whose other parameters stay as they were", async () => {
  await writeFile(shipped.code, "no ZIP file");
  const failing = deployment();
  const refused = await failing.plan({ stack: "contoso-logs", parameters: {} });
  await assert.rejects(failing.execute(refused), {
    code: "deploy-failed",
    message: /of stack contoso-logs was taken back.*Function failed: .*unzip/,
  });
  await writeFile(shipped.code, await zipOf("index.mjs", "export const handler = async () => ({});"));
  const changing = deployment();
  const plan = await changing.plan({ stack: "contoso-logs", parameters: {} });
  assert.ok(plan.changes.length > 0 && plan.changes.every(({ kind }) => kind !== "remove"));
  const functions = plan.changes.filter(({ type }) => type === "AWS::Lambda::Function");
  assert.equal(functions.length, 4);
  assert.equal((await changing.execute(plan)).status, "UPDATE_COMPLETE");
});

test("a tenant's credential is kept encrypted under the stack's key, replaced, listed and forgotten", async () => {
  const outputs = collectorOutputs(await requireStack(session, "contoso-logs", "collector"));
  const tenantId = "11111111-2222-3333-4444-555555555555";
  const credential = { tenantId, clientId: tenantId, cloud: "global" };
  await putTenantCredential(session, outputs, { ...credential, secret: { clientSecret: "first-secret" } });
  await putTenantCredential(session, outputs, { ...credential, secret: { clientSecret: "second-secret" } });
  const { endpoint, region, rootCredentials: credentials } = aws;
  const ssm = new SSMClient({ endpoint, region, credentials });
  const Name = `${outputs.parameterPath}${tenantId}`;
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
  assert.equal(Parameter?.Type, "SecureString");
  assert.deepEqual(JSON.parse(Parameter?.Value ?? ""), { ...credential, clientSecret: "second-secret" });
  assert.deepEqual(
    (await tenantsOfStack(session, outputs)).map((each) => each.tenantId),
    [tenantId],
  );
  const bad = { ...credential, tenantId: "../x", secret: { clientSecret: "third-secret" } };
  await assert.rejects(putTenantCredential(session, outputs, bad), { code: "bad-argument" });
  await removeTenantCredential(session, outputs, tenantId);
  assert.deepEqual(await tenantsOfStack(session, outputs), []);
});

test("deleting the stack keeps its bucket and the logs, and names it", async () => {
  const { bucket } = collectorOutputs(await requireStack(session, "contoso-logs", "collector"));
  const { endpoint, region, rootCredentials: credentials } = aws;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "slices/signins/x", Body: "a log" }));
  const stack = { name: "contoso-logs", kind: "collector" } as const;
  assert.deepEqual(await deleteStack(session, stack, Date.now, () => undefined), { keptBucket: bucket });
  await s3.send(new HeadBucketCommand({ Bucket: bucket }));
  await assert.rejects(
    deleteStack(session, stack, Date.now, () => undefined),
    { code: "no-stack" },
  );
});

const template = (resources: Record<string, unknown>): { readonly body: string } => ({
  body: JSON.stringify({ Resources: resources }),
});
const topic = (name?: string) => ({
  Type: "AWS::SNS::Topic",
  Properties: name === undefined ? {} : { TopicName: name },
});
const design = (name: string, resources: Record<string, unknown>) =>
  ({ name, kind: "collector", version: "0.1.0", template: template(resources), declares: [], parameters: {} }) as const;

test("a stack that cannot be made ends with the resource that failed first, and has to be deleted", async () => {
  const nobody = `arn:aws:lambda:${aws.region}:${aws.accountId}:function:nobody`;
  const bad = { Type: "Custom::Thing", DependsOn: "Fine", Properties: { ServiceToken: nobody } };
  const broken = design("broken", { Fine: topic(), Bad: bad });
  const plan = await planStack(session, broken);
  await assert.rejects(
    executePlan(session, plan, Date.now, () => undefined),
    {
      code: "deploy-failed",
      message: /Making stack broken failed.*Delete it, then deploy again\. Bad failed: /,
    },
  );
  await assert.rejects(planStack(session, broken), { code: "deploy-failed", message: /Delete it, then deploy again/ });
  await deleteStack(session, { name: "broken", kind: "collector" }, Date.now, () => undefined);
});

test("a template that CloudFormation does not take is told in its words", async () => {
  const unknown = design("unknown", { Thing: { Type: "AWS::NoSuch::Thing" } });
  await assert.rejects(planStack(session, unknown), { code: "aws-failed", message: /AWS::NoSuch::Thing/ });
});

test("what CloudFormation's own checks find is told, or its reason where their events may not be read", async () => {
  const { endpoint, region, rootCredentials: credentials } = aws;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "somebody-elses" }));
  s3.destroy();
  const taken = { Type: "AWS::S3::Bucket", Properties: { BucketName: "somebody-elses" } };
  await assert.rejects(planStack(session, design("checked", { Taken: taken, Fine: topic() })), {
    code: "deploy-failed",
    message: /^CloudFormation refuses stack checked: Taken: .*somebody-elses.*already exists/i,
  });
  assert.ok(aws.gateway.calls.some(({ operation }) => operation === "DescribeEvents"));
  const blind = await sessionOf(aws, await keysOf("blind", "cloudformation:*", "cloudformation:DescribeEvents"));
  await assert.rejects(planStack(blind, design("unchecked", { Taken: taken, Fine: topic() })), {
    code: "deploy-failed",
    message: /^CloudFormation refuses stack unchecked: The following hook\(s\)\/validation failed/,
  });
  blind.close();
  await assert.rejects(requireStack(session, "checked", "collector"), { code: "no-stack" });
});

test("CloudFormation has no more rights than who deploys: what it may not make is named, first and by resource", async () => {
  const poor = await sessionOf(aws, await keysOf("poor", ["cloudformation:*", "sns:CreateTopic"]));
  const plan = await planStack(poor, design("poor", { Topic: topic() }));
  await assert.rejects(
    executePlan(poor, plan, Date.now, () => undefined),
    {
      code: "deploy-failed",
      message: /Topic failed: .*not authorized to perform: sns:TagResource on resource: arn:aws:sns/,
    },
  );
  poor.close();
});

test("a name that somebody else's stack has is refused, and a plan that is dropped leaves nothing", async () => {
  const { endpoint, region, rootCredentials: credentials } = aws;
  const client = new CloudFormationClient({ endpoint, region, credentials });
  await client.send(new CreateStackCommand({ StackName: "theirs", TemplateBody: template({ T: topic() }).body }));
  await assert.rejects(planStack(session, design("theirs", { T: topic() })), {
    code: "deploy-failed",
    message: /taken by a stack that TenantTrail did not deploy/,
  });
  const plan = await planStack(session, design("dropped", { T: topic() }));
  await dropPlan(session, plan);
  const left = await client
    .send(new DescribeStacksCommand({}))
    .then(({ Stacks = [] }) => Stacks.map(({ StackName }) => StackName));
  assert.ok(!left.includes("dropped"), String(left));
});

test("replacing and removing are told as such", async () => {
  const made = await planStack(session, design("changing", { Topic: topic("one"), Gone: topic() }));
  await executePlan(session, made, Date.now, () => undefined);
  const plan = await planStack(session, design("changing", { Topic: topic("two"), New: topic() }));
  assert.deepEqual(plan.changes.map(({ kind, resource }) => `${kind} ${resource}`).sort(), [
    "add New",
    "remove Gone",
    "replace Topic",
  ]);
  await dropPlan(session, plan);
});

test("the command deploys, says what is up to date, and deletes", async () => {
  await writeFile(join(shippedHome, "credentials"), "[root]\naws_access_key_id = test\naws_secret_access_key = test\n");
  const place = [
    "--stack",
    "by-command",
    "--region",
    aws.region,
    "--endpoint",
    aws.endpoint,
    "--profile",
    "root",
    "--yes",
  ];
  const code = ["--code", shipped.code, "--parameter", "DatabaseName=by_command"];
  const first = await command(...place, ...code);
  assert.match(first, /as arn:aws:iam::\d+:root[\s\S]*add LakeBucket[\s\S]*A month, about +\$\d/);
  assert.match(first, /Stack by-command: CREATE_COMPLETE\n[\s\S]* BucketName = /);
  assert.match(await command(...place, ...code), /Stack by-command is up to date/);
  assert.match(await command(...place, "--delete"), /deleted. Its logs are still in bucket /);
});

/** Keys of a new user who may do some actions everywhere. */
async function keysOf(UserName: string, Action: string | readonly string[], denied?: string): Promise<Keys> {
  const { endpoint, region, rootCredentials: credentials } = aws;
  const iam = new IAMClient({ endpoint, region, credentials });
  const Statement = [{ Effect: "Allow", Action, Resource: "*" }];
  if (denied !== undefined) Statement.push({ Effect: "Deny", Action: denied, Resource: "*" });
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  iam.destroy();
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

async function command(...args: readonly string[]): Promise<string> {
  const environment = { ...process.env, AWS_SHARED_CREDENTIALS_FILE: join(shippedHome, "credentials") };
  const script = join(root, "src", "entry", "deploy.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env: environment });
  return stdout;
}
