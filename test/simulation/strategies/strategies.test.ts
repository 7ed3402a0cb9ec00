import assert from "node:assert/strict";
import test from "node:test";
import { type Arrival, dailyOnce, highestTimeSeen, oneMinuteWindow, reopenedDays } from "./strategies.ts";

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2026, 2, 1, 12);
const event = (afterNoonMs: number, delayMs: number): Arrival => ({
  eventMs: noon + afterNoonMs,
  visibleMs: noon + afterNoonMs + delayMs,
});

test("The daily script takes what is visible ten minutes after midnight", () => {
  assert.equal(dailyOnce([event(0, 12 * hour), event(0, 13 * hour), event(11 * hour, 65 * minute)]), 2);
});

test("The one-minute window takes what is visible before its minute is over", () => {
  assert.equal(oneMinuteWindow([event(1000, 58_000), event(1000, 59_500), event(59_000, 500)]), 2);
});

test("The highest time seen takes what comes within its lag, and loses what appears behind it", () => {
  assert.equal(highestTimeSeen([event(0, minute)]), 1);
  assert.equal(highestTimeSeen([event(0, 3 * 24 * hour)]), 1, "nothing was seen behind which it could hide");
  assert.equal(highestTimeSeen([event(0, hour), event(10 * minute, minute)]), 1);
  assert.equal(highestTimeSeen([event(0, 6 * minute), event(minute, minute), event(2 * hour, minute)]), 3);
});

test("A day is reopened by an event that appears after the last read of it", () => {
  const days = [event(0, minute), event(0, 15 * hour), event(24 * hour, 80 * hour)];
  assert.deepEqual(reopenedDays(days, 2 * hour), { days: 2, reopened: 2 });
  assert.deepEqual(reopenedDays(days, 24 * hour), { days: 2, reopened: 1 });
  assert.deepEqual(reopenedDays(days, 72 * hour), { days: 2, reopened: 0 });
});
