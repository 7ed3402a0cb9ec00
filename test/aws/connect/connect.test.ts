import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from "@aws-sdk/client-glue";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";
import { dayMs } from "../../../src/base/time-units.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { makeSmallStack } from "./small-stack.ts";

let aws: StandInAws;
let home = "";
let bucket = "";
const service = localLakeService();

/** Days of the fixture, oldest first; there are none in the months between. */
const days = [...daysUpTo("2024-03-01", 5), ...daysUpTo(new Date().toISOString().slice(0, 10), 120)];

before(async () => {
  aws = await startAws();
  const { endpoint, region, rootCredentials: credentials } = aws;
  home = await mkdtemp(join(tmpdir(), "tenanttrail-home-"));
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  process.env["AWS_CONFIG_FILE"] = join(home, "config");
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = join(home, "credentials");
  const iam = new IAMClient({ endpoint, region, credentials });
  await iam.send(new CreateUserCommand({ UserName: "nobody" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "nobody" }));
  const keys = (name: string, id = "", secret = ""): string =>
    `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
  await writeFile(
    join(home, "credentials"),
    keys("root", "test", "test") +
      keys("nobody", AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey) +
      keys("wrong", "AKIAIOSFODNN7EXAMPLE", "wrong"),
  );
  await writeFile(join(home, "config"), "");
  ({ bucket } = await makeSmallStack(aws, "logs-of-contoso"));
  await makeSmallStack(aws, "only-artifacts", "artifacts");
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  for (const day of days)
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `plain/dt=${day}/part-0.parquet`, Body: day }));
});

after(async () => {
  await service.dispose();
  await aws?.stop();
});

const place = (profile = "root") => ({ profile, region: aws.region, endpoint: aws.endpoint });

test("a stack is found by its tag, and no other", async () => {
  const stacks = await service.awsStacks(place());
  assert.deepEqual(
    stacks.map(({ name, status, version, trouble }) => ({ name, status, version, trouble })),
    [{ name: "logs-of-contoso", status: "CREATE_COMPLETE", version: "0.1.0", trouble: undefined }],
  );
  const info = await service.useConnection({ kind: "aws", ...place() });
  assert.deepEqual(info.connection, { kind: "aws", ...place(), stack: "logs-of-contoso" });
  assert.equal(info.root, `s3://${bucket}/`);
  assert.equal(info.label, `logs-of-contoso · ${aws.region} · root`);
});

test("a stack that is not there, or is not ours, is told in a sentence", async () => {
  const use = (stack: string) => service.useConnection({ kind: "aws", ...place(), stack });
  await assert.rejects(use("gone"), { code: "no-stack", message: /no stack gone in us-east-1 that profile root/ });
  await assert.rejects(use("only-artifacts"), { code: "no-stack", message: /not deployed by TenantTrail/ });
});

test("a missing permission and keys that AWS does not know are told with the profile's name", async () => {
  await assert.rejects(service.awsStacks(place("nobody")), {
    code: "aws-denied",
    message: /profile nobody.*\(cloudformation:DescribeStacks\), which listing stacks in us-east-1 needs/,
  });
  await assert.rejects(service.awsStacks(place("wrong")), { code: "aws-sign-in", message: /profile wrong/ });
  await assert.rejects(service.awsStacks(place("gone")), { code: "aws-profile", message: /no profile gone/ });
});

test("days of a dt= layout are listed newest first, page by page and each once, over a gap of months", async () => {
  await service.useConnection({ kind: "aws", ...place(), stack: "logs-of-contoso" });
  const seen: string[] = [];
  let pages = 0;
  for (let next: string | undefined = ""; next !== undefined; pages++) {
    const page = await service.listObjects({ address: `s3://${bucket}/plain/`, ...(next && { next }) });
    assert.ok(page.folders.length > 0);
    seen.push(...page.folders.map(({ name }) => name));
    next = page.next;
  }
  assert.deepEqual(seen, days.map((day) => `dt=${day}/`).reverse());
  assert.ok(pages > 2 && pages < 8, String(pages));
});

