import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { root } from "../../../scripts/lib/paths.mjs";
import type { DeployProgress } from "../../../src/protocol/aws/stack-deployments.ts";
import { type LocalLakeService, localLakeService } from "../../../src/service/local-lake-service.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { zipOf } from "./zip-of.ts";

let aws: StandInAws;
let service: LocalLakeService;

before(async () => {
  aws = await startAws();
  const home = await mkdtemp(join(tmpdir(), "tenanttrail-deploys-"));
  await mkdir(join(home, "dist", "lambda"), { recursive: true });
  await cp(join(root, "package.json"), join(home, "package.json"));
  await cp(join(root, "infra-templates"), join(home, "infra-templates"), { recursive: true });
  const handler = 'export const handler = async (event) => ({ state: "told", event });';
  await writeFile(join(home, "dist", "lambda", "lambda-x64.0123456789abcdef.zip"), await zipOf("index.mjs", handler));
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  process.env["AWS_CONFIG_FILE"] = join(home, "config");
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = join(home, "credentials");
  await writeFile(join(home, "config"), "");
  await writeFile(join(home, "credentials"), "[root]\naws_access_key_id = test\naws_secret_access_key = test\n");
  service = localLakeService({}, undefined, pathToFileURL(`${home}/`));
});

after(async () => {
  await service?.dispose();
  await aws?.stop();
});

function clients() {
  const { endpoint, region, rootCredentials: credentials } = aws;
  return { endpoint, region, credentials, forcePathStyle: true };
}

const stack = "contoso-logs";
const place = () => ({ profile: "root", region: aws.region, endpoint: aws.endpoint });
const tenantId = "11111111-2222-3333-4444-555555555555";

test("a stack is deployed, given a tenant, run, updated and deleted, as the page asks for it", async () => {
  const { groups, version } = await service.deployForm({});
  assert.ok(groups.length > 2 && version !== "");
  const before = await service.deployAccount(place());
  assert.deepEqual([before.account, before.stacks], [aws.accountId, []]);

  const heard: DeployProgress[] = [];
  const onProgress = (progress: DeployProgress): void => void heard.push(progress);
  const parameters = { Schedule: "1 hour", DatabaseName: "contoso" };
  const { plan, price } = await service.planDeploy({ ...place(), stack, parameters }, { onProgress });
  assert.ok(plan.isNew && plan.changes.length > 30 && price.length > 5);
  assert.ok(heard.some(({ kind }) => kind === "upload"));
  heard.length = 0;
  const outcome = await service.executeDeploy({ ...place(), plan }, { onProgress });
  assert.equal(outcome.status, "CREATE_COMPLETE");
  assert.ok(heard.some((each) => each.kind === "event" && each.event.resource === "LakeBucket"));
  const bucket = outcome.outputs["BucketName"] ?? "";

  const [deployed] = (await service.deployAccount(place())).stacks;
  assert.equal(deployed?.name, stack);
  assert.equal(deployed?.parameters["Schedule"], "1 hour");
  assert.equal(deployed?.parameters["Architecture"], "x86_64", "the processor that the code was built for");

  const credential = { kind: "secret", secret: "the~secret" } as const;
  const access = { tenantId, clientId: tenantId, cloud: "global", credential } as const;
  await service.putStackTenant({ ...place(), stack, access });
  const Name = `${outcome.outputs["ParameterPath"]}${tenantId}`;
  const { Parameter } = await new SSMClient(clients()).send(new GetParameterCommand({ Name, WithDecryption: true }));
  assert.deepEqual(JSON.parse(Parameter?.Value ?? ""), {
    tenantId,
    clientId: tenantId,
    cloud: "global",
    clientSecret: "the~secret",
  });
  const run = await service.runOfStack({ ...place(), stack, table: "audits" });
  assert.deepEqual(run.report, { state: "told", event: {} });
  assert.match(run.function, /Audits/);

  const again = await service.planDeploy({ ...place(), stack, parameters });
  assert.deepEqual(again.plan.changes, [], "the same again is up to date");
  const other = await service.planDeploy({ ...place(), stack, parameters: { Schedule: "1 day" } });
  assert.ok(other.plan.changes.length > 0 && !other.plan.isNew);
  await service.dropDeploy({ ...place(), plan: other.plan });
  const followed = await service.followDeploy({ ...place(), stack, wants: "made", sinceMs: Date.now() });
  assert.equal(followed.outputs["BucketName"], bucket, "an operation is followed again by the stack's name");

  assert.deepEqual(await service.deleteDeploy({ ...place(), stack }), { keptBucket: bucket });
  await new S3Client(clients()).send(new HeadBucketCommand({ Bucket: bucket }));
  assert.deepEqual((await service.deployAccount(place())).stacks, []);
});
