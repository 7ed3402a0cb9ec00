import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type StandInAws, startAws } from "./start-aws.ts";

let aws: StandInAws;

before(async () => {
  aws = await startAws();
});
after(async () => await aws?.stop());

function s3(credentials = aws.rootCredentials): S3Client {
  return new S3Client({ endpoint: aws.endpoint, region: aws.region, credentials, forcePathStyle: true });
}

test("a bucket keeps an object of any bytes, and a second conditional write of it is refused", async () => {
  const client = s3();
  const bytes = randomBytes(3_000_000);
  await client.send(new CreateBucketCommand({ Bucket: "kept" }));
  const object = { Bucket: "kept", Key: "slices/a b/ü=1.parquet" };
  await client.send(
    new PutObjectCommand({
      ...object,
      Body: bytes,
      IfNoneMatch: "*",
      ChecksumSHA256: createHash("sha256").update(bytes).digest("base64"),
    }),
  );
  const read = await client.send(new GetObjectCommand(object));
  assert.deepEqual(Buffer.from((await read.Body?.transformToByteArray()) ?? []), bytes);
  await assert.rejects(client.send(new PutObjectCommand({ ...object, Body: "other", IfNoneMatch: "*" })), {
    name: "PreconditionFailed",
  });
});

test("a caller may do what its policy says and nothing else, and a wrong secret nothing at all", async () => {
  const { endpoint, region, rootCredentials } = aws;
  const iam = new IAMClient({ endpoint, region, credentials: rootCredentials });
  await s3().send(new CreateBucketCommand({ Bucket: "guarded" }));
  await iam.send(new CreateUserCommand({ UserName: "reader" }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: "reader",
      PolicyName: "writes-one-prefix",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::guarded/mine/*" }],
      }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  const put = (client: S3Client, Key: string) =>
    client.send(new PutObjectCommand({ Bucket: "guarded", Key, Body: "x" }));
  await put(s3(credentials), "mine/1");
  await assert.rejects(put(s3(credentials), "theirs/1"), { name: "AccessDenied" });
  await assert.rejects(put(s3({ ...credentials, secretAccessKey: "wrong" }), "mine/2"), {
    name: "SignatureDoesNotMatch",
  });
});

test("a bucket that demands TLS is reached as it would be on AWS", async () => {
  const client = s3();
  await client.send(new CreateBucketCommand({ Bucket: "tls-only" }));
  await client.send(
    new PutBucketPolicyCommand({
      Bucket: "tls-only",
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: ["arn:aws:s3:::tls-only", "arn:aws:s3:::tls-only/*"],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    }),
  );
  await client.send(new PutObjectCommand({ Bucket: "tls-only", Key: "a", Body: "x" }));
});

test("nothing is left running when the tests are killed", async () => {
  const tests = spawn(process.execPath, [join(import.meta.dirname, "killed-parent.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: tests.stdout })) {
    const { miniStackPort } = JSON.parse(line);
    const health = `http://127.0.0.1:${miniStackPort}/_ministack/health`;
    assert.equal((await fetch(health)).status, 200);
    tests.kill("SIGKILL");
    while (await answers(health)) await sleep(50);
  }
});

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => false,
  );
}
