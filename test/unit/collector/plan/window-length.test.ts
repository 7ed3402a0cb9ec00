import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  expectedRowsPerDay,
  initialWindowMs,
  nextWindowMs,
  type WindowExperience,
} from "../../../../src/collector/plan/window-length.ts";
import { day, hour, minute, second } from "./some-plans.ts";

const good: WindowExperience = { rows: 15_000, pages: 15, elapsedMs: minute, failed: false };

test("a window that proves too big or too slow is halved, a small one doubled, a good one kept", () => {
  assert.equal(nextWindowMs(hour, good), hour);
  assert.equal(nextWindowMs(hour, { ...good, pages: 31, rows: 31_000 }), hour / 2);
  assert.equal(nextWindowMs(hour, { ...good, elapsedMs: 11 * minute }), hour / 2);
  assert.equal(nextWindowMs(hour, { ...good, failed: true }), hour / 2);
  assert.equal(nextWindowMs(hour, { ...good, pages: 1, rows: 12 }), 2 * hour);
  assert.equal(nextWindowMs(hour, { ...good, pages: 40, rows: 400 }), hour);
  assert.equal(nextWindowMs(hour, { ...good, pages: 301, rows: 400 }), hour / 2);
});

test("lengths stay between a second and a day; only failures bring them below a minute", () => {
  const experience = fc.record({
    rows: fc.nat(1_000_000),
    pages: fc.nat(1_000),
    elapsedMs: fc.nat(hour),
    failed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(experience, { maxLength: 40 }), (experiences) => {
      let windowMs = hour;
      for (const each of experiences) {
        const next = nextWindowMs(windowMs, each);
        assert.ok(next >= second && next <= day);
        if (!each.failed && windowMs >= minute) assert.ok(next >= minute);
        windowMs = next;
      }
    }),
  );
  assert.equal(nextWindowMs(second, { ...good, failed: true }), second);
  assert.equal(nextWindowMs(day, { ...good, pages: 0, rows: 0 }), day);
});

test("any steady load settles to windows that are neither big nor small", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1_000, max: 20_000_000 }),
      fc.integer({ min: 1, max: 1440 }),
      (rowsPerDay, minutes) => {
        let windowMs = minutes * minute;
        for (let turn = 0; turn < 20; turn += 1) {
          const rows = Math.round((rowsPerDay * windowMs) / day);
          windowMs = nextWindowMs(windowMs, { ...good, rows, pages: Math.ceil(rows / 1_000) });
        }
        const pages = Math.ceil((rowsPerDay * windowMs) / day / 1_000);
        assert.ok(pages <= 30);
        assert.ok(pages >= 5 || windowMs === day);
      },
    ),
  );
});

test("first windows are as long as the densest that is remembered asks for, an hour when nothing is", () => {
  assert.equal(initialWindowMs([], 1_000), hour);
  const remembered = [
    { fromMs: 0, toMs: hour, fetched: 100 },
    { fromMs: hour, toMs: 2 * hour, fetched: 30_000 },
  ];
  assert.equal(initialWindowMs(remembered, 1_000), 30 * minute);
  assert.equal(initialWindowMs([{ fromMs: 0, toMs: hour, fetched: 0 }], 1_000), day);
  assert.equal(initialWindowMs([{ fromMs: 0, toMs: 1, fetched: 1_000_000 }], 1_000), minute);
  assert.equal(expectedRowsPerDay(remembered), 361_200);
  assert.equal(expectedRowsPerDay([]), 0);
});
