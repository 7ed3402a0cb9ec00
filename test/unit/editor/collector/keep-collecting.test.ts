import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeepCollectingParts, KeepState } from "../../../../src/editor/collector/keep/keep-collecting.ts";
import type { CollectFailure, CollectOutcome } from "../../../../src/protocol/collector.ts";
import { CancelledError, TenantTrailError } from "../../../../src/protocol/errors.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { KeepCollecting } = await import("../../../../src/editor/collector/keep/keep-collecting.ts");
const { CollectingLease } = await import("../../../../src/editor/collector/keep/collecting-lease.ts");

const minute = 60_000;

function outcome(windows: number, failures: readonly CollectFailure[] = []): CollectOutcome {
  const table = { table: "signins", windows, fetched: 0, added: 0, updated: 0, late: 0, remaining: 0 } as const;
  return { tables: [table], failures, warnings: [], requests: 0, throttledMs: 0, rejected: [] };
}

const failure: CollectFailure = {
  tenantId: "t",
  source: "Audit.Exchange",
  from: "2026-11-21T14:00:00Z",
  to: "2026-11-21T15:00:00Z",
  code: "unreachable",
  message: "manage.office.com did not answer.",
};

/** A failure by its message, a wait by its reason, else the kind of state. */
function wordOf(state: KeepState): string {
  return state.kind === "failed" ? state.message : (state.kind === "waiting" && state.why) || state.kind;
}

/** A clock that stands still until it is told to go on, and what keeping collecting does by it. */
function keeping(collect: KeepCollectingParts["collect"], more: Partial<KeepCollectingParts> = {}) {
  let now = 0;
  let minutes: number | undefined = 15;
  let timer: { readonly at: number; readonly work: () => void } | undefined;
  const unexpected: unknown[] = [];
  const lease = { take: async () => true, release: async () => undefined } as unknown as KeepCollectingParts["lease"];
  const keep = new KeepCollecting({
    collect,
    lakePath: async () => "/lake",
    lease,
    minutes: () => minutes,
    record: (error) => unexpected.push(error),
    now: () => now,
    later: (milliseconds, work) => {
      const mine = { at: now + milliseconds, work };
      timer = mine;
      return {
        dispose: () => {
          if (timer === mine) timer = undefined;
        },
      };
    },
    ...more,
  });
  return {
    keep,
    unexpected,
    setMinutes: (value: number | undefined) => {
      minutes = value;
      keep.follow();
    },
    /** Minutes until the next look, then what stands after it. */
    next: async (): Promise<number> => {
      assert.ok(timer, "nothing is awaited");
      const waited = (timer.at - now) / minute;
      now = timer.at;
      const { work } = timer;
      timer = undefined;
      work();
      await new Promise((resolve) => setImmediate(resolve));
      return waited;
    },
    isWaiting: () => timer !== undefined,
  };
}

test("it is off until it is turned on, collects at the interval, and stops when it is turned off", async () => {
  let runs = 0;
  const { keep, next, setMinutes, isWaiting } = keeping(async () => {
    runs++;
    return outcome(1);
  });
  assert.equal(wordOf(keep.state), "off");
  keep.follow();
  assert.ok((await next()) < 1, "the first soon after the editor has opened");
  assert.equal(wordOf(keep.state), "waiting");
  assert.equal(await next(), 15);
  assert.equal(runs, 2);
  setMinutes(undefined);
  assert.deepEqual([wordOf(keep.state), isWaiting()], ["off", false]);
});

test("after failures it waits longer each time, and as usual again after a success", async () => {
  let isAway = true;
  const { keep, next, unexpected } = keeping(() =>
    isAway ? Promise.reject(new TenantTrailError("unreachable", "It is away.")) : Promise.resolve(outcome(1)),
  );
  keep.follow();
  const waits = [];
  for (let run = 0; run < 7; run++) waits.push(Math.round(await next()));
  assert.deepEqual(waits, [0, 30, 60, 120, 240, 240, 240]);
  assert.equal(wordOf(keep.state), "It is away.");
  assert.equal(unexpected.length, 7);
  isAway = false;
  await next();
  assert.equal(wordOf(keep.state), "waiting");
  assert.equal(await next(), 15);
});

test("a source that failed beside others that were read is said, and does not slow them down", async () => {
  const { keep, next } = keeping(async () => outcome(3, [failure]));
  keep.follow();
  await next();
  assert.equal(wordOf(keep.state), failure.message);
  assert.equal(await next(), 15);
});

test("it gives way to a person's collection and goes on later", async () => {
  const { keep, next, unexpected } = keeping(
    (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new CancelledError()))),
  );
  keep.follow();
  await next();
  assert.equal(wordOf(keep.state), "collecting");
  keep.giveWay();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(wordOf(keep.state), "waiting");
  assert.deepEqual(unexpected, []);
  assert.equal(await next(), 15);
});

test("turned off in the middle, the run ends and nothing follows it", async () => {
  const { keep, next, setMinutes, isWaiting } = keeping(
    (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new CancelledError()))),
  );
  keep.follow();
  await next();
  setMinutes(undefined);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([wordOf(keep.state), isWaiting()], ["off", false]);
});

test("without a lake or a tenant it looks again later", async () => {
  const { keep, next } = keeping(async () => "no tenant");
  keep.follow();
  await next();
  assert.equal(wordOf(keep.state), "no tenant");
  const none = keeping(async () => outcome(1), { lakePath: async () => undefined });
  none.keep.follow();
  await none.next();
  assert.equal(wordOf(none.keep.state), "no tenant");
});

test("without a person's permission it collects nothing, says so, and looks again later", async () => {
  const { keep, next } = keeping(async () => "not allowed");
  keep.follow();
  await next();
  assert.equal(wordOf(keep.state), "not allowed");
  assert.equal(await next(), 15);
});

test("of two windows one collects, and the other takes over when it ends", async (context) => {
  const { mkdtemp, rm } = await import("node:fs/promises");
  const { tmpdir } = await import("node:os");
  const folder = await mkdtemp(`${tmpdir()}/lease-`);
  context.after(() => rm(folder, { recursive: true }));
  let now = 0;
  const clock = (): number => now;
  const [first, second] = [new CollectingLease(folder, clock), new CollectingLease(folder, clock)];
  assert.equal(await first.take("/lake", 100), true);
  assert.equal(await second.take("/lake", 100), false);
  assert.equal(await second.take("/other", 100), true, "another lake is another lease");
  now = 50;
  assert.equal(await first.take("/lake", 100), true, "its holder keeps it");
  now = 149;
  assert.equal(await second.take("/lake", 100), false);
  now = 151;
  assert.equal(await second.take("/lake", 100), true, "a holder that is gone loses it");
  assert.equal(await first.take("/lake", 100), false);
  await first.release();
  assert.equal(await first.take("/lake", 100), false, "who does not hold it cannot release it");
  await second.release();
  assert.equal(await first.take("/lake", 100), true);
});

test("while another window collects, this one waits", async () => {
  let runs = 0;
  const lease = { take: async () => false, release: async () => undefined } as unknown as KeepCollectingParts["lease"];
  const { keep, next } = keeping(
    async () => {
      runs++;
      return outcome(1);
    },
    { lease },
  );
  keep.follow();
  await next();
  assert.equal(wordOf(keep.state), "another window");
  assert.equal(runs, 0);
});
