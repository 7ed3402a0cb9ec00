import assert from "node:assert/strict";
import { test } from "node:test";
import { healthRows } from "../../../media/collector-page/health-rows.ts";
import { barPath, lateness, moment, rowsWords, withoutYear } from "../../../media/collector-page/health-words.ts";
import { fakeHealth, fakeSources, fakeTenant } from "../../media/fake-collector.ts";

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

test("a table with several sources has a line with their sums and a line each", () => {
  const rows = healthRows(fakeHealth(), fakeTenant.tenantId, fakeSources);
  assert.deepEqual(
    rows.map(({ title, isSource }) => `${isSource ? "  " : ""}${title}`),
    [
      ...["Sign-ins", "  by people", "  by applications for people", "  by service principals"],
      ...["  by managed identities", "Audits", "Risky users", "Office 365 activity", "  Entra ID", "  Exchange"],
      ...["  SharePoint and OneDrive", "  other workloads", "  data loss prevention", "  audit search"],
    ],
  );
  const [signIns] = rows;
  assert.deepEqual([signIns?.requests, signIns?.late, signIns?.throttledSeconds], [4 * 1312, 41, 310]);
  const activity = rows.find(({ key }) => key === "activity");
  assert.deepEqual([activity?.gaps.length, activity?.lost.length, activity?.errors.length], [1, 1, 0]);
  assert.equal(rows.find(({ key }) => key === "Audit.Exchange")?.errors.length, 1);
  assert.equal(rows.find(({ key }) => key === "riskyusers")?.readUpTo, null);
  assert.deepEqual(healthRows(fakeHealth(), "other", fakeSources), []);
});
