import assert from "node:assert/strict";
import { test } from "node:test";
import { Lake } from "../../../../src/lake/lake.ts";
import type { LedgerNote, SliceChange } from "../../../../src/lake/ledger/ledger-entry.ts";
import { manifestPath } from "../../../../src/lake/manifests/day-manifest.ts";
import { publishAround } from "../../../../src/lake/manifests/publish-around.ts";
import { MemoryStorage } from "../../../../src/lake/storage/memory-storage.ts";
import type { StoredObject, WriteCondition } from "../../../../src/lake/storage/storage.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";

const minute = 60_000;
const day = "2026-11-20";

class Bucket extends MemoryStorage {
  refuses = false;
  manifests = 0;

  override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    if (path.startsWith("tables/")) {
      if (this.refuses) throw new TenantTrailError("missing-permission", "The permission s3:PutObject is missing.");
      this.manifests += 1;
    }
    return super.write(path, content, condition);
  }
}

function lakeOn(storage: Bucket, now: () => number, isForAthena = true): Lake<Bucket> {
  const time = { now, sleep: async () => undefined, random: () => 0.5 };
  return new Lake(storage, time, isForAthena ? { addressOf: (path) => `s3://logs/slices/${path}` } : {});
}

async function commit(lake: Lake<Bucket>, n: number): Promise<void> {
  const { state } = await lake.ledger("signins").read();
  const part = `signins/dt=${day}/00-24`;
  const after = String(n).padStart(4, "0").padEnd(64, "0");
  const counts = { rows: 1, added: 1, updated: 0, late: 0, approximate: 0 };
  const contents = { tenants: {}, firstMs: null, lastMs: null, columnBytes: [], bytes: 1 };
  await lake.append("signins", state, (newest): LedgerNote => {
    const change: SliceChange = {
      part,
      before: newest.slices.get(part)?.sha256 ?? null,
      after,
      ...counts,
      ...contents,
    };
    return { kind: "commit", slices: [change] };
  });
}

const isThere = async (storage: Bucket): Promise<boolean> =>
  (await storage.read(manifestPath("signins", day))) !== undefined;

test("what an earlier run left is published before a run begins, and what it commits at its end", async () => {
  const storage = new Bucket();
  const lake = lakeOn(storage, () => 0);
  await commit(lake, 1);
  await publishAround(lake, ["signins"], async (committed) => {
    assert.ok(await isThere(storage));
    await commit(lake, 2);
    await committed("signins");
    assert.equal(storage.manifests, 1, "a short run publishes at its end");
  });
  assert.equal(storage.manifests, 2);
});

test("a long run publishes once a minute", async () => {
  const storage = new Bucket();
  let now = 0;
  const lake = lakeOn(storage, () => now);
  await publishAround(lake, ["signins"], async (committed) => {
    for (let n = 1; n <= 20; n += 1) {
      now += minute / 4;
      await commit(lake, n);
      await committed("signins");
    }
  });
  assert.equal(storage.manifests, 5);
});

test("a manifest that cannot be written is said, costs the run nothing, and is published by the next one", async () => {
  const storage = new Bucket();
  const lake = lakeOn(storage, () => 0);
  storage.refuses = true;
  const { result, warnings } = await publishAround(lake, ["signins"], async (committed) => {
    await commit(lake, 1);
    await committed("signins");
    return "rows";
  });
  assert.equal(result, "rows");
  assert.deepEqual(warnings, [
    "Athena sees signins as it was before, until the next run publishes it. The permission s3:PutObject is missing.",
  ]);
  storage.refuses = false;
  const next = await publishAround(
    lakeOn(storage, () => 0),
    ["signins"],
    async () => isThere(storage),
  );
  assert.deepEqual(next, { result: true, warnings: [] });
});

test("a run that fails publishes what it committed, and fails with its own error", async () => {
  const storage = new Bucket();
  const lake = lakeOn(storage, () => 0);
  const run = publishAround(lake, ["signins"], async (committed) => {
    await commit(lake, 1);
    await committed("signins");
    throw new TypeError("the run's own");
  });
  await assert.rejects(run, { message: "the run's own" });
  assert.ok(await isThere(storage));
});

test("a lake that Athena does not read has no manifests", async () => {
  const storage = new Bucket();
  const lake = lakeOn(storage, () => 0, false);
  await publishAround(lake, ["signins"], async (committed) => {
    await commit(lake, 1);
    await committed("signins");
  });
  assert.deepEqual(await storage.names("tables/"), []);
  assert.deepEqual(await storage.names("_state/"), []);
});
