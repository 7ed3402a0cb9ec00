import assert from "node:assert/strict";
import { test } from "node:test";
import { fullDay, monthOf, shortDay } from "../../../../src/editor/words/day-names.ts";
import { countOf, formatBytes, formatCount, formatDuration } from "../../../../src/editor/words/plain-amounts.ts";

test("counts have separators, sizes one decimal of the fitting unit, durations what a person feels", () => {
  assert.deepEqual([0, 999, 1000, 1_204_331, 1234.5].map(formatCount), ["0", "999", "1,000", "1,204,331", "1,234.5"]);
  assert.deepEqual(
    [
      countOf(0, "{0} row", "{0} rows"),
      countOf(1, "{0} row", "{0} rows"),
      countOf(2000, "{0} of {1}", "{1}: {0}", "all"),
    ],
    ["0 rows", "1 row", "all: 2,000"],
  );
  assert.deepEqual([0, 999, 1000, 999_949, 999_950, 1_290_000, 5e15].map(formatBytes), [
    "0 bytes",
    "999 bytes",
    "1 kB",
    "999.9 kB",
    "1 MB",
    "1.3 MB",
    "5,000 TB",
  ]);
  assert.deepEqual([4, 210, 12_345, 125_000].map(formatDuration), ["0.00 s", "0.21 s", "12.3 s", "2 min 5 s"]);
});

test("days are called by their UTC names", () => {
  assert.deepEqual(
    [monthOf("2026-11-01"), shortDay("2026-11-22"), fullDay("2020-05-20")],
    ["November 2026", "Sun 22", "Wednesday, May 20, 2020"],
  );
});
