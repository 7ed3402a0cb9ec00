import assert from "node:assert/strict";
import { test } from "node:test";
import { S3Storage } from "../../../../../src/lake/storage/s3/s3-storage.ts";
import { WriteConflict } from "../../../../../src/lake/storage/storage.ts";
import { TenantTrailError } from "../../../../../src/protocol/errors.ts";
import { Random } from "../../../../../src/sample-tenant/random.ts";
import { badS3, faultyS3 } from "../../../../simulation/s3/faulty-s3.ts";
import { connectionLost, s3ClientOver } from "../../../../simulation/s3/s3-handler.ts";
import { S3Rest } from "../../../../simulation/s3/s3-rest.ts";
import { SimulatedBucket } from "../../../../simulation/s3/simulated-bucket.ts";

const bytes = (said: string): Uint8Array => new TextEncoder().encode(said);
const place = { bucket: "logs" };
const pause = async (): Promise<void> => undefined;
const path = "_ledger/signins/000000001.json";

type Outcome = "written" | "conflict" | "unknown";

async function outcomeOf(write: Promise<unknown>): Promise<Outcome> {
  try {
    await write;
    return "written";
  } catch (error) {
    if (error instanceof WriteConflict) return "conflict";
    assert.ok(error instanceof TenantTrailError, String(error));
    assert.match(error.code, /^(?:unreachable|throttled)$/);
    return "unknown";
  }
}

test("a write says written only of its own object, and conflict only of another's, whatever answers are lost", async () => {
  const seen = { written: 0, conflict: 0, unknown: 0 };
  for (let seed = 0; seed < 80; seed += 1) {
    const random = Random.of(seed, 0, 0, 731);
    const bucket = new SimulatedBucket("logs");
    const rest = new S3Rest(bucket);
    // Each is a process of its own; all write the same bytes in half of the lives.
    const isSame = random.chance(0.5);
    const written: (string | undefined)[] = [];
    const outcomes = await Promise.all(
      Array.from({ length: 3 }, async (_, writer) => {
        const answering = faultyS3(rest, badS3, random.fork());
        const storage = new S3Storage(
          s3ClientOver(async (request) => {
            const mark = request.headers["x-amz-meta-tenanttrail-write"];
            if (request.method === "PUT") written[writer] = mark;
            return answering(request);
          }),
          place,
          { pause },
        );
        return outcomeOf(storage.write(path, bytes(isSame ? "same" : `of ${writer}`), { ifAbsent: true }));
      }),
    );
    const mark = bucket.get(path)?.metadata["tenanttrail-write"];
    for (const [writer, outcome] of outcomes.entries()) {
      seen[outcome] += 1;
      const isOwn = mark !== undefined && mark === written[writer];
      if (outcome === "written") assert.ok(isOwn, `seed ${seed}: a success that is none`);
      if (outcome === "conflict") assert.ok(!isOwn, `seed ${seed}: a conflict with itself`);
      if (outcome === "conflict") assert.ok(mark !== undefined, `seed ${seed}: a conflict with nobody`);
    }
  }
  assert.ok(seen.written > 30 && seen.conflict > 30 && seen.unknown > 1, JSON.stringify(seen));
});

test("replacing what was read says so too", async () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const random = Random.of(seed, 0, 0, 732);
    const bucket = new SimulatedBucket("logs");
    const rest = new S3Rest(bucket);
    const calm = new S3Storage(
      s3ClientOver((request) => rest.answer(request)),
      place,
      { pause },
    );
    const { version } = await calm.write(path, bytes("first"), { ifAbsent: true });
    const outcomes = await Promise.all(
      Array.from({ length: 3 }, (_, writer) => {
        const client = s3ClientOver(faultyS3(rest, badS3, random.fork()));
        const storage = new S3Storage(client, place, { pause });
        return outcomeOf(storage.write(path, bytes(`of ${writer}`), { ifVersion: version }));
      }),
    );
    const stored = new TextDecoder().decode(await calm.read(path));
    assert.ok(outcomes.filter((outcome) => outcome === "written").length <= 1, `seed ${seed}`);
    const winner = outcomes.indexOf("written");
    if (winner !== -1) assert.equal(stored, `of ${winner}`);
    if (stored !== "first") assert.notEqual(outcomes[Number(stored.slice(3))], "conflict", `seed ${seed}`);
  }
});

test("what is read is what was written, or an error, however bodies are cut and changed", async () => {
  let read = 0;
  for (let seed = 0; seed < 80; seed += 1) {
    const random = Random.of(seed, 0, 0, 733);
    const rest = new S3Rest(new SimulatedBucket("logs"), 2);
    const content = bytes("x".repeat(1 + random.below(5_000)));
    const calm = new S3Storage(
      s3ClientOver((request) => rest.answer(request)),
      place,
    );
    await calm.write(path, content, { ifAbsent: true });
    const storage = new S3Storage(s3ClientOver(faultyS3(rest, { ...badS3, damages: 0.5 }, random)), place, { pause });
    try {
      assert.deepEqual(new Uint8Array((await storage.read(path)) ?? []), content, `seed ${seed}`);
      assert.deepEqual(await storage.names("_ledger/"), [path]);
      read += 1;
    } catch (error) {
      if (!(error instanceof TenantTrailError)) throw error;
      assert.match(error.code, /^(?:unreachable|throttled)$/);
    }
  }
  assert.ok(read > 40);
});

test("a write that is done although every answer is lost succeeds, when somebody can be asked at last", async () => {
  const rest = new S3Rest(new SimulatedBucket("logs"));
  const client = s3ClientOver(async (request) => {
    const answer = await rest.answer(request);
    if (request.method === "PUT") throw connectionLost();
    return answer;
  });
  const storage = new S3Storage(client, place, { pause });
  assert.equal((await storage.write(path, bytes("one"), { ifAbsent: true })).bytes, 3);
});

test("what was removed and is needed again is written anew, so that it is not deleted", async () => {
  let now = Date.UTC(2026, 10, 20, 12);
  const bucket = new SimulatedBucket("logs", () => now);
  const rest = new S3Rest(bucket);
  const storage = new S3Storage(
    s3ClientOver((request) => rest.answer(request)),
    place,
  );
  const slice = "signins/dt=2026-11-20/00-24.0000000000000000.parquet";
  await storage.write(slice, bytes("rows"), { ifAbsent: true });
  await storage.remove([slice]);
  assert.equal(new TextDecoder().decode(await storage.read(slice)), "rows", "readers who know it read it still");
  now += 5 * 3_600_000;
  await storage.write(slice, bytes("rows"), { ifAbsent: true });
  now += 10 * 86_400_000;
  assert.equal((await storage.head(slice))?.bytes, 4);
  await storage.remove([slice]);
  now += 3 * 86_400_000;
  assert.equal(await storage.read(slice), undefined, "the bucket's rule deletes it");
});