test("a folder is filtered by the beginning of a name, and its objects tell their size and class", async () => {
  const march = await service.listObjects({ address: `s3://${bucket}/plain/`, startsWith: "dt=2024-03" });
  assert.deepEqual(
    march.folders.map(({ name }) => name),
    ["dt=2024-03-01/"],
  );
  const { objects } = await service.listObjects({ address: march.folders[0]?.address ?? "" });
  assert.deepEqual(
    objects.map(({ name, bytes, storageClass }) => ({ name, bytes, storageClass })),
    [{ name: "part-0.parquet", bytes: 10, storageClass: "STANDARD" }],
  );
  await assert.rejects(service.listObjects({ address: "https://x" }), { code: "bad-argument" });
  await assert.rejects(service.listObjects({ address: "s3://no-such-bucket-here/" }), { code: "aws-failed" });
});

test("an object is downloaded whole, for this user alone, and one that is gone leaves nothing behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-download-"));
  const file = join(folder, "x.parquet");
  const progress: number[] = [];
  await service.downloadObject(
    { address: `s3://${bucket}/plain/dt=2024-03-01/part-0.parquet`, file },
    { onProgress: ({ doneBytes }) => progress.push(doneBytes) },
  );
  assert.equal(await readFile(file, "utf8"), "2024-03-01");
  assert.equal((await stat(file)).mode & 0o077, 0);
  assert.deepEqual(progress, [10]);
  await assert.rejects(service.downloadObject({ address: `s3://${bucket}/plain/gone`, file: join(folder, "y") }), {
    code: "read-failed",
  });
  assert.deepEqual(await readdir(folder), ["x.parquet"]);
});

test("a Parquet object is opened as a result, and what is none says so", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-slice-"));
  const file = join(folder, "x.parquet");
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`COPY (SELECT range AS n, 'x' AS word FROM range(1000)) TO '${file}' (FORMAT parquet)`);
  const { endpoint, region, rootCredentials: credentials } = aws;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const body = await readFile(file);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "plain/x.parquet", Body: body }));
  const summary = await service.openObject({ address: `s3://${bucket}/plain/x.parquet` });
  assert.deepEqual([summary.rowCount, summary.columns.map(({ name }) => name)], [1000, ["n", "word"]]);
  const { rows } = await service.readWindow({ resultId: summary.resultId, offset: 998, limit: 5 });
  assert.deepEqual(JSON.stringify(rows), '[[998,"x"],[999,"x"]]');
  await service.releaseResult({ resultId: summary.resultId });
  const none = { address: `s3://${bucket}/plain/dt=2024-03-01/part-0.parquet` };
  await assert.rejects(service.openObject(none), { code: "bad-argument", message: /no Parquet file/ });
});

test("a workgroup and a database chosen by hand begin with the tables of the database", async () => {
  const { endpoint, region, rootCredentials: credentials } = aws;
  const glue = new GlueClient({ endpoint, region, credentials });
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "others" } }));
  const location = { Location: `s3://${bucket}/plain` };
  await glue.send(
    new CreateTableCommand({ DatabaseName: "others", TableInput: { Name: "sign_ins", StorageDescriptor: location } }),
  );
  const places = await service.athenaPlaces(place());
  assert.ok(places.workgroups.includes("primary") && places.databases.includes("others"));
  const info = await service.useConnection({ kind: "aws", ...place(), workgroup: "primary", database: "others" });
  assert.equal(info.label, `others · ${region} · root`);
  assert.deepEqual(await service.objectRoots({}), [{ name: "sign_ins", address: `s3://${bucket}/plain/` }]);
  assert.deepEqual(await service.listDays({}), []);
  await assert.rejects(service.invokeCollector({ table: "signins" }), { code: "no-stack" });
});

function daysUpTo(last: string, count: number): readonly string[] {
  const lastMs = Date.parse(last);
  return Array.from({ length: count }, (_, index) =>
    new Date(lastMs - (count - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}
