import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { CollectLake } from "../../../../src/collector/run/collect-lake.ts";
import { Committer } from "../../../../src/collector/run/committer.ts";
import { Densities } from "../../../../src/collector/run/densities.ts";
import { OpenWindow } from "../../../../src/collector/run/open-window.ts";
import { RowTaker } from "../../../../src/collector/run/row-taker.ts";
import { Tallies } from "../../../../src/collector/run/tallies.ts";
import { logSources } from "../../../../src/lake/collecting/log-sources.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** A lake that holds every row already. */
const lake: CollectLake = {
  state: async () => assert.fail("not part of this test"),
  commit: async () => ({ counts: new Map(), failed: [] }),
  compare: async () => ({ notShown: [], lackedBefore: [] }),
  keepCheckpoints: async () => {},
  saveTenant: async () => {},
  takeSearch: async () => undefined,
  keepUnsubscribed: async () => [],
  unsubscribed: async () => undefined,
  reject: async () => undefined,
};

const record = { id: "a", activityDateTime: "2026-03-10T10:00:00Z", activityDisplayName: "x" };

function opened(): OpenWindow {
  const [fromMs, toMs] = [Date.parse("2026-03-10T10:00:00Z"), Date.parse("2026-03-10T11:00:00Z")];
  const window = { source: "directoryAudits", fromMs, toMs, reason: "settling" } as const;
  return new OpenWindow(logSources.directoryAudits, window, "t", toMs, toMs);
}

test("a window whose rows changed nothing is let go once they are merged", async () => {
  const committer = new Committer(lake, {
    expectedRowsPerDay: () => 0,
    notOffered: async () => new Map(),
    onCommit: () => {},
    onDoubted: () => {},
    onUnmerged: () => {},
    onFailure: () => {},
  });
  const taker = new RowTaker(lake, committer, new Tallies(), new Densities());
  const read = async (): Promise<WeakRef<OpenWindow>> => {
    const open = opened();
    const records = [{ raw: JSON.stringify(record), record, axisMs: null }];
    await taker.take(open, { records, isEmptyWithNext: false, observedMs: open.window.toMs, ref: "r" }, []);
    await taker.take(open, { records: [], isEmptyWithNext: false, observedMs: open.window.toMs, ref: "r" }, []);
    committer.end({ open, missing: [], cost: { requests: 2, throttledMs: 0 }, endedMs: open.window.toMs });
    return new WeakRef(open);
  };
  const window = await read();
  await committer.drain();
  await new Promise(setImmediate);
  collectGarbage();
  assert.equal(window.deref(), undefined);
  assert.ok(taker instanceof RowTaker);
});

test("a row was observed when its own page was made, so that an older read never counts as newer", async () => {
  const observed: (number | null)[] = [];
  const keeping: CollectLake = {
    ...lake,
    commit: async ({ rows }) => {
      observed.push(...rows.map(({ observedMs }) => observedMs));
      return { counts: new Map(), failed: [] };
    },
  };
  const ignore = (): void => {};
  const options = { onCommit: ignore, onDoubted: ignore, onUnmerged: ignore, onFailure: ignore };
  const committer = new Committer(keeping, {
    ...options,
    expectedRowsPerDay: () => 0,
    notOffered: async () => new Map(),
  });
  const taker = new RowTaker(keeping, committer, new Tallies(), new Densities());
  const open = opened();
  const records = [{ raw: JSON.stringify(record), record, axisMs: null }];
  const pages = [open.window.toMs + 1, open.window.toMs + 7_001];
  for (const observedMs of pages) await taker.take(open, { records, observedMs, isEmptyWithNext: false, ref: "r" }, []);
  await committer.drain();
  assert.deepEqual(observed, pages);
});
