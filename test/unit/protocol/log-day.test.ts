import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dayProblem, isDay, neighbouringDay } from "../../../src/protocol/log-day.ts";

const notDays: readonly string[] = [
  ...["", " ", "2026-02-30", "2026-02-29", "2026-11-31", "2026-00-10", "2026-13-01", "2026-11-00"],
  ...["2026-1-1", "2026-11-1", "26-11-01", "12026-11-01", "-2026-11-01", "2026/11/01", "20261101", "01.11.2026"],
  ...[" 2026-11-01", "2026-11-01 ", "2026-11-01\n", "\t2026-11-01", "2026-11-01\u00a0", "2026-11-01;", "2026-11-01'"],
  ...["2026-11-01T00:00:00Z", "2026-11-01 00:00", "2026-W45-1", "2026-305", "1793491200", "today", "last 30 days"],
  ...["٢٠٢٦-١١-٠١", "2026–11–01", "２０２６-11-01", "2026-11-01\u0000", "NaN", "null", "undefined"],
];

for (const text of notDays)
  test(`${JSON.stringify(text)} is no day, and what is wrong is said`, () => {
    assert.equal(isDay(text), false);
    assert.match(dayProblem(text) ?? "", /^[A-Z\d].{10,}[^.]$/);
  });

test("every day of the calendar is one, and a day beyond a month's end is none", () => {
  const day = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(fc.property(day, (date) => dayProblem(date.toISOString().slice(0, 10)) === undefined));
  for (const leap of ["2024-02-29", "2000-02-29"]) assert.equal(isDay(leap), true);
  for (const none of ["1900-02-29", "2100-02-29"]) assert.equal(isDay(none), false);
});

test("neighbouring days cross months and years", () => {
  assert.equal(neighbouringDay("2026-03-01", -1), "2026-02-28");
  assert.equal(neighbouringDay("2024-12-31", 1), "2025-01-01");
  assert.equal(neighbouringDay("2026-11-22", -29), "2026-10-24");
});
