import assert from "node:assert/strict";
import { test } from "node:test";
import type { CollectOutcome, CollectProgress } from "../../../../src/protocol/collector.ts";
import { CancelledError, TenantTrailError } from "../../../../src/protocol/errors.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { TenantRuns } = await import("../../../../src/editor/collector/tenant-runs.ts");

const lake = { kind: "folder", path: "/lake" } as const;
const at = "2026-11-23T16:40:12.000Z";
const runsAt = () => new TenantRuns(() => Date.parse(at));

const outcome: CollectOutcome = {
  tables: [
    { table: "signins", windows: 1, fetched: 5, added: 4, updated: 1, late: 0, remaining: 0 },
    { table: "audits", windows: 1, fetched: 3, added: 3, updated: 0, late: 0, remaining: 2 },
  ],
  failures: [],
  warnings: [],
  requests: 2,
  throttledMs: 0,
  rejected: [],
};

function progress(tenantId: string, added: number, more: Partial<CollectProgress> = {}): CollectProgress {
  return {
    tenantId,
    table: "signins",
    source: "signIns.interactiveUser",
    from: "2026-11-23T14:00:00Z",
    to: "2026-11-23T15:00:00Z",
    fetched: added + 1,
    added,
    requests: 2,
    windows: 1,
    remaining: 1,
    ...more,
  };
}

test("a run is known from its beginning, with the window that is read, to what it came to", () => {
  const runs = runsAt();
  let changes = 0;
  runs.onDidChange(() => changes++);
  const run = runs.begin(lake, ["a"], true);
  assert.deepEqual(runs.of(lake), [
    {
      tenantId: "a",
      isShared: false,
      isWhole: true,
      fetched: 0,
      added: 0,
      state: { kind: "running", isCancelling: false },
    },
  ]);
  run.progress(progress("a", 4, { waitingUntil: at }));
  const [running] = runs.of(lake);
  assert.deepEqual([running?.fetched, running?.added], [5, 4]);
  assert.deepEqual(running?.state, {
    kind: "running",
    isCancelling: false,
    window: {
      source: "signIns.interactiveUser",
      from: "2026-11-23T14:00:00Z",
      to: "2026-11-23T15:00:00Z",
      windows: 1,
      remaining: 1,
      waitingUntil: at,
    },
  });
  run.end(outcome);
  const [ended] = runs.of({ ...lake });
  assert.deepEqual([ended?.fetched, ended?.added], [8, 7], "the outcome counts what no progress told");
  assert.deepEqual(ended?.state, { kind: "ended", at, remaining: 2, failures: [], warnings: [] });
  assert.equal(changes, 3);
  assert.deepEqual(runs.of({ kind: "folder", path: "/other" }), [], "a run belongs to its lake");
});

test("the totals of several requests add up", () => {
  const runs = runsAt();
  const run = runs.begin(lake, ["a"], false);
  run.beginRequest();
  run.progress(progress("a", 4));
  run.progress(progress("a", 6));
  run.beginRequest();
  run.progress(progress("a", 10));
  assert.equal(runs.of(lake)[0]?.added, 16);
  assert.equal(run.added, 16);
});

test("each tenant of a shared run has its own rows and failures, and forges no line", () => {
  const runs = runsAt();
  const run = runs.begin(lake, ["a", "b"], true);
  run.progress(progress("a", 4, { remaining: 3 }));
  run.progress(progress("b", 10, { remaining: 0 }));
  const [first, second] = runs.of(lake);
  assert.deepEqual([first?.isShared, first?.added, first?.state], [true, 4, { kind: "running", isCancelling: false }]);
  assert.ok(second?.state.kind === "running" && second.state.window, "the run is at the second tenant");
  const failure = { source: "Audit.Exchange", from: at, to: at, code: "unreachable" } as const;
  run.end({ ...outcome, failures: [{ ...failure, tenantId: "a", message: "It is away.\nforged" }] });
  assert.deepEqual(
    runs.of(lake).map(({ added, state }) => [added, state.kind === "ended" && [state.remaining, state.failures]]),
    [
      [4, [3, [{ source: "Audit.Exchange", from: at, to: at, message: "It is away.␊forged" }]]],
      [10, [0, []]],
    ],
  );
});

test("cancelling a tenant aborts what runs of it, and nothing else", () => {
  const runs = runsAt();
  const [mine, other] = [runs.begin(lake, ["a"], true), runs.begin(lake, ["b"], true)];
  runs.cancel("a");
  assert.deepEqual([mine.signal.aborted, other.signal.aborted], [true, false]);
  assert.deepEqual(runs.of(lake)[0]?.state, { kind: "running", isCancelling: true });
  mine.fail(new CancelledError());
  other.fail(new TenantTrailError("sign-in-failed", "The secret has expired. Make a new one."));
  assert.deepEqual(
    runs.of(lake).map(({ state }) => state),
    [
      { kind: "cancelled", at },
      { kind: "failed", at, message: "The secret has expired. Make a new one." },
    ],
  );
});

test("a run that goes on is shown before one that has ended; then the newest", () => {
  const runs = runsAt();
  const long = runs.begin(lake, ["a"], true);
  runs.begin(lake, ["a"], false).end(outcome);
  assert.equal(runs.of(lake)[0]?.state.kind, "running");
  long.fail(new CancelledError());
  runs.begin(lake, ["a"], true).end(outcome);
  assert.equal(runs.of(lake)[0]?.state.kind, "ended");
  assert.equal(runs.of(lake).length, 1);
});

test("the time that is left of a tenant counts from its own beginning, not from that of the tenant before it", () => {
  let now = Date.parse(at);
  const runs = new TenantRuns(() => now);
  const run = runs.begin(lake, ["a", "b"], true);
  const tell = (tenantId: string, afterMs: number, windows: number): number | undefined => {
    now += afterMs;
    run.progress(progress(tenantId, 0, { windows, remaining: 10 }));
    const state = runs.of(lake).find((each) => each.tenantId === tenantId)?.state;
    return state?.kind === "running" ? state.window?.leftMs : undefined;
  };
  assert.equal(tell("a", 3_600_000, 10), 3_600_000);
  assert.equal(tell("b", 1_000, 1), undefined);
  assert.equal(tell("b", 19_000, 5), 40_000);
  run.beginRequest();
  assert.equal(tell("b", 20_000, 10), 20_000);
});
