import assert from "node:assert/strict";
import { test } from "node:test";
import {
  collectDetails,
  collectNeedsLook,
  collectSummary,
} from "../../../../src/editor/collector/collecting/collect-outcome.ts";
import { collectProgressWords } from "../../../../src/editor/collector/collecting/collect-progress.ts";
import { keepWords } from "../../../../src/editor/collector/keep/keep-words.ts";
import { lostDayWords } from "../../../../src/editor/collector/lost-day-words.ts";
import { sourceTitles } from "../../../../src/editor/words/source-titles.ts";
import { logSources } from "../../../../src/lake/collecting/log-sources.ts";
import type { CollectOutcome, CollectProgress } from "../../../../src/protocol/collector.ts";
import { sourceIds } from "../../../../src/protocol/collector.ts";
import { joinOutcomes } from "../../../../src/protocol/join-outcomes.ts";
import { tableNames } from "../../../../src/protocol/tables.ts";
import { stretchWords } from "../../../../src/protocol/words/stretch-words.ts";
import { day } from "../fakes/some-log-days.ts";

const read: CollectOutcome = {
  tables: [{ table: "signins", windows: 12, fetched: 13_000, added: 12_400, updated: 3, late: 41, remaining: 0 }],
  failures: [],
  warnings: [],
  requests: 40,
  throttledMs: 12_345,
  rejected: [],
};

const troubled: CollectOutcome = {
  ...read,
  tables: [{ table: "activity", windows: 0, fetched: 0, added: 0, updated: 0, late: 0, remaining: 5 }],
  failures: [
    {
      tenantId: "t",
      source: "Audit.Exchange",
      from: "2026-11-21T14:00:00.000Z",
      to: "2026-11-21T16:00:00.000Z",
      code: "unreachable",
      message: "manage.office.com did not answer.\n## forged",
    },
    {
      tenantId: "t",
      source: "Audit.Exchange",
      from: "2026-11-21T16:00:00.000Z",
      to: "2026-11-21T18:00:00.000Z",
      code: "unreachable",
      message: "manage.office.com did not answer.",
    },
  ],
  warnings: ["The clock of this machine is 61 minutes ahead."],
  rejected: [{ source: "Audit.Exchange", line: 3, reason: "no Id" }],
  rejectedFile: "/lake/_rejects/x.ndjson",
};

test("a collection is told in a sentence that names what needs a look", () => {
  assert.equal(collectSummary(read), "Collected 12 windows: 12,400 rows added, 3 updated, 41 late.");
  assert.equal(
    collectSummary(troubled),
    "Collected 0 windows: 0 rows added, 0 updated, 5 windows left for the next run, 1 source failed, 1 record rejected, 1 warning.",
  );
  assert.equal(collectSummary({ ...read, tables: [] }), "Nothing is due: every source was read up to now.");
  assert.deepEqual([read, troubled].map(collectNeedsLook), [false, true]);
});

test("the details name each failure with its time and message, and forge no heading", () => {
  const details = collectDetails(troubled);
  assert.match(
    details,
    /^ {2}- Office 365 activity, Exchange, 2026-11-21 14:00–16:00: manage\.office\.com did not answer\.␊## forged$/m,
  );
  assert.match(details, /^ {2}- Office 365 activity, Exchange, record 3: no Id$/m);
  assert.match(details, /\/lake\/_rejects\/x\.ndjson/);
  assert.match(details, /61 minutes ahead/);
  assert.doesNotMatch(details, /^## forged/m);
});

test("several collections are told as one", () => {
  const joined = joinOutcomes([read, read, troubled]);
  assert.deepEqual(
    joined.tables.map(({ table, windows, added, remaining }) => [table, windows, added, remaining]),
    [
      ["signins", 24, 24_800, 0],
      ["activity", 0, 0, 5],
    ],
  );
  assert.equal(joined.requests, 120);
  assert.equal(joined.rejectedFile, "/lake/_rejects/x.ndjson");
  assert.equal(joinOutcomes([]).rejectedFile, undefined);
});

test("progress names the window, counts rows, and says when Microsoft asks to wait", () => {
  const progress: CollectProgress = {
    tenantId: "t",
    table: "signins",
    source: "signIns.interactiveUser",
    from: "2026-11-23T14:00:00.000Z",
    to: "2026-11-23T15:00:00.000Z",
    fetched: 13_000,
    added: 12_400,
    requests: 40,
    windows: 3,
    remaining: 9,
  };
  assert.deepEqual(collectProgressWords(progress, "2026-11-23", 0), {
    detail: "Sign-ins 14:00–15:00 · 12,400 rows",
    part: 0.25,
  });
  const waiting = { ...progress, windows: 0, remaining: 0, waitingUntil: "2026-11-23T15:02:11.000Z" };
  assert.deepEqual(collectProgressWords(waiting, "2026-11-24", 0), {
    detail: "Sign-ins 2026-11-23 14:00–15:00 · 12,400 rows · Microsoft asks to wait until 15:02:11 UTC",
    part: 0,
  });
});

test("stretches are read as hours of a day, as whole days, or from moment to moment", () => {
  const words = (from: string, to: string, today?: string) => stretchWords({ from, to }, today);
  assert.equal(words("2026-11-21T22:00:00.000Z", "2026-11-22T00:00:00.000Z", "2026-11-21"), "22:00–24:00");
  assert.equal(words("2026-11-21", "2026-11-22"), "2026-11-21");
  assert.equal(words("2026-02-28T00:00:00Z", "2026-03-02T00:00:00Z"), "2026-02-28 – 2026-03-01");
  assert.equal(words("2026-11-21T22:00:00Z", "2026-11-22T02:30:00Z"), "2026-11-21 22:00 – 2026-11-22 02:30");
});

test("every source has a title, in the table that the lake puts its rows in", () => {
  for (const source of sourceIds) assert.equal(sourceTitles[source].table, logSources[source].table, source);
  const names = sourceIds.map((source) => `${sourceTitles[source].table} ${sourceTitles[source].title}`);
  assert.equal(new Set(names).size, names.length);
});

test("a lost day says for each table how its events may still be had", () => {
  for (const table of tableNames) {
    const words = lostDayWords([day({ table, state: "lost", day: "2026-09-09" })]);
    assert.match(words.message, /of 2026-09-09 were not read/);
    assert.ok(words.detail.length > 80, table);
    assert.equal(words.searchable, table === "activity");
  }
  assert.match(lostDayWords([day({ state: "lost" }), day({ state: "lost", day: "2026-11-20" })]).message, /of 2 days/);
});

test("keeping collecting says when it goes on", () => {
  const next = new Date(2026, 10, 23, 14, 5).getTime();
  assert.equal(keepWords({ kind: "waiting", next }).short, "next at 14:05");
  assert.equal(keepWords({ kind: "waiting", next, why: "another window" }).short, "in another window");
  assert.match(keepWords({ kind: "failed", next, message: "It is away." }).long, /^It is away\. .* 14:05\.$/);
  assert.equal(keepWords({ kind: "off" }).short, "off");
});
