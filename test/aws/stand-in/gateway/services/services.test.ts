import assert from "node:assert/strict";
import { verify } from "node:crypto";
import { after, before, test } from "node:test";
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import {
  DescribeDashboardCommand,
  DescribeDashboardDefinitionCommand,
  ListDashboardsCommand,
  QuickSightClient,
} from "@aws-sdk/client-quicksight";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetWebIdentityTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { type StandInAws, startAws } from "../../start-aws.ts";

const AwsAccountId = "000000000000";
let aws: StandInAws;
let iam: IAMClient;

before(async () => {
  aws = await startAws();
  iam = new IAMClient(rootConfig());
});
after(async () => await aws?.stop());

function rootConfig() {
  return { endpoint: aws.endpoint, region: aws.region, credentials: aws.rootCredentials };
}

test("dashboards are what the test says, in pages, with their parameters", async () => {
  const client = new QuickSightClient(rootConfig());
  aws.gateway.quickSight.dashboards = Array.from({ length: 120 }, (_, index) => ({
    id: `d${index}`,
    name: `Dashboard ${index}`,
    parameters: ["user"],
  }));
  const first = await client.send(new ListDashboardsCommand({ AwsAccountId }));
  const second = await client.send(new ListDashboardsCommand({ AwsAccountId, NextToken: first.NextToken }));
  assert.deepEqual(
    [...(first.DashboardSummaryList ?? []), ...(second.DashboardSummaryList ?? [])].map(
      ({ DashboardId }) => DashboardId,
    ),
    Array.from({ length: 120 }, (_, index) => `d${index}`),
  );
  assert.equal(second.NextToken, undefined);
  const found = { AwsAccountId, DashboardId: "d7" };
  assert.equal((await client.send(new DescribeDashboardCommand(found))).Dashboard?.Name, "Dashboard 7");
  const { Definition } = await client.send(new DescribeDashboardDefinitionCommand(found));
  assert.equal(Definition?.ParameterDeclarations?.[0]?.StringParameterDeclaration?.Name, "user");
  await assert.rejects(client.send(new DescribeDashboardCommand({ AwsAccountId, DashboardId: "none" })), {
    name: "ResourceNotFoundException",
  });
});

test("an account without QuickSight and a caller without the right are told apart", async () => {
  aws.gateway.quickSight.subscribed = false;
  await assert.rejects(new QuickSightClient(rootConfig()).send(new ListDashboardsCommand({ AwsAccountId })), {
    name: "UnsupportedUserEditionException",
    message: /not subscribed/,
  });
  aws.gateway.quickSight.subscribed = true;
  await iam.send(new CreateUserCommand({ UserName: "nobody" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "nobody" }));
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  const client = new QuickSightClient({ ...rootConfig(), credentials });
  await assert.rejects(client.send(new ListDashboardsCommand({ AwsAccountId })), {
    name: "AccessDeniedException",
    message: /quicksight:ListDashboards/,
  });
});

test("a web identity token is signed as AWS signs it, for the role", async () => {
  const role = await newRole("federated");
  const { Credentials } = await new STSClient(rootConfig()).send(
    new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "session" }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const { WebIdentityToken = "" } = await new STSClient({ ...rootConfig(), credentials }).send(
    new GetWebIdentityTokenCommand({ Audience: ["api://AzureADTokenExchange"], SigningAlgorithm: "RS256" }),
  );
  const [header = "", payload = "", signature = ""] = WebIdentityToken.split(".");
  assert.equal(JSON.parse(Buffer.from(header, "base64url").toString()).alg, "RS256");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  assert.equal(claims.sub, role);
  assert.deepEqual([claims.aud].flat(), ["api://AzureADTokenExchange"]);
  const { publicKey } = aws.gateway.webIdentity;
  assert.ok(verify("sha256", Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, "base64url")));
});

test("each call is recorded with its caller, also one that was refused", async () => {
  const s3 = new S3Client({ ...rootConfig(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "recorded" }));
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket: "recorded", Key: "a b" })));
  await iam.send(new ListUsersCommand({}));
  const calls = aws.gateway.calls.filter(({ path }) => path.startsWith("/recorded"));
  assert.deepEqual(
    calls.map(({ service, operation, path, status }) => [service, operation, path, status]),
    [
      ["s3", "PUT", "/recorded/", 200],
      ["s3", "GetObject", "/recorded/a b", 404],
    ],
  );
  assert.equal(await aws.gateway.callerOf(calls[0]?.accessKeyId ?? ""), "arn:aws:iam::000000000000:root");
  assert.ok(aws.gateway.calls.some(({ service, operation }) => service === "iam" && operation === "ListUsers"));
});

async function newRole(RoleName: string): Promise<string> {
  const trust = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }));
  return Role?.Arn ?? "";
}
