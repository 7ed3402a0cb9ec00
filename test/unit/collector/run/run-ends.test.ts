import assert from "node:assert/strict";
import { test } from "node:test";
import { collect } from "../../../../src/collector/collect.ts";
import type { CollectLake } from "../../../../src/collector/run/collect-lake.ts";
import { emptyLedger } from "../../../../src/lake/ledger/ledger-state.ts";
import { json, refusal, type Script, scripted, tenantId } from "../microsoft/scripted-microsoft.ts";
import { scriptedRun, settingsOf } from "./scripted-run.ts";

const hour = 3_600_000;
const day = 24 * hour;
const startMs = Date.parse("2026-03-10T12:00:00Z");

const oneMinute = { request: { maxMinutes: 1 } };

/** Where the window of a request for directory audits begins. */
function fromOf(url: string): number {
  return Date.parse(/activityDateTime ge (\S+)/.exec(new URL(url).searchParams.get("$filter") ?? "")?.[1] ?? "");
}

for (const [what, status, code] of [
  ["could not be found", 404, "AF20050"],
  ["had expired", 400, "AF20051"],
] as const)
  test(`content that is listed but ${what} is asked for once in a run, and stays a hole`, async () => {
    const created = "2026-03-10T09:20:30.123Z";
    const feed = `https://manage.office.com/api/v1.0/${tenantId}/activity/feed`;
    const { outcome, covered } = await scriptedRun("Audit.Exchange", ({ url }) => {
      const { pathname, searchParams } = new URL(url);
      if (pathname.endsWith("/subscriptions/list")) return json([{ contentType: "Audit.Exchange", status: "enabled" }]);
      if (!pathname.endsWith("/subscriptions/content")) return refusal(status, code, "The content is not there.");
      const [from, to] = [searchParams.get("startTime") ?? "", searchParams.get("endTime") ?? ""];
      const isHere = from <= created && created < to;
      return json(isHere ? [{ contentUri: `${feed}/audit/gone`, contentCreated: created }] : []);
    });
    assert.match(outcome.warnings.join(), new RegExp(`listed but ${what}`));
    assert.ok(covered.length > 0);
    const atMs = Date.parse(created);
    assert.ok(covered.every(({ fromMs, toMs }) => toMs <= atMs || fromMs > atMs));
  });

test("a poll of all states that Microsoft never finishes is left to the next run", async () => {
  const { outcome } = await scriptedRun("riskyUsers", () => refusal(504, "UnknownError", "The request timed out."));
  assert.deepEqual(
    outcome.failures.map(({ source, code }) => [source, code]),
    [["riskyUsers", "unreachable"]],
  );
});

test("what the API says without a word that it no longer has is not covered", async () => {
  // It names the day that it refuses to be asked before; what it keeps it keeps to the second.
  const { covered } = await scriptedRun("directoryAudits", ({ url }) =>
    fromOf(url) < Date.parse("2026-03-03T00:00:00Z")
      ? refusal(400, "", "Minimum allowed time for activityDateTime is 3/3/2026 12:00:00 AM")
      : json({ value: [] }),
  );
  assert.ok((covered[0]?.fromMs ?? 0) >= startMs - 7 * day, new Date(covered[0]?.fromMs ?? 0).toISOString());
});

test("a stretch that fell out of what is offered while its turn was awaited is not covered", async () => {
  const from = new Date(startMs - 30 * day).toISOString();
  const to = new Date(startMs - 29 * day).toISOString();
  const { covered } = await scriptedRun(
    "directoryAudits",
    (_, n) => (n < 4 ? json("", { "retry-after": "3600" }, 429) : json({ value: [] })),
    { from, to },
  );
  const [first] = covered;
  assert.ok(first !== undefined && first.fromMs >= startMs - 30 * day + 3_600_000, JSON.stringify(covered[0]));
});

/** A floor of directory audits that was found so long ago that it is asked again. */
const oldFloor = {
  ...settingsOf("directoryAudits"),
  floors: { directoryAudits: { days: 7, at: new Date(startMs - 2 * day).toISOString() } },
};

test("silence below a floor, however far below it, does not lift it", async () => {
  const { covered } = await scriptedRun("directoryAudits", () => json({ value: [] }), {}, oldFloor);
  assert.ok((covered[0]?.fromMs ?? 0) >= startMs - 7 * day, new Date(covered[0]?.fromMs ?? 0).toISOString());
});

