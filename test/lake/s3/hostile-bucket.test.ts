import assert from "node:assert/strict";
import { test } from "node:test";
import type { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { withLookDatabase } from "../../../src/lake/slices/look-database.ts";
import { verify } from "../../../src/lake/verify/verify.ts";
import { LocalEngine } from "../../../src/service/local-engine.ts";
import { openS3Lake } from "../../../src/service/open-s3-lake.ts";
import { OpenedLake } from "../../../src/service/opened-lake.ts";
import { daysService } from "../../../src/service/parts/days.ts";
import { type Answering, s3ClientOver } from "../../simulation/s3/s3-handler.ts";
import { error, type RestRequest } from "../../simulation/s3/s3-rest.ts";
import { SimulatedLakeBucket } from "../../simulation/s3/simulated-lake-bucket.ts";
import { commitRows, lakeFolder, signIn, totals } from "../commit/temporary-lake.ts";

const now = Date.UTC(2026, 10, 25);
const time = { now: () => now, sleep: async () => undefined, random: Math.random };
const rows = [1, 2, 3].map((n) => signIn(`id-${n}`, "2026-11-20T10:00:00Z"));

async function opened(context: Parameters<typeof lakeFolder>[0], answering: Answering, owner?: string): Promise<Lake> {
  const place = { bucket: "logs", ...(owner !== undefined && { owner }) };
  return openS3Lake({ client: s3ClientOver(answering), place, folder: await lakeFolder(context), time });
}

test("keys that lead out of their folder are never files, and the lake beside them is read, written and verified", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const answering: Answering = (request) => bucket.answer(request);
  const lake = await opened(context, answering);
  await commitRows(lake, rows);
  const [slice = ""] = bucket.bucket.keys().filter((key) => key.endsWith(".parquet"));
  const foreign = bucket.bucket.get(slice) ?? assert.fail();
  const hostile = [
    "slices/signins/dt=2026-11-20/../../../evil.parquet",
    "slices/signins/dt=2026-01-01/..",
    "slices/signins/../../../../etc/00-24.0123456789abcdef.parquet",
    "slices/signins/dt=2026-11-20//00-24.0123456789abcdef.parquet",
    "slices/signins/dt=2026-11-20/\u0001\u202e.parquet",
    "slices/signins/dt=2026-11-20/C:\\evil.parquet",
    "_ledger/signins/../../000000002.json",
    "_ledger/signins/archives/../000000003.json",
    "_collector/../../x.json",
    "tables/signins/dt=2026-11-20/../slices",
    "../../outside",
  ];
  for (const key of hostile) await bucket.bucket.put(key, foreign);
  const other = await opened(context, answering);
  const look = new LedgerLook(other);
  const engine = new LocalEngine(look, () => now);
  context.after(() => engine.close());
  const service = new OpenedLake();
  await service.replace({ look, engines: [engine] });
  const days = await daysService(service, () => now).listDays({});
  assert.deepEqual(
    days.map(({ day, rows: count, damage }) => ({ day, count, damage })),
    [{ day: "2026-11-20", count: 3, damage: undefined }],
  );
  const { resultId } = await engine.ask({ sql: "SELECT count(*) AS n FROM signins" });
  const window = await (await engine.results()).readWindow({ resultId, offset: 0, limit: 1 });
  assert.equal(String(window.rows[0]?.[0]), "3");
  const found = await withLookDatabase((connection) => verify(connection, other, {}));
  assert.deepEqual([found.missing, found.duplicated], [[], []]);
  const told = found.mismatched.map(({ slice: address, reason }) => `${address}: ${reason}`);
  const unnamed = hostile.filter((key) => /^slices\/signins\/(?!\.\.)/.test(key));
  for (const key of unnamed)
    assert.ok(
      told.some((line) => line.startsWith(`s3://logs/${key}: The ledger does not`)),
      key,
    );
  for (const line of told)
    assert.match(line, /not read\. Find out who wrote it, then delete it|not what its name says/);
  assert.equal(totals(await commitRows(other, [...rows, signIn("id-4", "2026-11-20T11:00:00Z")])).added, 1);
  for (const key of hostile) assert.deepEqual(bucket.bucket.get(key)?.tags, {}, key);
});

test("a ledger's object of a gigabyte is refused before its bytes come", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const lake = await opened(context, (request) => bucket.answer(request));
  await commitRows(lake, rows);
  const huge: Answering = async (request) => {
    const answer = await bucket.answer(request);
    const isEntry = request.method === "GET" && request.path.includes("/_ledger/signins/0");
    return isEntry ? { ...answer, headers: { ...answer.headers, "content-length": String(1024 ** 3) } } : answer;
  };
  const reader = await opened(context, huge);
  await assert.rejects(reader.ledger("signins").read(), {
    code: "unsafe-lake",
    message:
      /^s3:\/\/logs\/_ledger\/signins\/\d+\.json has 1,073,741,824 bytes, more than TenantTrail ever writes there\./,
  });
});

test("an object of which more comes than S3 said is not read to its end", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const lake = await opened(context, (request) => bucket.answer(request));
  await commitRows(lake, rows);
  const lying: Answering = async (request) => {
    const answer = await bucket.answer(request);
    const isEntry = request.method === "GET" && request.path.includes("/_ledger/signins/0");
    return isEntry ? { ...answer, body: Buffer.concat([answer.body, Buffer.alloc(1000)]) } : answer;
  };
  await assert.rejects((await opened(context, lying)).ledger("signins").read(), { code: "unreachable" });
});

test("a list whose pages do not go on ends in a sentence", async (context) => {
  const page = `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken></ListBucketResult>`;
  const endless: Answering = async () => ({ status: 200, headers: {}, body: Buffer.from(page) });
  const { storage } = await opened(context, endless);
  const told = {
    code: "read-failed",
    message: /^S3 gives the same page of s3:\/\/logs\/slices\/signins\/.*\.$/,
  } as const;
  await assert.rejects(storage.list("signins/"), told);
  await assert.rejects(storage.troublesOf(["signins/dt=2026-11-20"]), told);
});

test("a stack's bucket must belong to the stack's account: each request says so, and S3 refuses another's", async (context) => {
  const bucket = new SimulatedLakeBucket();
  const lake = await opened(context, (request) => bucket.answer(request));
  await commitRows(lake, rows);
  const asked: RestRequest[] = [];
  const foreign: Answering = async (request) => {
    asked.push(request);
    const isOurs = request.headers["x-amz-expected-bucket-owner"] === "999999999999";
    return isOurs ? bucket.answer(request) : error(403, "AccessDenied", "Access Denied");
  };
  const owned = await opened(context, foreign, "999999999999");
  await commitRows(owned, [signIn("id-9", "2026-11-20T12:00:00Z")]);
  assert.ok(
    asked.length > 5 && asked.every(({ headers }) => headers["x-amz-expected-bucket-owner"] === "999999999999"),
  );
  await assert.rejects((await opened(context, foreign, "111122223333")).ledger("signins").read(), {
    code: "missing-permission",
    message: /The bucket must also belong to account 111122223333, whose stack names it\.$/,
  });
});
