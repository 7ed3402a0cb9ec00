import assert from "node:assert/strict";
import { test } from "node:test";
import { coveredIn } from "../../../../src/lake/ledger/coverage.ts";
import { keyHash } from "../../../../src/lake/ledger/lacked-rows.ts";
import { json } from "../microsoft/scripted-microsoft.ts";
import { scriptedRun } from "./scripted-run.ts";

const hour = 3_600_000;
const day = 24 * hour;
/** Well inside a window of a day that is long settled when it is first read. */
const firstMs = Date.parse("2026-02-20T10:00:00Z");
const events = Array.from({ length: 6 }, (_, n) => ({
  id: `Directory_${n}`,
  activityDateTime: new Date(firstMs + n * hour).toISOString(),
  activityDisplayName: "Update user",
}));

/** Answers with the events of the window, newest first, but for those that are hidden when it is asked. */
const listing =
  (isHidden: (n: number, atMs: number) => boolean) =>
  ({ url, atMs }: { readonly url: string; readonly atMs: number }): Response => {
    const { fromMs, toMs } = windowOf(url);
    const value = events.filter(({ activityDateTime }, n) => {
      const ms = Date.parse(activityDateTime);
      return fromMs <= ms && ms < toMs && !isHidden(n, atMs);
    });
    return json({ value: value.toReversed() });
  };

function windowOf(url: string): { readonly fromMs: number; readonly toMs: number } {
  const filter = new URL(url).searchParams.get("$filter") ?? "";
  const [, from = "", to = ""] = /activityDateTime ge (\S+) and activityDateTime le (\S+)/.exec(filter) ?? [];
  return { fromMs: Date.parse(from), toMs: Date.parse(to) + 1 };
}

const startMs = Date.parse("2026-03-10T12:00:00Z");
const about = { fromMs: firstMs - hour, toMs: firstMs + 12 * hour };

const asksOf = (seen: readonly { readonly url: string }[]): number =>
  seen.filter(({ url }) => windowOf(url).fromMs <= firstMs && firstMs < windowOf(url).toMs).length;

test("a day that was read once, long after it, is read once more, and rows that the first read lacked open it again", async () => {
  const first = await scriptedRun(
    "directoryAudits",
    listing((n, atMs) => n < 3 && atMs < startMs + 2 * hour),
  );
  assert.ok(coveredIn(first.covered, about).every(({ onceMs }) => onceMs !== null));
  assert.equal(asksOf(first.seen), 1);
  const second = await first.again({ afterMs: 5 * hour });
  assert.equal(asksOf(second.seen), 1);
  assert.equal(second.outcome.tables[0]?.late, 3);
  assert.ok(coveredIn(second.covered, about).some(({ foundMs }) => foundMs !== null));
  const third = await second.again({ afterMs: 2 * day });
  assert.ok(coveredIn(third.covered, about).every(({ foundMs, onceMs }) => foundMs === null && onceMs === null));
});

test("a read that lacks rows which are held covers nothing and is made once more at once", async () => {
  let lists = 0;
  const first = await scriptedRun("directoryAudits", (request) => {
    const isSecond = asksOf([request]) === 1 && ++lists === 2;
    return listing((n) => n < 3 && isSecond)(request);
  });
  const second = await first.again({ afterMs: 5 * hour });
  assert.equal(asksOf(second.seen), 2);
  assert.ok(
    coveredIn(second.covered, about).every(({ onceMs }) => onceMs === null),
    "the third read is as good as any",
  );
  assert.equal(second.state.lacked.size, 0);
  assert.deepEqual(second.outcome.warnings, []);
});

test("rows that several reads at different times all lack are no longer offered, and hold nothing open", async () => {
  const isGone = (n: number, atMs: number): boolean => n === 2 && atMs > startMs + hour;
  const first = await scriptedRun("directoryAudits", listing(isGone));
  let run = await first.again({ afterMs: 5 * hour });
  assert.equal(asksOf(run.seen), 2, "it is read twice in a run, not for ever");
  assert.match(run.outcome.warnings.join(), /lacked 1 row that it had shown before/);
  assert.ok(coveredIn(run.covered, about).some(({ onceMs }) => onceMs !== null));
  let asks = 0;
  for (let hours = 0; hours < 40; hours += 1) {
    run = await run.again({ afterMs: hour });
    asks += asksOf(run.seen);
  }
  assert.ok(asks <= 6, `${asks} reads`);
  assert.ok(coveredIn(run.covered, about).every(({ foundMs, onceMs }) => foundMs === null && onceMs === null));
  const [row] = [...run.state.lacked.values()].flat();
  assert.deepEqual([row?.key, row?.reads], [keyHash("Directory_2"), 3]);
  assert.equal(
    [...run.state.slices.values()].reduce((rows, slice) => rows + slice.rows, 0),
    events.length,
  );
});

test("what a collection was narrowed to lacks nothing, and covers nothing", async () => {
  const first = await scriptedRun(
    "directoryAudits",
    listing(() => false),
  );
  const request = { from: "2026-02-19", to: "2026-02-22", filter: { users: ["nobody@contoso.com"] } };
  const filtered = await first.again({ afterMs: 5 * hour, request });
  assert.ok(asksOf(filtered.seen) > 0);
  assert.equal(filtered.state.lacked.size, 0);
  assert.deepEqual(filtered.covered, first.covered);
});
