import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/lib/paths.mjs";
import { readTemplate, templateFile } from "./read-template.ts";

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** By type of resource and what is done with it: `action resource` (what CloudFormation's handlers of the type ask). */
type ResourceActions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What the deployer may do that is not CloudFormation's doing on a resource: who does it, and when. */
const others: Readonly<Record<string, readonly string[]>> = {
  "the product and whoever deploys by hand": ["cloudformation:*"],
  "the product, before anything is made": ["lambda:GetAccountSettings", "ssm:DescribeParameters"],
  "the product uploads the functions' code": ["s3:PutObject", "s3:AbortMultipartUpload"],
  "the product keeps and forgets a credential, which Parameter Store encrypts with the caller's rights": [
    "ssm:PutParameter",
    "ssm:DeleteParameter",
    "kms:Encrypt",
    "kms:GenerateDataKey",
  ],
  "the product's first run, and its log": ["lambda:InvokeFunction", "logs:FilterLogEvents"],
  "CloudFormation looks for the place of a bucket and its settings when drift is asked for": ["s3:GetBucket*"],
};

const words: Readonly<Record<string, string>> = {
  PARTITION: "aws",
  REGION: "eu-west-1",
  ACCOUNT: "111122223333",
  STACK: "logs",
  ARTIFACTS: "code",
  DATABASE: "tenanttrail",
};

async function readActions(): Promise<ResourceActions> {
  return JSON.parse(
    await readFile(join(root, "test", "aws", "stand-in", "ministack", "resource-actions.json"), "utf8"),
  );
}

async function readDeployer(): Promise<readonly Statement[]> {
  const text = await readFile(templateFile("policies/deployer.json"), "utf8");
  return JSON.parse(text.replaceAll(/\b[A-Z]{3,}\b/g, (word) => words[word] ?? word)).Statement;
}

/** As IAM does: `*` is any text. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(text);
}

const list = (value: string | readonly string[]): readonly string[] => [value].flat();

/** A resource of the stack as CloudFormation names it. */
function filled(pattern: string, type: string, logicalId: string): string {
  const generated = `logs-${logicalId}-0123456789AB`;
  const names: Readonly<Record<string, string>> = {
    "AWS::S3::Bucket": generated.toLowerCase(),
    "AWS::S3::BucketPolicy": "logs-lakebucket-0123456789ab",
    "AWS::Logs::LogGroup": "/tenanttrail/logs/signins",
    "AWS::Athena::WorkGroup": "logs",
    "AWS::Glue::Database": "tenanttrail",
  };
  const known: Readonly<Record<string, string>> = {
    name: names[type] ?? generated,
    region: "eu-west-1",
    account: "111122223333",
    code: "code-bucket-0123456789ab/functions/code.zip",
    Role: "arn:aws:iam::111122223333:role/logs-SignInsRole-0123456789AB",
    "Target.RoleArn": "arn:aws:iam::111122223333:role/logs-SchedulerRole-0123456789AB",
    DatabaseName: "tenanttrail",
  };
  return pattern.replaceAll(/\{([\w.]+)\}/g, (_, name: string) => known[name] ?? assert.fail(`${type}: ${name}`));
}

test("the deployer may do all that CloudFormation does with each resource that is shipped", async () => {
  const [actions, deployer] = await Promise.all([readActions(), readDeployer()]);
  const denied: string[] = [];
  let simulated = 0;
  for (const template of ["artifacts.yaml", "collector.yaml"])
    for (const [logicalId, { Type }] of Object.entries((await readTemplate(template)).Resources))
      for (const line of Object.values(actions[Type] ?? assert.fail(`nothing is known of ${Type}`)).flat()) {
        const [action = "", pattern = ""] = line.split(" ");
        const resource = filled(pattern, Type, logicalId);
        simulated += 1;
        const allowed = deployer.some(
          ({ Action, Resource }) =>
            list(Action).some((each) => matches(each, action)) &&
            list(Resource).some((each) => matches(each, resource)),
        );
        if (!allowed) denied.push(`${logicalId}: ${action} ${resource}`);
      }
  assert.ok(simulated > 300, `${simulated}`);
  assert.deepEqual(denied, []);
});

test("the deployer may do nothing that neither a resource that is shipped nor the product needs", async () => {
  const [actions, deployer] = await Promise.all([readActions(), readDeployer()]);
  const types = new Set<string>();
  for (const template of ["artifacts.yaml", "collector.yaml"])
    for (const { Type } of Object.values((await readTemplate(template)).Resources)) types.add(Type);
  assert.deepEqual(Object.keys(actions).sort(), [...types].sort());
  const needed = Object.values(actions)
    .flatMap((phases) => Object.values(phases).flat())
    .map((line) => line.split(" ")[0] ?? "");
  const listed = Object.values(others).flat();
  const allowed = deployer.flatMap(({ Action }) => list(Action));
  const idle = allowed.filter(
    (each) =>
      !needed.includes(each) && !listed.some((one) => one === each || (one !== "s3:GetBucket*" && matches(one, each))),
  );
  assert.deepEqual(idle, []);
  const stale = listed.filter((one) => !allowed.some((each) => one === each || matches(one, each)));
  assert.deepEqual(stale, []);
});
