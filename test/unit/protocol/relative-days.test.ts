import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { neighbouringDay } from "../../../src/protocol/log-day.ts";
import {
  type HeldDays,
  heldDaysOf,
  isRelativeDays,
  resolveDays,
  resolveRange,
} from "../../../src/protocol/relative-days.ts";

const held: HeldDays = { first: "2026-03-01", newest: "2026-11-21", last: "2026-11-21", today: "2026-11-29" };
const nothing: HeldDays = { today: "2026-11-29" };

test("which words mean days", () => {
  for (const words of ["last 24 hours", "last 1 days", "last 30 days", "last 3650 days", "all days held"])
    assert.equal(isRelativeDays(words), true, words);
  const others = [
    "",
    "last 0 days",
    "last -1 days",
    "last 1.5 days",
    "last 10000 days",
    "Last 30 days",
    "last 30 days ",
  ];
  for (const words of [...others, "last days", "last 48 hours", "all", "2026-11-01", "last 30 days; DROP"])
    assert.equal(isRelativeDays(words), false, words);
});

test("days are counted back from the newest held, and a day is counted too", () => {
  assert.deepEqual(resolveDays("last 30 days", held), { from: "2026-10-23", to: "2026-11-21" });
  assert.deepEqual(resolveDays("last 1 days", held), { from: "2026-11-21", to: "2026-11-21" });
  assert.deepEqual(resolveDays("all days held", held), { from: "2026-03-01", to: "2026-11-21" });
});

test("the last 24 hours are of the clock: the two days that contain them", () => {
  assert.deepEqual(resolveDays("last 24 hours", held), { from: "2026-11-28", to: "2026-11-29" });
});

test("with nothing held, days are counted back from today", () => {
  assert.deepEqual(resolveDays("last 30 days", nothing), { from: "2026-10-31", to: "2026-11-29" });
  assert.deepEqual(resolveDays("all days held", nothing), { from: "2026-11-29", to: "2026-11-29" });
});

test("one record of the future does not move the last days away from the others", () => {
  const days = heldDaysOf(["2026-11-20", "2099-01-01", "2026-11-21"], "2026-11-29");
  assert.deepEqual(days, { first: "2026-11-20", newest: "2026-11-21", last: "2099-01-01", today: "2026-11-29" });
  assert.deepEqual(resolveDays("last 7 days", days), { from: "2026-11-15", to: "2026-11-21" });
  assert.deepEqual(resolveDays("all days held", days), { from: "2026-11-20", to: "2099-01-01" });
});

test("a clock that is behind every held day still finds them", () => {
  const days = heldDaysOf(["2026-11-20", "2026-11-21"], "2020-01-01");
  assert.deepEqual(resolveDays("last 7 days", days), { from: "2026-11-15", to: "2026-11-21" });
});

test("one end given, the other follows it", () => {
  const range = (from: string, to: string) => resolveRange({ from, to }, held);
  assert.deepEqual(range("2026-11-01", "last 30 days"), { from: "2026-11-01", to: "2026-11-21" });
  assert.deepEqual(range("last 30 days", "2026-09-30"), { from: "2026-09-01", to: "2026-09-30" });
  assert.deepEqual(range("last 24 hours", "2026-09-30"), { from: "2026-09-29", to: "2026-09-30" });
  assert.deepEqual(range("all days held", "2026-09-30"), { from: "2026-03-01", to: "2026-09-30" });
  assert.deepEqual(range("all days held", "2020-01-01"), { from: "2020-01-01", to: "2020-01-01" });
  // Newer than anything held: the day asked for, and not an empty range.
  assert.deepEqual(range("2026-11-29", "last 30 days"), { from: "2026-11-29", to: "2026-11-29" });
});

test("a range that ends before it begins, and two kinds of words, are refused with a sentence", () => {
  assert.throws(() => resolveRange({ from: "2026-11-02", to: "2026-11-01" }, held), {
    code: "bad-argument",
    message: "The days begin after they end: :from is 2026-11-02 and :to is 2026-11-01.",
  });
  assert.throws(() => resolveRange({ from: "last 7 days", to: "last 30 days" }, held), {
    code: "bad-argument",
    message: ':from is "last 7 days" and :to is "last 30 days"; give both the same words, or a day each.',
  });
});

test("whatever is held, words become a range in order", () => {
  const day = fc
    .date({ min: new Date("1990-01-01"), max: new Date("2150-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const words = fc.oneof(
    fc.constantFrom("last 24 hours", "all days held"),
    fc.integer({ min: 1, max: 9999 }).map((count) => `last ${count} days`),
  );
  const end = fc.oneof(day, words);
  fc.assert(
    fc.property(fc.array(day, { maxLength: 5 }), day, end, words, (days, today, one, other) => {
      for (const [from, to] of [
        [one, isRelativeDays(one) ? one : other],
        [isRelativeDays(one) ? one : other, one],
      ] as const) {
        const range = resolveRange({ from, to }, heldDaysOf(days, today));
        assert.ok(range.from <= range.to, `${range.from} ${range.to}`);
      }
    }),
  );
});

test("days before the first or after the last that can be written are these", () => {
  assert.deepEqual(resolveDays("last 30 days", heldDaysOf(["0000-01-05"], "2026-11-29")), {
    from: "0000-01-01",
    to: "0000-01-05",
  });
  assert.equal(neighbouringDay("9999-12-31", 1), "9999-12-31");
  assert.equal(neighbouringDay("0000-01-01", -1), "0000-01-01");
});
