import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plan } from "../../../../src/collector/plan/plan.ts";
import { agesFor, requestsPerDay, settlingCost } from "../../../../src/collector/plan/thin-rereads.ts";
import { completeAge, settlingAges } from "../../../../src/lake/collecting/settling-ages.ts";
import { cover } from "../../../../src/lake/ledger/coverage.ts";
import { day, hour, input, now, source } from "./some-plans.ts";

const reports = { pageRows: 1_000, allowancePerDay: 43_200, retentionMs: 30 * day };
const hoursOf = (rowsPerDay: number): number[] => agesFor({ ...reports, rowsPerDay }).map(({ ageMs }) => ageMs / hour);

test("re-reads are left out one after the other as a tenant grows, the one that completes a day never", () => {
  assert.deepEqual(hoursOf(0), [2, 24, 72, 168, 672]);
  assert.deepEqual(hoursOf(6_000_000), [2, 24, 72, 168, 672]);
  assert.deepEqual(hoursOf(7_000_000), [24, 72, 168, 672]);
  assert.deepEqual(hoursOf(8_000_000), [24, 168, 672]);
  assert.deepEqual(hoursOf(10_000_000), [24, 168]);
  assert.deepEqual(hoursOf(15_000_000), [168]);
  assert.deepEqual(hoursOf(50_000_000), [168]);
});

test("ten million events a day are read three times, within the requests that six readings would exceed", () => {
  assert.deepEqual(settlingCost({ ...reports, rowsPerDay: 10_000_000 }), {
    rowsPerDay: 10_000_000,
    agesHours: [24, 168],
    reads: 3,
    requests: 30_000,
    requestsUnthinned: 60_000,
    allowancePerDay: 43_200,
  });
});

test("what is planned fits in 85 of 100 requests, or is one re-read; fewer rows are never read less often", () => {
  const days = fc.integer({ min: 1, max: 200 });
  const rows = fc.integer({ min: 0, max: 50_000_000 });
  fc.assert(
    fc.property(rows, rows, days, (a, b, retentionDays) => {
      const cost = { ...reports, retentionMs: retentionDays * day };
      const all = settlingAges(cost.retentionMs);
      const fewer = agesFor({ ...cost, rowsPerDay: Math.min(a, b) });
      const more = agesFor({ ...cost, rowsPerDay: Math.max(a, b) });
      assert.ok(more.every((age) => fewer.some(({ ageMs }) => ageMs === age.ageMs)));
      assert.ok(more.some(({ ageMs }) => ageMs === completeAge(all)?.ageMs));
      const requests = requestsPerDay({ ...cost, rowsPerDay: Math.max(a, b) }, more.length + 1);
      assert.ok(requests <= 0.85 * cost.allowancePerDay || more.length === 1);
    }),
  );
});

test("every retention of more than a day has ages that ascend and end while the block is still offered", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 * 24 }), (hours) => {
      const ages = settlingAges(hours * hour);
      assert.ok(completeAge(ages));
      for (const [index, { ageMs, blockMs }] of ages.entries()) {
        assert.ok(ageMs > (ages[index - 1]?.ageMs ?? 0));
        if (hours >= 3 * 24) assert.ok(ageMs + blockMs <= hours * hour - day);
      }
    }),
  );
  assert.deepEqual(
    settlingAges(7 * day).map(({ ageMs }) => ageMs / hour),
    [2, 24, 72, 120],
  );
});

test("sources under one limit share its allowance; those under another have their own", () => {
  const dayMs = Math.floor(now / day) * day - 3 * day;
  const segments = cover([], { fromMs: now - 30 * day, toMs: now - hour, atMs: dayMs + day + 30 * hour, late: 0 });
  const busy = source("signIns.nonInteractiveUser", { expectedRowsPerDay: 9_000_000, segments, windowMs: day });
  const calm = source("directoryAudits", { expectedRowsPerDay: 1_000_000, segments, windowMs: day });
  const apart = source("Audit.General", {
    limit: "management",
    expectedRowsPerDay: 1_000_000,
    segments,
    windowMs: day,
  });
  const windows = plan(input([busy, calm, apart], { allowancePerDay: { reports: 43_200, management: 2_880_000 } }));
  const settlingOf = (id: string): number =>
    windows.filter((window) => window.source === id && window.reason === "settling").length;
  assert.equal(settlingOf("signIns.nonInteractiveUser"), settlingOf("directoryAudits"));
  assert.ok(settlingOf("Audit.General") > settlingOf("directoryAudits"));
});
