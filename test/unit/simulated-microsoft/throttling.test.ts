import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LimitName } from "../../../src/collector/microsoft/microsoft.ts";
import { calm } from "../../simulation/microsoft/moods/moods.ts";
import { tinyTenant } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { documentedLimits, Throttle } from "../../simulation/microsoft/throttle.ts";
import { day, errorOf, TestReader } from "./test-reader.ts";

const end = Date.UTC(2026, 9, 31);
const tenant = () => tinyTenant({ seed: 1, startMs: end - 10 * day, endMs: end });
const at = { baseMs: 0, perRowMs: 0 };

test("no stretch of a limit's length ever holds more than it allows, and nothing is refused below it", () => {
  const property = fc.property(
    fc.constantFrom<LimitName>("reports", "risk"),
    fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 80 }),
    (limit, steps) => {
      const { requests, perMs } = documentedLimits[limit] ?? { requests: 0, perMs: 0 };
      const throttle = new Throttle(limit);
      const allowed: number[] = [];
      const heldAt = (ms: number): number => allowed.filter((each) => ms - each < perMs).length;
      let nowMs = 0;
      for (const step of steps) {
        nowMs += step;
        const recent = heldAt(nowMs);
        const waitMs = throttle.take(nowMs);
        assert.equal(waitMs === undefined, recent < requests);
        if (waitMs === undefined) allowed.push(nowMs);
        else assert.ok(heldAt(nowMs + waitMs - 1) === requests && heldAt(nowMs + waitMs) < requests);
      }
      assert.equal(throttle.usage().allowed, allowed.length);
      assert.equal(throttle.usage().refused, steps.length - allowed.length);
    },
  );
  fc.assert(property, { numRuns: 200 });
});

test("the sixth request within ten seconds is told how long to wait, for all reports together", async () => {
  const asked = new TestReader(tenant(), end, { latency: at });
  for (const path of ["signIns", "directoryAudits", "provisioning", "signIns", "signIns"])
    assert.equal((await asked.get(`/beta/auditLogs/${path}`)).status, 200);
  await asked.clock.sleep(2500);
  const refused = await asked.get("/beta/auditLogs/directoryAudits");
  assert.equal(refused.status, 429);
  assert.match(errorOf(refused).message, /throttled/);
  assert.equal(refused.headers.get("retry-after"), "8");
  assert.equal((await asked.get("/v1.0/identityProtection/riskDetections")).status, 200);
  await asked.clock.sleep(7500);
  assert.equal((await asked.get("/beta/auditLogs/signIns")).status, 200);
  const { allowed, refused: count } = asked.microsoft.usage("reports");
  assert.deepEqual([allowed, count], [6, 1]);
});

test("risk allows one request a second and never says for how long to wait", async () => {
  const asked = new TestReader(tenant(), end, { latency: at });
  assert.equal((await asked.get("/v1.0/identityProtection/riskyUsers")).status, 200);
  const refused = await asked.get("/v1.0/identityProtection/riskDetections");
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), null);
});

test("Retry-After can be a date, or be left out", async () => {
  for (const form of ["date", "absent"] as const) {
    const asked = new TestReader(tenant(), end, { latency: at, retryAfter: form });
    for (let count = 0; count < 5; count++) await asked.get("/beta/auditLogs/signIns");
    const { headers, status } = await asked.get("/beta/auditLogs/signIns");
    assert.equal(status, 429);
    assert.equal(headers.get("retry-after"), form === "date" ? new Date(end + 10_000).toUTCString() : null);
  }
});

test("the Management Activity API refuses the 2,001st request of a minute with 403 and AF429", async () => {
  const asked = new TestReader(tenant(), end, { latency: at });
  const address = `/api/v1.0/${asked.microsoft.tenant.tenantId}/activity/feed/subscriptions/list`;
  for (let count = 0; count < 2000; count++) assert.equal((await asked.get(address)).status, 200);
  const refused = await asked.get(address);
  assert.deepEqual([refused.status, errorOf(refused).code], [403, "AF429"]);
  await asked.clock.sleep(60_000);
  assert.equal((await asked.get(address)).status, 200);
});

test("a mood throttles below the limit until the time that it named", async () => {
  const asked = new TestReader(tenant(), end, { latency: at, moods: { ...calm, throttle: 1 }, moodsUntilMs: end + 1 });
  const refused = await asked.get("/beta/auditLogs/signIns");
  assert.equal(refused.status, 429);
  const seconds = Number(refused.headers.get("retry-after"));
  assert.ok(seconds >= 2 && seconds <= 40);
  await asked.clock.sleep(1000);
  assert.equal((await asked.get("/beta/auditLogs/signIns")).status, 429);
  await asked.clock.sleep(seconds * 1000 - 1000);
  assert.equal((await asked.get("/beta/auditLogs/signIns")).status, 200);
  assert.deepEqual([asked.microsoft.usage("reports").refusedByMood, asked.microsoft.usage("reports").refused], [2, 0]);
});