test("what was answered with silence below a floor is not covered, although a later window lifts the floor", async () => {
  const event = "2026-02-25T10:00:00Z";
  const eventMs = Date.parse(event);
  const silentMs: number[] = [];
  let isSeen = false;
  const { covered } = await scriptedRun(
    "directoryAudits",
    ({ url }) => {
      const fromMs = fromOf(url);
      if (!isSeen && fromMs > eventMs) silentMs.push(fromMs);
      if (fromMs > eventMs || eventMs >= fromMs + day) return json({ value: [] });
      isSeen = true;
      return json({ value: [{ id: "a", activityDateTime: event, activityDisplayName: "x" }] });
    },
    { from: "2026-02-25", to: "2026-03-01" },
    oldFloor,
  );
  const below = silentMs.filter((ms) => ms < startMs - 8 * day);
  assert.ok(isSeen && below.length > 0, `${below.length} silent windows below the floor`);
  const claimed = below.filter((ms) => covered.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs));
  assert.deepEqual(
    claimed.map((ms) => new Date(ms).toISOString()),
    [],
  );
});

test("a run whose time is over while it looks what is due gives its outcome", async () => {
  const { microsoft, clock } = scripted(() => json({ value: [] }));
  const lake: CollectLake = {
    state: async (_, signal) => {
      await clock.sleep(120_000, signal);
      return emptyLedger;
    },
    commit: async () => ({ counts: new Map(), failed: [] }),
    compare: async () => ({ notShown: [], lackedBefore: [] }),
    keepCheckpoints: async () => {},
    saveTenant: async () => {},
    takeSearch: async () => undefined,
    keepUnsubscribed: async () => [],
    unsubscribed: async () => undefined,
    reject: async () => undefined,
  };
  const outcome = await collect({ settings: settingsOf("directoryAudits"), microsoft, lake, clock }, oneMinute);
  assert.deepEqual(outcome.failures, []);
  const stop = AbortSignal.abort();
  await assert.rejects(
    collect({ settings: settingsOf("directoryAudits"), microsoft, lake, clock }, { ...oneMinute, signal: stop }),
    { name: "CancelledError" },
  );
});

for (const [what, script] of [
  ["never finishes an answer", () => new Promise<Response>(() => {})],
  ["answers with web pages alone", () => json("<html>Blocked by the proxy</html>")],
  ["answers with 204 alone", () => new Response(null, { status: 204 })],
  ["answers with 206 alone", () => json({ value: [] }, {}, 206)],
] as const)
  test(`a Microsoft that ${what} ends the run, and not only after each second was asked for`, async () => {
    const { outcome, seen, covered } = await scriptedRun("directoryAudits", script);
    assert.ok(outcome.failures.length >= 1 && seen.length < 600, `${seen.length} requests`);
    assert.ok((outcome.tables[0]?.remaining ?? 0) > 100);
    assert.deepEqual(covered, []);
  });

/** Directory audits whose pages are empty and lead on and on, where a window begins before a time. */
function endlessBefore(ms: number): Script {
  return ({ url }, n) => {
    const given = new URL(url).searchParams.get("$skiptoken");
    if (given === null && fromOf(url) >= ms) return json({ value: [] });
    return json({
      value: [],
      "@odata.nextLink": `${new URL(url).origin}/beta/auditLogs/directoryAudits?$skiptoken=${n}`,
    });
  };
}

test("a source whose empty pages never end costs a thousand requests a run, and nothing of it counts as read", async () => {
  const { outcome, seen, covered } = await scriptedRun("directoryAudits", endlessBefore(Number.POSITIVE_INFINITY));
  assert.ok(seen.length > 1_000 && seen.length <= 1_010, `${seen.length} requests`);
  assert.deepEqual(covered, []);
  assert.match(
    outcome.failures[0]?.message ?? "",
    /1000 empty pages in a row\. They are read again in the next run\.$/,
  );
  assert.ok((outcome.tables[0]?.remaining ?? 0) > 100);
});

test("windows whose empty pages never end are told, and hold back none of those that end", async () => {
  const { outcome, covered, again } = await scriptedRun("directoryAudits", endlessBefore(startMs - 27 * day));
  assert.ok(covered.length > 0 && covered.every(({ fromMs }) => fromMs >= startMs - 27 * day - hour));
  assert.ok(outcome.failures.length > 0);
  const { seen } = await again({ afterMs: 900_000 });
  assert.ok(seen.length > 1_000 && seen.length < 4_000, `${seen.length} requests of the next run`);
});

test("a Date of 1990 on every answer changes nothing but a warning", async () => {
  const run = (headers: Readonly<Record<string, string>>) =>
    scriptedRun("directoryAudits", () => json({ value: [] }, headers));
  const dead = await run({ date: "Mon, 01 Jan 1990 00:00:00 GMT" });
  const right = await run({});
  assert.deepEqual(dead.covered, right.covered);
  assert.deepEqual(dead.seen.length, right.seen.length);
  assert.match(dead.outcome.warnings.join(), /say that it is 1990-01-01/);
  assert.deepEqual(right.outcome.warnings, []);
});
