import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { attackKinds } from "../../../src/sample-tenant/attacks/scene.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import type { SampleOptions } from "../../../src/sample-tenant/options.ts";
import { isSampleTenant, sampleTenantDomain, sampleTenantId } from "../../../src/sample-tenant/tenant.ts";
import { keyOf, shownTime } from "./sample.ts";

const small = { days: 3, users: 40 } as const;
const day = 86_400_000;

const anyOptions: fc.Arbitrary<Required<SampleOptions>> = fc.record({
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  end: fc
    .integer({ min: Date.UTC(2024, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 })
    .map((s) => new Date(s * 1000).toISOString()),
  days: fc.integer({ min: 1, max: 6 }),
  users: fc.integer({ min: 20, max: 45 }),
  scale: fc.constantFrom(0.3, 0.5, 1),
});

function digest(options: SampleOptions): string {
  const hash = createHash("sha256");
  for (const { table, record } of sampleEvents(options)) hash.update(`${table}${JSON.stringify(record)}\n`);
  return hash.digest("hex");
}

test("the same options give the same bytes, another seed gives others", () => {
  assert.equal(digest(small), digest({ ...small }));
  assert.equal(digest(small), digest({ ...small, seed: 1, end: "2026-11-22T00:00:00Z", scale: 1 }));
  assert.notEqual(digest(small), digest({ ...small, seed: 2 }));
});

test("for any options: ordered, inside the window, each key once, marked as simulated, labels true", () => {
  fc.assert(
    fc.property(anyOptions, (options) => {
      const end = Date.parse(options.end);
      const start = end - options.days * day;
      const keys = new Set<string>();
      let last = start;
      for (const event of sampleEvents(options)) {
        const shown = shownTime(event);
        assert.equal(Math.floor(shown), event.time, "the record shows the time that it is sorted by");
        assert.ok(shown >= last && shown < end, `${new Date(shown).toISOString()} out of order or window`);
        last = event.time;
        const key = keyOf(event);
        assert.ok(!keys.has(key), `${key} twice`);
        keys.add(key);
        const json = JSON.stringify(event.record);
        assert.ok(json.includes(sampleTenantId) || json.includes(sampleTenantDomain), `not marked: ${json}`);
      }
      const ids = new Set(Array.from(keys, (key) => key.split(" ", 2).join(" ")));
      const truth = labels(options);
      const holdsWholeDay = Math.floor(end / day) * day - day >= start;
      assert.deepEqual(truth.map((label) => label.kind).sort(), holdsWholeDay ? [...attackKinds].sort() : []);
      for (const label of truth) {
        assert.ok(label.events.length > 0 && label.start <= label.end);
        for (const { table, id } of label.events) assert.ok(ids.has(`${table} ${id}`), `${label.kind}: ${table} ${id}`);
      }
    }),
    { numRuns: 25 },
  );
});

test("a longer window with the same seed holds the ordinary records of the shorter one", () => {
  const ordinary = (days: number) => {
    const options = { ...small, days };
    const attack = new Set(labels(options).flatMap((label) => label.events.map((event) => event.id)));
    const records = Array.from(sampleEvents(options)).filter(
      (event) => event.time >= Date.parse("2026-11-20") && !attack.has(keyOf(event).split(" ")[1] ?? ""),
    );
    return records.map((event) => JSON.stringify(event.record));
  };
  const longer = new Set(ordinary(5));
  const shorter = ordinary(2);
  assert.ok(shorter.length > 500);
  assert.deepEqual(
    shorter.filter((record) => !longer.has(record)),
    [],
  );
});

test("scale multiplies the ordinary volume and keeps every key unique", () => {
  const count = (scale: number) => {
    const keys = new Set<string>();
    let events = 0;
    for (const event of sampleEvents({ ...small, scale })) {
      keys.add(keyOf(event));
      events++;
    }
    assert.equal(keys.size, events);
    return events;
  };
  const ratio = count(20) / count(1);
  assert.ok(ratio > 14 && ratio < 21, `${ratio}`);
});

test("records are made while they are read, not before", () => {
  const events = sampleEvents({ days: 3660, users: 5000, end: "2026-11-22T00:00:00Z", scale: 0.01 });
  assert.equal(events.next().done, false);
  events.return();
});

test("options outside their range are refused with a word about the rule", () => {
  const refused: readonly (readonly [SampleOptions, RegExp])[] = [
    [{ seed: -1 }, /seed/],
    [{ seed: 1.5 }, /seed/],
    [{ days: 0 }, /days/],
    [{ users: 19 }, /users/],
    [{ scale: 0 }, /scale/],
    [{ scale: Number.NaN }, /scale/],
    [{ end: "yesterday" }, /end/],
    [{ end: "2026-11-22T00:00:00" }, /end/],
  ];
  for (const [options, message] of refused) {
    assert.throws(() => sampleEvents(options).next(), { code: "bad-argument", message });
    assert.throws(() => labels(options), { code: "bad-argument", message });
  }
});

test("the tenant is recognised, no other is", () => {
  assert.ok(isSampleTenant(sampleTenantId) && isSampleTenant(sampleTenantId.toUpperCase()));
  for (const other of [undefined, null, "", "unassigned", "00000000-0000-0000-0000-000000000000"])
    assert.ok(!isSampleTenant(other));
});
