import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { makeS3Client } from "../../../../../src/aws/clients/s3-client.ts";
import { S3Storage } from "../../../../../src/lake/storage/s3/s3-storage.ts";
import type { ErrorCode } from "../../../../../src/protocol/errors.ts";
import { TenantTrailError } from "../../../../../src/protocol/errors.ts";
import { s3ClientOver } from "../../../../simulation/s3/s3-handler.ts";
import { error, type RestAnswer } from "../../../../simulation/s3/s3-rest.ts";

const place = { bucket: "logs" };
const pause = async (): Promise<void> => undefined;
const path = "_ledger/signins/000000001.json";
const content = new TextEncoder().encode("{}");

const calls = {
  read: (storage: S3Storage) => storage.read(path),
  head: (storage: S3Storage) => storage.head(path),
  list: (storage: S3Storage) => storage.list("_ledger/signins/"),
  create: (storage: S3Storage) => storage.write(path, content, { ifAbsent: true }),
  overwrite: (storage: S3Storage) => storage.overwrite(path, content),
  remove: (storage: S3Storage) => storage.remove([path]),
} as const;
type Call = keyof typeof calls;
const all = Object.keys(calls) as Call[];

/** The error that each call ends with when S3 answers so. */
async function failing(call: Call, answer: RestAnswer): Promise<TenantTrailError> {
  const client = s3ClientOver(async ({ method }) =>
    method === "HEAD" ? { ...answer, body: new Uint8Array() } : answer,
  );
  const storage = new S3Storage(client, place, { pause });
  const failure: unknown = await calls[call](storage).then(
    () => assert.fail(`${call} succeeded`),
    (thrown: unknown) => thrown,
  );
  assert.ok(failure instanceof TenantTrailError, `${call}: ${failure}`);
  assert.match(failure.message, /^[A-Z][^\n]+\.$/, "a sentence");
  return failure;
}

/** What is said of an answer, whichever call meets it; `of` those that show its body. */
const answers: readonly (readonly [what: string, RestAnswer, ErrorCode, RegExp, (readonly Call[])?])[] = [
  [
    "a bucket in another region",
    { ...error(301, "PermanentRedirect", "…"), headers: { "x-amz-bucket-region": "us-west-2" } },
    "lake-missing",
    /The bucket logs is in the region us-west-2\. Choose the connection again with us-west-2\./,
  ],
  [
    "a bucket in another region, as an old endpoint says it",
    error(400, "AuthorizationHeaderMalformed", "…", "<Region>ap-south-1</Region>"),
    "lake-missing",
    /region ap-south-1/,
    all.filter((call) => call !== "head"),
  ],
  [
    "a bucket that is gone",
    error(404, "NoSuchBucket", "…"),
    "lake-missing",
    /no bucket logs/,
    ["read", "list", "create", "overwrite", "remove"],
  ],
  [
    "a key that is disabled",
    error(400, "KMS.DisabledException", "arn:aws:kms:x is disabled."),
    "read-failed",
    /arn:aws:kms:x is disabled.*Enable it in KMS/,
    ["read"],
  ],
  [
    "a key that is to be deleted",
    error(400, "KMS.KMSInvalidStateException", "x is pending deletion."),
    "write-failed",
    /pending deletion/,
    ["create", "overwrite"],
  ],
  [
    "a key that may not be used",
    error(403, "AccessDenied", "User u is not authorized to perform: kms:Decrypt"),
    "read-failed",
    /allow kms:Decrypt/,
    ["read"],
  ],
  [
    "a clock that is wrong",
    error(403, "RequestTimeTooSkewed", "…"),
    "sign-in-failed",
    /clock of this computer/,
    ["read", "list", "create"],
  ],
  [
    "credentials that expired",
    error(400, "ExpiredToken", "…"),
    "sign-in-failed",
    /expired.*Sign in to AWS again/,
    ["read", "list", "create", "remove"],
  ],
  [
    "keys that nobody knows",
    error(403, "InvalidAccessKeyId", "…"),
    "sign-in-failed",
    /does not know these credentials/,
    ["read", "list", "create", "remove"],
  ],
  ["too many requests", error(503, "SlowDown", "…"), "throttled", /slow down.*run it again/],
  ["a server that fails", error(500, "InternalError", "…"), "unreachable", /does not answer/],
  ["an archived object", error(403, "InvalidObjectState", "…"), "read-failed", /archive/, ["read"]],
];

for (const [what, answer, code, message, of = all] of answers)
  test(`${what} is said in a sentence`, async () => {
    for (const call of of) {
      const failure = await failing(call, answer);
      assert.equal(failure.code, code, `${call}: ${failure.message}`);
      assert.match(failure.message, message, call);
    }
  });

const permissions: readonly (readonly [Call, string])[] = [
  ["read", "s3:GetObject"],
  ["head", "s3:GetObject"],
  ["list", "s3:ListBucket"],
  ["create", "s3:PutObject"],
  ["overwrite", "s3:PutObject"],
  ["remove", "s3:PutObjectTagging"],
];

test("each permission that is missing alone is named, with where to allow it", async () => {
  for (const [call, permission] of permissions) {
    const failure = await failing(call, error(403, "AccessDenied", "Access Denied"));
    assert.equal(failure.code, "missing-permission", call);
    assert.ok(
      failure.message.startsWith(`The permission ${permission} is missing at s3://logs/_ledger/signins/`),
      call,
    );
    assert.match(failure.message, permission === "s3:ListBucket" ? /arn:aws:s3:::logs /u : /arn:aws:s3:::logs\/\* /u);
  }
});

test("a request that is cancelled is ended on the wire", async (context) => {
  const closed = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    response.on("close", () => closed.resolve());
    request.resume();
    asked.resolve();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const keys = { accessKeyId: "test", secretAccessKey: "test" };
  const client = makeS3Client({ region: "eu-central-1", credentials: keys, endpoint: `http://127.0.0.1:${port}` });
  context.after(() => client.destroy());
  const abort = new AbortController();
  const reading = new S3Storage(client, place).read(path, abort.signal);
  reading.catch(() => undefined);
  await asked.promise;
  abort.abort();
  await assert.rejects(reading, { name: "CancelledError" });
  await closed.promise;
});
