import assert from "node:assert/strict";
import { test } from "node:test";
import { uncoveredIn } from "../../../../src/lake/ledger/coverage.ts";
import { json, refusal } from "../microsoft/scripted-microsoft.ts";
import { scriptedRun } from "./scripted-run.ts";

const day = 86_400_000;
/** The run's clock begins at noon of the tenth. */
const asked = { from: "2026-03-05T00:00:00Z", to: "2026-03-08T00:00:00Z" };
const range = { fromMs: Date.parse(asked.from), toMs: Date.parse(asked.to) };

/** The window of a request for directory audits, milliseconds since 1970. */
function windowOf(url: string): { readonly fromMs: number; readonly toMs: number } {
  const filter = new URL(url).searchParams.get("$filter") ?? "";
  const [, from = "", to = ""] = /activityDateTime ge (\S+) and activityDateTime le (\S+)/.exec(filter) ?? [];
  return { fromMs: Date.parse(from), toMs: Date.parse(to) + 1 };
}

/** Answers with nothing, but for windows that hold one of some instants. */
const poisoned =
  (instants: readonly number[], bad: () => Response) =>
  ({ url }: { readonly url: string }): Response => {
    const { fromMs, toMs } = windowOf(url);
    return instants.some((ms) => fromMs <= ms && ms < toMs) ? bad() : json({ value: [] });
  };

const serverError = (): Response => refusal(500, "UnknownError", "An error has occurred.");

for (const [what, instants] of [
  ["one record", [Date.parse("2026-03-06T09:12:44.250Z")]],
  ["a record at the end of a day", [Date.parse("2026-03-06T23:59:59.999Z")]],
  ["a record at the beginning of a day", [Date.parse("2026-03-06T00:00:00Z")]],
  ["three records", ["2026-03-05T01:00:00.5Z", "2026-03-06T09:12:44Z", "2026-03-06T09:12:46Z"].map(Date.parse)],
] as const)
  test(`${what} that makes every answer fail costs its second and no more`, async () => {
    const { outcome, covered, seen } = await scriptedRun("directoryAudits", poisoned(instants, serverError), asked);
    const seconds = instants.map((ms) => Math.floor(ms / 1000) * 1000);
    assert.deepEqual(
      uncoveredIn(covered, range),
      seconds.map((fromMs) => ({ fromMs, toMs: fromMs + 1000 })),
    );
    assert.deepEqual(
      outcome.failures.map(({ from, to }) => [Date.parse(from), Date.parse(to)]).sort(),
      seconds.map((fromMs) => [fromMs, fromMs + 1000]),
    );
    assert.ok(seen.length < 160 * instants.length, `${seen.length} requests`);
  });

for (const [what, bad] of [
  ["a time-out", () => refusal(504, "UnknownError", "The request timed out.")],
  ["an answer that is cut", () => json('{"value":[{"id":"a"')],
] as const)
  test(`a record that makes every answer ${what} costs two seconds at most`, async () => {
    const instant = Date.parse("2026-03-06T09:12:44.250Z");
    const { covered, outcome } = await scriptedRun("directoryAudits", poisoned([instant], bad), asked);
    const holes = uncoveredIn(covered, range);
    assert.ok(holes.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) <= 2000, JSON.stringify(holes));
    assert.ok(holes.some(({ fromMs, toMs }) => fromMs <= instant && instant < toMs));
    assert.ok(outcome.failures.length <= 2);
  });

test("a stretch that failed is left alone for a day, and then asked for once", async () => {
  const instant = Date.parse("2026-03-06T09:12:44.250Z");
  const script = poisoned([instant], serverError);
  const first = await scriptedRun("directoryAudits", script);
  assert.equal(first.outcome.failures.length, 1);
  const soon = await first.again({ afterMs: 3_600_000 });
  assert.ok(soon.seen.every(({ url }) => !holds(url, instant)));
  assert.equal(soon.outcome.failures.length, 0);
  const later = await first.again({ afterMs: day });
  const asks = later.seen.filter(({ url }) => holds(url, instant));
  assert.ok(asks.length > 0 && asks.length <= 5, `${asks.length} requests`);
});

test("a source that answers nothing ends the run soon", async () => {
  const { outcome, seen, covered } = await scriptedRun("directoryAudits", serverError);
  assert.ok(seen.length < 200, `${seen.length} requests`);
  assert.ok(outcome.failures.length >= 1);
  assert.ok((outcome.tables[0]?.remaining ?? 0) > 100);
  assert.deepEqual(covered, []);
});

function holds(url: string, ms: number): boolean {
  const { fromMs, toMs } = windowOf(url);
  return fromMs <= ms && ms < toMs;
}
