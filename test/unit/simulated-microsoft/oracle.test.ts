import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonRecord } from "../../../src/base/json-record.ts";
import { sourceIds } from "../../../src/protocol/collector.ts";
import type { Source } from "../../../src/protocol/tables.ts";
import { identifyRecord } from "../../../src/tables/shapes/identify.ts";
import { calm } from "../../simulation/microsoft/moods/moods.ts";
import type { Offer, TenantEvent } from "../../simulation/microsoft/tenant/offer.ts";
import { sampleTenant } from "../../simulation/microsoft/tenant/sample-tenant.ts";
import { SimulatedTenant } from "../../simulation/microsoft/tenant/tenant.ts";
import { tinyTenant, tinyTenantId } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { day, graphAddress, hour, TestReader, windowFilter } from "./test-reader.ts";

const start = Date.UTC(2026, 9, 1);
const end = start + 20 * day;
const tiny = (seed = 1): SimulatedTenant => tinyTenant({ seed, startMs: start, endMs: end });
const firstHand = sourceIds.filter((source) => !["signIns.v1.0", "signIns.risky", "auditLogQuery"].includes(source));

function offersOf(tenant: SimulatedTenant): Offer[] {
  tenant.quietAfter();
  return firstHand.flatMap((source) => [...tenant.index(source).all()]);
}

test("the same options give the same offers, another seed gives others", () => {
  assert.deepEqual(offersOf(tiny()), offersOf(tiny()));
  assert.notDeepEqual(offersOf(tiny()), offersOf(tiny(2)));
});

test("keys and event times are the lake's own, for tiny and for sample records", () => {
  const sample = sampleTenant({ nowMs: end, days: 2, daysAhead: 0, users: 20, scale: 0.2 });
  const formats: Readonly<Record<string, Source>> = { activity: "management-activity" };
  for (const { table, key, eventMs, raw } of [...offersOf(tiny()), ...offersOf(sample)]) {
    const identity = identifyRecord(table, formats[table] ?? "graph-beta", JSON.parse(raw) as JsonRecord);
    assert.ok("key" in identity, raw);
    assert.deepEqual([identity.key, identity.eventTimeMs], [key, Math.floor(eventMs)]);
  }
});

test("most is delivered within minutes, some in hours, a tail in up to ten days", () => {
  const delays = offersOf(
    tinyTenant({ seed: 3, startMs: start, endMs: end, events: 3000, weights: { directoryAudits: 1 } }),
  )
    .map(({ sinceMs, eventMs }) => sinceMs - eventMs)
    .sort((a, b) => a - b);
  const at = (share: number): number => delays[Math.floor(share * (delays.length - 1))] ?? 0;
  assert.ok(at(0) > 0 && at(0.5) < hour / 4, String(at(0.5)));
  assert.ok(at(0.85) > hour / 4 && at(0.99) > day && at(1) <= 13 * day);
});

test("nothing is visible before it was delivered, everything is once it is quiet, and axes are not event time alone", () => {
  const tenant = tiny();
  const quiet = tenant.quietAfter();
  for (const source of firstHand) {
    const offers = tenant.index(source).all();
    assert.ok(offers.length > 0, source);
    for (const offer of offers) {
      const visible = (atMs: number): boolean =>
        tenant.offersIn(source, offer.axisMs, offer.axisMs + 0.001, atMs).includes(offer);
      assert.equal(visible(offer.sinceMs - 1), false);
      assert.equal(visible(offer.sinceMs), true, source);
    }
    const existing = tenant.existing([source], quiet);
    assert.deepEqual(new Set(offers.map(({ key }) => key)), new Set(existing.keys()), source);
  }
});

test("a risk detection that changes moves on its axis, and is never in two places", () => {
  const tenant = tinyTenant({ seed: 2, startMs: start, endMs: end, weights: { riskDetections: 1 } });
  tenant.quietAfter();
  const byKey = Map.groupBy(tenant.index("riskDetections").all(), ({ key }) => key);
  const changed = [...byKey.values()].filter((offers) => offers.length > 1);
  assert.ok(changed.length > 50);
  for (const [first, second] of changed) {
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(first.untilMs, second.sinceMs);
    assert.ok(second.axisMs > first.axisMs);
    assert.notEqual(first.raw, second.raw);
  }
});

test("what fell out of retention before it was delivered never existed for a collector", () => {
  const licences = [{ fromMs: 0, licence: "free" }] as const;
  const tenant = tinyTenant({
    seed: 3,
    startMs: start,
    endMs: end,
    events: 2000,
    weights: { directoryAudits: 1 },
    licences,
  });
  const quiet = tenant.quietAfter();
  const offers = tenant.index("directoryAudits").all();
  const existing = tenant.existing(["directoryAudits"], quiet);
  const tooLate = offers.filter(({ sinceMs, eventMs }) => sinceMs - eventMs > 7 * day);
  assert.ok(tooLate.length > 0);
  assert.ok(tooLate.every(({ key }) => !existing.has(key) || offers.filter((offer) => offer.key === key).length > 1));
  const [first] = offers;
  assert.ok(first !== undefined);
  assert.equal(tenant.offeredUntil("directoryAudits", first), Math.min(first.untilMs, first.axisMs + 7 * day));
});

test("rows that a read leaves out are remembered, and come on later reads", async () => {
  const tenant = tinyTenant({ seed: 10, startMs: start, endMs: end, weights: { directoryAudits: 1 } });
  const offers = offersOf(tenant).filter(({ source }) => source === "directoryAudits");
  const now = (offers[offers.length >> 1]?.sinceMs ?? 0) + hour;
  const reader = new TestReader(tenant, now, { moods: { ...calm, withheld: 0.5 } });
  const address = graphAddress("/beta/auditLogs/directoryAudits", windowFilter("activityDateTime", now - 5 * day, now));
  const { records } = await reader.readAll(address);
  const seen = new Set(records.map(({ id }) => id));
  const missing = tenant.visibleBy("directoryAudits", now - 5 * day, now, now).filter((key) => !seen.has(key));
  assert.ok(missing.length > 0);
  assert.deepEqual(
    missing.sort(),
    reader.microsoft.withheld
      .all()
      .map(({ key }) => key)
      .sort(),
  );
  assert.ok(missing.every((key) => reader.microsoft.withheld.within(key, now, now)));
  reader.clock.nowMs = now + day;
  const again = await reader.readAll(address);
  const later = new Set(again.records.map(({ id }) => id));
  assert.ok(missing.every((key) => later.has(key)));
});

test("events are taken only as far as time has passed", () => {
  let taken = 0;
  function* endless(): Generator<TenantEvent, never, undefined> {
    for (;;) {
      const eventMs = start + taken++ * hour;
      const record = { id: `Directory_${taken}`, activityDateTime: new Date(eventMs).toISOString() };
      yield { source: "directoryAudits", table: "audits", eventMs, record };
    }
  }
  const tenant = new SimulatedTenant({ tenantId: tinyTenantId, seed: 1, events: endless() });
  assert.equal(tenant.existing(["directoryAudits"], start - day).size, 0);
  assert.equal(taken, 1);
  tenant.advance(start + 10 * hour);
  assert.equal(taken, 12);
});
