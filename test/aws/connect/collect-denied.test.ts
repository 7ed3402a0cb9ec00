import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { makeS3Client } from "../../../src/aws/clients/s3-client.ts";
import { sum } from "../../../src/base/sum.ts";
import type { Clock } from "../../../src/collector/clock.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import type { LakeService } from "../../../src/protocol/service/lake-service.ts";
import { sampleTenantId } from "../../../src/sample-tenant/tenant.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { openS3Lake } from "../../../src/service/open-s3-lake.ts";
import { fastClock } from "../../collect/fast-clock.ts";
import { MemoryHost } from "../../collect/memory-host.ts";
import { fetchOf } from "../../simulation/microsoft/fetch-face.ts";
import { sampleApp } from "../../simulation/microsoft/login/app-registration.ts";
import { SimulatedMicrosoft } from "../../simulation/microsoft/microsoft.ts";
import { sampleTenant } from "../../simulation/microsoft/tenant/sample-tenant.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { makeSmallStack } from "./small-stack.ts";

const nowMs = Date.now();
const clock: Clock = fastClock(nowMs, 60);
const delivery = { hours: 0, tail: 0, changed: 0, twice: 0, listedLate: 0 };
const tenant = sampleTenant({ nowMs, days: 2, daysAhead: 0, users: 20, scale: 0.05, delivery });
const microsoft = new SimulatedMicrosoft(tenant, clock);
const collecting = () => localLakeService({ host: new MemoryHost(), fetch: fetchOf(microsoft), clock });
const service = collecting();
const credential = { kind: "secret", secret: sampleApp.secrets[0]?.value ?? "" } as const;
const access = { tenantId: sampleTenantId, clientId: sampleApp.clientId, cloud: "global", credential } as const;
const contoso = { name: "Contoso (simulated)", sources: ["directoryAudits"], access } as const;

let aws: StandInAws;
let iam: IAMClient;
let bucket: string;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-denied-"));
  aws = await startAws();
  const { endpoint, region, rootCredentials: credentials } = aws;
  ({ bucket } = await makeSmallStack(aws, "logs"));
  iam = new IAMClient({ endpoint, region, credentials });
  await iam.send(new CreateUserCommand({ UserName: "adele" }));
  await setPolicy("all", { Effect: "Allow", Action: "*", Resource: "*" });
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "adele" }));
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = join(folder, "credentials");
  process.env["AWS_CONFIG_FILE"] = join(folder, "config");
  const keys = `aws_access_key_id = ${AccessKey?.AccessKeyId}\naws_secret_access_key = ${AccessKey?.SecretAccessKey}\n`;
  await writeFile(join(folder, "credentials"), `[adele]\n${keys}`);
  await service.useConnection(connection());
  await service.addTenant(contoso);
});
after(async () => {
  await service.dispose();
  iam?.destroy();
  await aws?.stop();
  await rm(folder, { recursive: true, force: true });
});

function connection() {
  const { endpoint, region } = aws;
  return { kind: "aws", profile: "adele", region, endpoint, stack: "logs" } as const;
}

async function setPolicy(PolicyName: string, statement: object): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await iam.send(new PutUserPolicyCommand({ UserName: "adele", PolicyName, PolicyDocument }));
}

/** The sentences that work ends with when one permission is missing: what it throws, or what its outcome tells. */
async function without(Action: string, place: string, work: () => Promise<unknown>): Promise<readonly string[]> {
  await setPolicy("missing", { Effect: "Deny", Action, Resource: place });
  try {
    const outcome = await work();
    const { failures } = outcome as { readonly failures?: readonly { readonly message: string }[] };
    return (failures ?? []).map(({ message }) => message);
  } catch (error) {
    assert.ok(error instanceof TenantTrailError, String(error));
    return [error.message];
  } finally {
    await iam.send(new DeleteUserPolicyCommand({ UserName: "adele", PolicyName: "missing" }));
  }
}

/** What is in the bucket and counts: entries of the ledger, and slices that they name. */
async function held(): Promise<{ readonly entries: readonly string[]; readonly slices: readonly string[] }> {
  const { endpoint, region, rootCredentials: credentials } = aws;
  const lake = openS3Lake({
    client: makeS3Client({ endpoint, region, credentials }),
    place: { bucket },
    folder: join(folder, "look"),
  });
  const { state } = await lake.ledger("audits").read();
  const entries = await lake.storage.names("_ledger/audits/");
  return { entries, slices: [...state.slices.values()].map(({ path }) => path) };
}

async function rowsOf(of: LakeService): Promise<number> {
  return sum(await of.listDays({ table: "audits" }), ({ rows }) => rows);
}

/** The same tenant, collected where nothing is denied. */
async function collectedInFolder(): Promise<AsyncDisposable & { readonly service: LakeService }> {
  const other = collecting();
  await other.useConnection({ kind: "folder", path: join(folder, "undisturbed") });
  await other.addTenant(contoso);
  await other.collect({});
  return { service: other, [Symbol.asyncDispose]: () => other.dispose() };
}

function assertSentence(told: readonly string[], action: string): void {
  assert.ok(told.length > 0, `without ${action} nothing was told`);
  for (const sentence of new Set(told)) {
    assert.ok(sentence.includes(action), sentence);
    assert.match(sentence, /(?:Ask for it|Allow it|Add it)/, sentence);
    assert.doesNotMatch(sentence, /\n|\bat .*\.[mj]s:|Error:/, sentence);
  }
}

test("collecting without a permission ends in a sentence with the next step, and loses and claims nothing", async () => {
  const [objects, entries] = [`arn:aws:s3:::${bucket}/*`, `arn:aws:s3:::${bucket}/_ledger/*`];
  const collect = () => service.collect({});
  const empty = await held();
  assertSentence(await without("s3:PutObject", objects, collect), "s3:PutObject");
  assert.deepEqual(await held(), empty, "nothing is claimed that was not written");
  // What is written before an entry is read again is whole; the next run goes on from there.
  assertSentence(await without("s3:GetObject", entries, collect), "s3:GetObject");

  assert.deepEqual((await collect()).failures, []);
  const { slices } = await held();
  const rows = await rowsOf(service);
  assert.ok(rows > 0);
  // A window that begins now has to read the ledger; one that knows it may find that nothing is due and ask for none of it.
  const anew = collecting();
  const collectAnew = async () => {
    await anew.useConnection(connection());
    await anew.addTenant(contoso);
    return anew.collect({});
  };
  try {
    assertSentence(await without("s3:GetObject", entries, collectAnew), "s3:GetObject");
  } finally {
    await anew.dispose();
  }
  assert.deepEqual((await held()).slices, slices, "what was there is there as it was");
  const last = await collect();
  assert.deepEqual([last.failures, sum(last.tables, ({ added }) => added)], [[], 0], "nothing is counted twice");

  await using undisturbed = await collectedInFolder();
  assert.equal(rows, await rowsOf(undisturbed.service), "nothing is lost");
});

test("Collect now without lambda:InvokeFunction ends in a sentence with the next step", async () => {
  const told = await without("lambda:InvokeFunction", "*", () => service.invokeCollector({ table: "signins" }));
  assertSentence(told, "lambda:InvokeFunction");
});
