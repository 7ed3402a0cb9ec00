import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch, BatchOutcome, CollectLake, Comparison } from "../../../../src/collector/run/collect-lake.ts";
import { Committer } from "../../../../src/collector/run/committer.ts";
import { OpenWindow } from "../../../../src/collector/run/open-window.ts";
import { logSources } from "../../../../src/lake/collecting/log-sources.ts";
import type { StagedRow } from "../../../../src/lake/slices/staging.ts";

const start = Date.UTC(2026, 10, 20);

/** A lake whose commits end when they are told to. */
class SlowLake implements CollectLake {
  readonly batches: Batch[] = [];
  broken: BatchOutcome["failed"] = [];
  comparison: Comparison = { notShown: [], lackedBefore: [] };
  readonly #ends: ((failure?: Error) => void)[] = [];

  state(): Promise<never> {
    throw new Error("not part of this test");
  }

  commit(batch: Batch): Promise<BatchOutcome> {
    this.batches.push(batch);
    return new Promise((resolve, reject) => {
      this.#ends.push((failure) => {
        if (failure !== undefined) reject(failure);
        else
          resolve({ counts: new Map([...batch.inputs.keys()].map((input) => [input, noCounts])), failed: this.broken });
      });
    });
  }

  async compare(): Promise<Comparison> {
    return this.comparison;
  }

  async keepCheckpoints(): Promise<void> {}

  async saveTenant(): Promise<void> {}

  async takeSearch(): Promise<undefined> {}

  async keepUnsubscribed(): Promise<[]> {
    return [];
  }

  async unsubscribed(): Promise<undefined> {}

  async reject(): Promise<undefined> {}

  async endCommit(failure?: Error): Promise<void> {
    this.#ends.shift()?.(failure);
    await new Promise(setImmediate);
  }
}

const noCounts = { added: 1, updated: 0, late: 0 };

function rows(input: number, count: number, size: number): StagedRow[] {
  const raw = "x".repeat(size);
  return Array.from({ length: count }, (_, line) => ({
    input,
    line,
    table: "audits",
    tenantId: "t",
    key: `${input}-${line}`,
    eventTimeMs: start,
    raw,
    source: "graph-beta",
    timeIsApproximate: false,
    observedMs: start,
    late: false,
  }));
}

function committer(lake: CollectLake) {
  const told = { commits: 0, failures: [] as unknown[], unmerged: [] as number[], doubted: [] as number[] };
  const made = new Committer(lake, {
    expectedRowsPerDay: () => 0,
    notOffered: async () => new Map(),
    onCommit: () => {
      told.commits += 1;
    },
    onDoubted: ({ window }) => told.doubted.push(window.toMs),
    onUnmerged: ({ window }) => told.unmerged.push(window.toMs),
    onFailure: (error) => told.failures.push(error),
  });
  return { made, told };
}

function window(toMs = start + 1000): OpenWindow {
  const planned = { source: "directoryAudits", fromMs: start, toMs, reason: "fresh" } as const;
  return new OpenWindow(logSources.directoryAudits, planned, "t", start, start + 5000);
}

/** What was begun went on as far as it can. */
const settled = (): Promise<void> => new Promise(setImmediate);

const ended = { missing: [], cost: { requests: 1, throttledMs: 0 }, endedMs: start };

test("rows wait for their window's end; what comes during a commit goes into the next", async () => {
  const lake = new SlowLake();
  const { made } = committer(lake);
  made.add(window(), 1, "a", rows(1, 2, 10));
  assert.equal(lake.batches.length, 0);
  made.end({ open: window(), ...ended });
  await settled();
  assert.equal(lake.batches.length, 1);
  made.add(window(), 2, "b", rows(2, 3, 10));
  made.end({ open: window(), ...ended });
  await settled();
  assert.equal(lake.batches.length, 1);
  await lake.endCommit();
  assert.deepEqual(
    lake.batches.map((batch) => batch.rows.length),
    [2, 3],
  );
  await lake.endCommit();
});

test("windows without rows are told together, or with the next rows", async () => {
  const lake = new SlowLake();
  const { made } = committer(lake);
  for (let windows = 0; windows < 15; windows += 1) made.end({ open: window(), ...ended });
  await settled();
  assert.equal(lake.batches.length, 0);
  made.end({ open: window(), ...ended });
  await settled();
  assert.equal(lake.batches[0]?.windows(new Map()).length, 16);
  await lake.endCommit();
  made.end({ open: window(), ...ended });
  await settled();
  assert.equal(lake.batches.length, 1);
  made.add(window(), 1, "a", rows(1, 1, 10));
  await settled();
  assert.equal(lake.batches[1]?.windows(new Map()).length, 1);
  await lake.endCommit();
});

test("so much is merged before the window's end, and fetching waits when merging falls behind", async () => {
  const lake = new SlowLake();
  const { made } = committer(lake);
  const megabyte = 1024 * 1024;
  for (let input = 0; input < 34; input += 1) made.add(window(), input, "a", rows(input, 1, megabyte));
  assert.equal(lake.batches[0]?.rows.length, 16);
  let went = false;
  const room = made.room().then(() => {
    went = true;
  });
  await new Promise(setImmediate);
  assert.equal(went, false);
  await lake.endCommit();
  await room;
  assert.equal(went, true);
  assert.deepEqual(lake.batches[0]?.windows(new Map()), []);
  await lake.endCommit();
});

test("a window with rows in a slice that failed is not covered, even when it ends in a later batch", async () => {
  const lake = new SlowLake();
  const { made, told } = committer(lake);
  const [long, short] = [window(start + 9000), window(start + 1000)];
  made.add(long, 1, "a", rows(1, 1, 10));
  made.end({ open: short, ...ended });
  await settled();
  lake.broken = [{ path: "audits/dt=2026-11-20/00-24.parquet", reason: "it is broken" }];
  await lake.endCommit();
  lake.broken = [];
  made.end({ open: long, ...ended });
  await settled();
  const drained = made.drain();
  await settled();
  assert.deepEqual(lake.batches[1]?.windows(new Map()), []);
  await lake.endCommit();
  await drained;
  assert.deepEqual(told.unmerged, [start + 1000, start + 9000]);
});

test("what a window's earlier batches changed is told with its last", async () => {
  const lake = new SlowLake();
  const { made } = committer(lake);
  const long = window(start + 9000);
  for (const input of [1, 2]) long.answered(input, start + 9000);
  made.add(long, 1, "a", rows(1, 1, 10));
  made.end({ open: window(), ...ended });
  await settled();
  await lake.endCommit();
  made.add(long, 2, "b", rows(2, 1, 10));
  made.end({ open: long, ...ended });
  await settled();
  const [told] = lake.batches[1]?.windows(new Map([[2, noCounts]])) ?? [];
  assert.equal(told?.added, 2);
  await lake.endCommit();
});

test("drain merges everything and throws what a commit threw", async () => {
  const lake = new SlowLake();
  const { made, told } = committer(lake);
  made.add(window(), 1, "a", rows(1, 2, 10));
  const drained = assert.rejects(made.drain(), /disk is full/);
  await lake.endCommit(new Error("The disk is full"));
  await drained;
  assert.equal(told.failures.length, 1);
});
