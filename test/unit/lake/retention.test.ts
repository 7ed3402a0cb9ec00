import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dayMs, hourMs } from "../../../src/base/time-units.ts";
import { askedFrom, floorOf, readableFrom } from "../../../src/lake/collecting/retention.ts";

/** The first instants of months, a leap year's March and a new year among them, and times around them. */
const atMonthEnd = fc
  .record({ month: fc.integer({ min: 0, max: 59 }), aroundMs: fc.integer({ min: -2 * hourMs, max: 2 * hourMs }) })
  .map(({ month, aroundMs }) => Date.UTC(2024, month) + aroundMs);

test("a floor is so many days old, whatever the length of the months that it passes", () => {
  fc.assert(
    fc.property(atMonthEnd, fc.integer({ min: 1, max: 29 }), (nowMs, days) => {
      const found = { floors: { directoryAudits: { at: new Date(nowMs).toISOString(), days } } };
      assert.equal(floorOf("directoryAudits", found, nowMs), nowMs - days * dayMs);
      assert.equal(floorOf("directoryAudits", { floors: {} }, nowMs), nowMs - 30 * dayMs);
      const p2 = { floors: { riskDetections: { at: new Date(nowMs).toISOString(), days: 90 } } };
      assert.equal(floorOf("riskDetections", p2, nowMs + days * dayMs), nowMs + days * dayMs - 90 * dayMs);
      assert.equal(floorOf("Audit.Exchange", { floors: {} }, nowMs), nowMs - 7 * dayMs);
    }),
  );
});

test("over the end of a month a floor that was found goes on by as much as the clock, and never back", () => {
  const floors = { directoryAudits: { at: "2024-02-01T00:00:00.000Z", days: 7 } };
  for (const floor of [floorOf, readableFrom])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * 24 * 60 - 1 }), (minutes) => {
        const nowMs = Date.parse(floors.directoryAudits.at) + minutes * 60_000;
        const later = floor("directoryAudits", { floors }, nowMs + 60_000);
        assert.equal(later - floor("directoryAudits", { floors }, nowMs), 60_000);
      }),
    );
});

test("a found floor is asked below of after a day, and forgotten after thirty, also in a month of 28, 29 or 31 days", () => {
  fc.assert(
    fc.property(atMonthEnd, (foundMs) => {
      const floors = { directoryAudits: { at: new Date(foundMs).toISOString(), days: 7 } };
      const offered = (nowMs: number) => askedFrom("directoryAudits", { floors: {} }, nowMs);
      const asked = (nowMs: number) => askedFrom("directoryAudits", { floors }, nowMs);
      assert.ok(asked(foundMs + dayMs) > offered(foundMs + dayMs));
      assert.equal(asked(foundMs + dayMs + 1), offered(foundMs + dayMs + 1));
      const [last, after] = [foundMs + 30 * dayMs, foundMs + 30 * dayMs + 1];
      assert.equal(floorOf("directoryAudits", { floors }, last), last - 7 * dayMs);
      assert.equal(floorOf("directoryAudits", { floors }, after), after - 30 * dayMs);
    }),
  );
});
