import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyWords, summaryWords } from "../../../media/result-view/summary-words.ts";
import { bytes, count, counted, duration, percent } from "../../../media/shared/amounts.ts";
import { fakeCoverage, fakeSummary } from "../../media/result-view/fake-rows.ts";

test("amounts are read at a glance", () => {
  assert.deepEqual(
    [count(1204), counted(1, "{0} row", "{0} rows"), counted(0, "{0} row", "{0} rows")],
    ["1,204", "1 row", "0 rows"],
  );
  assert.deepEqual([duration(210), duration(12_345), duration(125_000)], ["0.21 s", "12.3 s", "2 min 5 s"]);
  assert.deepEqual([duration(59_960), duration(0)], ["1 min 0 s", "0.00 s"]);
  assert.deepEqual([bytes(0), bytes(999), bytes(14_200_000)], ["0 bytes", "999 bytes", "14 MB"]);
  assert.deepEqual([bytes(900_000), bytes(1_300_000), bytes(1500)], ["900 kB", "1.3 MB", "1.5 kB"]);
  assert.deepEqual([percent(0, 0), percent(1, 1000), percent(999, 1000)], ["0%", "<1%", ">99%"]);
  assert.equal(percent(12, 100), "12%");
});

test("the line over a result says what it took", () => {
  assert.equal(
    summaryWords(fakeSummary(1204), 1204).join(" · "),
    "1,204 rows · 0.21 s · read 14 MB · newest event 2026-11-22 17:59 UTC",
  );
  assert.equal(summaryWords(fakeSummary(1204), 312)[0], "312 of 1,204 rows");
  assert.equal(summaryWords(fakeSummary(1, { coverage: [] }), undefined).join(" · "), "1 row · 0.21 s");
});

test("an empty result says where it looked", () => {
  assert.equal(emptyWords(fakeSummary(0)), "No rows. 30 days were read (2026-10-24 – 2026-11-22), none matched.");
  const oneDay = fakeCoverage({ from: "2026-11-22", days: 1, states: { complete: 1 } });
  assert.equal(emptyWords({ coverage: [oneDay] }), "No rows. 1 day was read (2026-11-22), none matched.");
  const unread = fakeCoverage({ states: { complete: 3, gap: 27 } });
  assert.equal(
    emptyWords({ coverage: [unread] }),
    "No rows in what was read of 30 days (2026-10-24 – 2026-11-22). That is no proof of absence.",
  );
  const { from: _from, to: _to, ...noDays } = fakeCoverage({ days: 0, states: {} });
  assert.match(emptyWords({ coverage: [noDays] }), /No day was read/);
  assert.equal(
    emptyWords({ coverage: [] }),
    "No rows. The query reads no table, or its filters on tenants contradict each other.",
  );
});
