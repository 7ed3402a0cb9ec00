import assert from "node:assert/strict";
import { test } from "node:test";
import { healthGroups } from "../../../media/collector-page/health/health-rows.ts";
import {
  barPath,
  healthSummary,
  moment,
  named,
  rowsWords,
  unbroken,
  withoutYear,
} from "../../../media/collector-page/health/health-words.ts";
import type { HealthReport } from "../../../src/protocol/collector.ts";
import { lateness, stretchesLength } from "../../../src/protocol/words/missing-time.ts";
import { fakeHealth, fakeSources, fakeTenant } from "../../media/collector-page/fake-collector.ts";

test("lateness is told in the units that fit", () => {
  assert.deepEqual([0, 45_000, 190_000, 3_600_000, 9_300_000, 187_200_000, 864_000_000].map(lateness), [
    "0 s",
    "45 s",
    "3 min",
    "1 h",
    "2 h 35 min",
    "2 d 4 h",
    "10 d",
  ]);
});

test("this year's days go without their year, others keep it", () => {
  const now = "2026-11-23T13:45:12.000Z";
  assert.deepEqual(
    [moment("2026-11-22T14:05:59Z", now), moment("2025-12-31T23:59:00Z", now), moment(null, now)],
    ["11-22 14:05", "2025-12-31 23:59", "–"],
  );
  assert.equal(withoutYear("2025-12-31 – 2026-01-02", now), "2025-12-31 – 01-02");
});

test("a chart says its total, its highest hour and its empty hours", () => {
  const rows = Array.from({ length: 168 }, (_, hour) => (hour === 160 ? 410 : hour < 3 ? 0 : 1));
  assert.equal(
    rowsWords(rows, "2026-11-23T13:45:12.000Z"),
    "574 rows in 7 days; most in an hour 410, at 2026-11-23 06:00 UTC; 3 hours without rows.",
  );
  assert.equal(rowsWords(Array(168).fill(0), "2026-11-23T13:45:12.000Z"), "No rows in 7 days.");
});

test("bars are in proportion, an hour with a row is always seen, and one without never", () => {
  assert.equal(barPath([0, 1, 500, 1000], 20), "M1 20v-1h1v1zM2 20v-10h1v10zM3 20v-20h1v20z");
  assert.equal(barPath([0, 0], 20), "");
});

test("a table with several sources has their sums, and each on its own", () => {
  const groups = healthGroups(fakeHealth(), fakeTenant.tenantId, fakeSources);
  assert.deepEqual(
    groups.map(({ title, sources }) => [title, ...sources.map((source) => source.title)]),
    [
      ["Sign-ins", "by people", "by applications for people", "by service principals", "by managed identities"],
      ["Audits"],
      ["Risky users"],
      [
        ...["Office 365 activity", "Entra ID", "Exchange", "SharePoint and OneDrive", "other workloads"],
        ...["data loss prevention", "audit search"],
      ],
    ],
  );
  const [signIns, , riskyUsers, activity] = groups;
  assert.deepEqual([signIns?.requests, signIns?.late, signIns?.throttledSeconds], [4 * 1312, 41, 310]);
  assert.deepEqual([activity?.gaps.length, activity?.lost.length], [1, 1]);
  assert.deepEqual(
    activity?.errors.map(({ titles, at, isOver }) => [titles, at, isOver]),
    [[["Exchange"], "2026-11-23T12:10:44.000Z", false]],
  );
  assert.equal(riskyUsers?.readUpTo, null);
  assert.deepEqual(healthGroups(fakeHealth(), "other", fakeSources), []);
});

test("sources that failed with the same words are told once, the newest failure first", () => {
  const health = fakeHealth();
  const error = (at: string, message: string) => ({ code: "unreachable", at, message });
  const sources = health.sources.map((source) => ({
    ...source,
    lastRead: null,
    lastError:
      source.source === "Audit.General"
        ? error("2026-11-23T13:00:00Z", "It refused.")
        : error(source.source === "DLP.All" ? "2026-11-23T12:30:00Z" : "2026-11-23T12:00:00Z", "It is away."),
  }));
  const activity = healthGroups({ ...health, sources }, fakeTenant.tenantId, fakeSources).at(-1);
  assert.deepEqual(
    activity?.errors.map(({ titles, at }) => [named(titles), at]),
    [
      ["other workloads", "2026-11-23T13:00:00Z"],
      ["Entra ID, Exchange and 3 others", "2026-11-23T12:30:00Z"],
    ],
  );
});

test("an error that the source has got over is told after those that stand, and is no trouble", () => {
  const health = fakeHealth();
  const error = { code: "unreachable", at: "2026-11-23T12:00:00.000Z", message: "It is away." };
  const sources = health.sources.map((source) => ({
    ...source,
    lastError: error,
    lastRead: source.source === "Audit.General" ? "2026-11-23T11:00:00.000Z" : "2026-11-23T12:00:01.000Z",
  }));
  const groups = healthGroups({ ...health, sources }, fakeTenant.tenantId, fakeSources);
  assert.deepEqual(
    groups.at(-1)?.errors.map(({ titles, isOver }) => [titles.length, isOver]),
    [
      [1, false],
      [5, true],
    ],
  );
  assert.match(healthSummary(groups).words, /^1 source failed at the last try · /);
});

test("a tenant that was not read yet is not taken for a healthy one", () => {
  const health = fakeHealth();
  const sources = health.sources.map((source) => ({
    ...source,
    lastRead: null,
    readUpTo: null,
    gaps: [],
    lost: [],
    lastError: null,
  }));
  assert.deepEqual(healthSummary(healthGroups({ ...health, sources }, fakeTenant.tenantId, fakeSources)), {
    words: "11 sources not read yet.",
    isGood: false,
  });
});

test("names in a sentence are few", () => {
  assert.deepEqual([["a"], ["a", "b"], ["a", "b", "c"]].map(named), ["a", "a and b", "a, b and 1 other"]);
});

test("a tenant stands in a line: what is wrong, or that nothing is", () => {
  const health = fakeHealth();
  const summaryOf = (sources: HealthReport["sources"]) =>
    healthSummary(healthGroups({ ...health, sources }, fakeTenant.tenantId, fakeSources));
  assert.deepEqual(summaryOf(health.sources), {
    words:
      "1 source failed at the last try · 2 h missing · Office 365 activity lost time that Microsoft no longer offers.",
    isGood: false,
  });
  const well = health.sources.map((source) => ({ ...source, gaps: [], lost: [], lastError: null }));
  assert.deepEqual(summaryOf(well), { words: "Nothing fails, no gaps, nothing lost.", isGood: true });
});

test("stretches come to a length, and lengths stay on one line", () => {
  const hours = (from: number, to: number) => ({ from: `2026-11-21T0${from}:00:00Z`, to: `2026-11-21T0${to}:30:00Z` });
  assert.equal(unbroken(stretchesLength([hours(1, 2), hours(4, 5)])), "3\u00a0h");
});
