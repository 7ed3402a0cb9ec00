import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  ChangeSetStatus,
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  paginateDescribeStackEvents,
  type StackStatus,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { root } from "../../../scripts/lib/paths.mjs";
import type { StandInAws } from "../stand-in/start-aws.ts";

/** A stack to make of a template that is shipped. */
export interface TemplateDeployment {
  readonly template: "artifacts" | "collector";
  readonly stack: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

export type Outputs = Readonly<Record<string, string>>;

/** Makes a stack by a change set. @returns its outputs. @throws {Error} with the first resource that failed and why. */
export async function deployTemplate(aws: StandInAws, deployment: TemplateDeployment): Promise<Outputs> {
  const client = new CloudFormationClient({
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: aws.rootCredentials,
  });
  try {
    await makeStack(client, deployment, await uploadTemplate(aws, deployment));
    return await outputsOf(client, deployment.stack);
  } finally {
    client.destroy();
  }
}

async function makeStack(
  client: CloudFormationClient,
  { stack, template, parameters = {} }: TemplateDeployment,
  templateUrl: string,
): Promise<void> {
  const names = { StackName: stack, ChangeSetName: "create" };
  await client.send(
    new CreateChangeSetCommand({
      ...names,
      ChangeSetType: "CREATE",
      TemplateURL: templateUrl,
      Capabilities: ["CAPABILITY_IAM"],
      Tags: [{ Key: "tenanttrail:stack", Value: template }],
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    }),
  );
  for (;;) {
    const { Status, StatusReason } = await client.send(new DescribeChangeSetCommand(names));
    if (Status === ChangeSetStatus.CREATE_COMPLETE) break;
    if (Status === ChangeSetStatus.FAILED) throw new Error(`The change set of ${stack} failed: ${StatusReason}`);
    await pause();
  }
  await client.send(new ExecuteChangeSetCommand(names));
  for (;;) {
    const status = await statusOf(client, stack);
    if (status === "CREATE_COMPLETE") return;
    if (!status?.endsWith("_IN_PROGRESS"))
      throw new Error(`${stack} is ${status}: ${await firstFailure(client, stack)}`);
    await pause();
  }
}

async function statusOf(client: CloudFormationClient, stack: string): Promise<StackStatus | undefined> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  return Stacks?.[0]?.StackStatus;
}

async function outputsOf(client: CloudFormationClient, stack: string): Promise<Outputs> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  const outputs = Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? "", OutputValue ?? ""]));
}

async function firstFailure(client: CloudFormationClient, stack: string): Promise<string> {
  let first = "nothing says why";
  // The newest come first.
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: stack }))
    for (const { LogicalResourceId, ResourceStatus, ResourceStatusReason } of StackEvents)
      if (ResourceStatus?.endsWith("_FAILED")) first = `${LogicalResourceId} ${ResourceStatusReason}`;
  return first;
}

/** A template is too large to be sent with the request, so it is put where CloudFormation reads it. */
async function uploadTemplate(aws: StandInAws, { template }: TemplateDeployment): Promise<string> {
  const s3 = new S3Client({
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: aws.rootCredentials,
    forcePathStyle: true,
  });
  const Bucket = `templates-${template}`;
  const Body = await readFile(join(root, "infra-templates", `${template}.yaml`));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "template.yaml", Body }));
  s3.destroy();
  return `${aws.endpoint}/${Bucket}/template.yaml`;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}
