import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseEventTime } from "../../../src/tables/shapes/event-time.ts";

const accepted: readonly [string, string][] = [
  ["2026-03-01T00:58:41Z", "2026-03-01T00:58:41.000Z"],
  ["2026-03-01T00:58:41.2Z", "2026-03-01T00:58:41.200Z"],
  ["2026-03-01T00:58:41.1239999Z", "2026-03-01T00:58:41.123Z"],
  ["2025-12-31T23:59:59.9999999+00:00", "2025-12-31T23:59:59.999Z"],
  ["2026-03-01T00:58:41", "2026-03-01T00:58:41.000Z"],
  ["2020-05-20 18:19:04.423", "2020-05-20T18:19:04.423Z"],
  ["2026-03-01T01:30:00+02:00", "2026-02-28T23:30:00.000Z"],
  ["2026-03-01T01:30:00-05:30", "2026-03-01T07:00:00.000Z"],
  ["2026-01-24T06:54:24.0000000Z ", "2026-01-24T06:54:24.000Z"],
];

for (const [text, expected] of accepted)
  test(`${JSON.stringify(text)} is ${expected}`, () => {
    assert.equal(new Date(parseEventTime(text)?.ms ?? Number.NaN).toISOString(), expected);
  });

const refused = [
  "",
  "now",
  "2026-03-01",
  "5/18/2021 9:13:33 PM",
  "2026-02-30T00:00:00Z",
  "2026-03-01T24:00:00Z",
  "2026-03-01T00:00:60Z",
  "2026-03-01T00:00:00+99:00",
  "20260301T005841Z",
  "2026-03-01T00:00:00.1234567890Z",
  "/Date(1589998744000)/",
];

for (const text of refused)
  test(`${JSON.stringify(text)} is no time`, () => {
    assert.equal(parseEventTime(text), undefined);
  });

test("a time is truncated to milliseconds whatever its fraction", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2000-01-01"), max: new Date("2100-12-31"), noInvalidDate: true }),
      fc.stringMatching(/^[0-9]{0,6}$/),
      (date, digits) => {
        assert.equal(parseEventTime(date.toISOString().replace("Z", `${digits}Z`))?.ms, date.getTime());
      },
    ),
  );
});
