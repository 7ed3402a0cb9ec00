import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { instantOf, type TimeZone, utcOffset } from "../../../src/sample-tenant/world/office-clock.ts";

const zones: readonly (readonly [string, TimeZone])[] = [
  ["Europe/Zurich", { standardOffset: 1, summerTime: "eu" }],
  ["Europe/London", { standardOffset: 0, summerTime: "eu" }],
  ["America/New_York", { standardOffset: -5, summerTime: "us" }],
  ["Asia/Singapore", { standardOffset: 8, summerTime: "none" }],
];

const formats = new Map(
  zones.map(([name]) => [
    name,
    new Intl.DateTimeFormat("en-CA", { timeZone: name, hourCycle: "h23", dateStyle: "short", timeStyle: "medium" }),
  ]),
);

test("offices' clocks are those of the time zone database", () => {
  const instants = fc.integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 });
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (seconds, [name, zone]) => {
      const local = new Date(seconds * 1000 + utcOffset(zone, seconds * 1000)).toISOString().slice(0, 19);
      assert.equal(
        formats
          .get(name)
          ?.format(seconds * 1000)
          .replace(", ", "T"),
        local,
      );
    }),
    { numRuns: 500 },
  );
});

test("the clocks change at the published instants of 2026", () => {
  const [, zurich] = zones[0] ?? assert.fail();
  const [, newYork] = zones[2] ?? assert.fail();
  const hours = (zone: TimeZone, time: string) => utcOffset(zone, Date.parse(time)) / 3_600_000;
  assert.deepEqual([hours(zurich, "2026-10-25T00:59:59Z"), hours(zurich, "2026-10-25T01:00:00Z")], [2, 1]);
  assert.deepEqual([hours(newYork, "2026-11-01T05:59:59Z"), hours(newYork, "2026-11-01T06:00:00Z")], [-4, -5]);
  assert.deepEqual([hours(newYork, "2026-03-08T06:59:59Z"), hours(newYork, "2026-03-08T07:00:00Z")], [-5, -4]);
});

test("nine in the morning is nine in the morning before and after the change", () => {
  const [, zurich] = zones[0] ?? assert.fail();
  const nine = (date: string) => new Date(instantOf(zurich, Date.parse(date), 9 * 3_600_000)).toISOString();
  assert.equal(nine("2026-10-23"), "2026-10-23T07:00:00.000Z");
  assert.equal(nine("2026-10-26"), "2026-10-26T08:00:00.000Z");
});
