import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonRecord } from "../../../src/base/json-record.ts";
import { logSources } from "../../../src/lake/collecting/log-sources.ts";
import type { SourceId } from "../../../src/protocol/collector.ts";
import type { TableName } from "../../../src/protocol/tables.ts";
import type { Licence } from "../microsoft/tenant/licence.ts";
import type { TenantEvent } from "../microsoft/tenant/offer.ts";
import { SimulatedTenant } from "../microsoft/tenant/tenant.ts";
import { tinyTenantId } from "../microsoft/tenant/tiny-tenant.ts";
import { SimulatedRuns } from "./simulated-run.ts";

const day = 86_400_000;
const nowMs = Date.UTC(2026, 5, 30, 12);
const prompt = { hours: 0, tail: 0, changed: 0, twice: 0, listedLate: 0 };

/** A day's sign-ins, one of them risky, a detection and a state of a user. */
function* eventsOf(dayMs: number): Generator<TenantEvent> {
  const at = (hour: number): string => `${new Date(dayMs + hour * 3_600_000).toISOString().slice(0, 19)}Z`;
  const event = (source: SourceId, table: TableName, hour: number, record: JsonRecord): TenantEvent => ({
    source,
    table,
    eventMs: dayMs + hour * 3_600_000,
    record: { id: `${source}-${dayMs}-${hour}`, ...record },
  });
  const signIn = { signInEventTypes: ["interactiveUser"], userPrincipalName: "mira@tiny.example" };
  for (const [hour, riskState] of [
    [1, "none"],
    [2, "atRisk"],
    [3, "none"],
  ] as const)
    yield event("signIns.interactiveUser", "signins", hour, { ...signIn, createdDateTime: at(hour), riskState });
  const detection = { riskEventType: "anonymizedIPAddress", riskState: "atRisk", riskDetail: "none" };
  const times = { activityDateTime: at(4), lastUpdatedDateTime: at(4) };
  yield event("riskDetections", "riskdetections", 4, { ...times, ...detection });
  const user = { id: `user-${dayMs}`, riskState: "atRisk", userPrincipalName: "mira@tiny.example" };
  yield event("riskyUsers", "riskyusers", 5, { ...user, riskLastUpdatedDateTime: at(5) });
}

/** A tenant that is added after 120 days of its life. */
function added(licence: Licence, sources: readonly SourceId[]): SimulatedRuns {
  const days = Array.from({ length: 120 }, (_, index) => Math.floor(nowMs / day) * day - (120 - index) * day);
  const truth = new SimulatedTenant({
    tenantId: tinyTenantId,
    seed: 1,
    delivery: prompt,
    events: days.flatMap((ms) => [...eventsOf(ms)]),
    licences: [{ fromMs: Number.NEGATIVE_INFINITY, licence }],
  });
  return new SimulatedRuns({ truth, sources, nowMs });
}

const signIns = ["signIns.interactiveUser", "signIns.risky"] as const;
const dayBack = (days: number): number => (Math.floor(nowMs / day) - days) * day;

test("with P2 risk detections and risky sign-ins are read 90 days back", async () => {
  const runs = added("p2", [...signIns, "riskDetections", "riskyUsers"]);
  assert.deepEqual((await runs.collect()).failures, []);
  assert.equal(await runs.rows("riskDetections"), 89);
  assert.equal(await runs.rows("riskyUsers"), 120, "states are kept until they are replaced");
  assert.equal(await runs.rows("signIns.interactiveUser"), 29 * 3 + 60);
  assert.equal(await runs.dayState("riskDetections", dayBack(60)), "settling", "read, and to be read again");
});

test("that risky sign-ins of a day were read says nothing of the day", async () => {
  const runs = added("p2", [...signIns, "riskyUsers"]);
  await runs.collect();
  assert.equal(await runs.dayState("signIns.interactiveUser", dayBack(60)), "imported");
  await assert.rejects(runs.coverage("signIns.risky"), /not enabled/);
});

test("with P1, or while nobody knows, days that would come back empty are not asked for and not called read", async () => {
  for (const [licence, sources] of [
    ["p1", [...signIns, "riskDetections", "riskyUsers"]],
    ["p1", [...signIns, "riskDetections"]],
    ["p2", [...signIns, "riskDetections"]],
  ] as const) {
    const runs = added(licence, sources);
    await runs.collect();
    assert.equal(await runs.rows("riskDetections"), 29);
    assert.equal(await runs.rows("signIns.interactiveUser"), 29 * 3);
    assert.equal(await runs.dayState("riskDetections", dayBack(60)), "imported");
  }
});

test("a day that passes out of what all kinds of sign-in reach is looked through for risky ones, once", async () => {
  const runs = added("p2", [...signIns, "riskyUsers"]);
  await runs.collect();
  const before = runs.seen.length;
  await runs.wait(2 * day);
  await runs.collect();
  const asked = runs.seen.slice(before).filter(({ url }) => url.searchParams.get("$filter")?.includes("riskState"));
  assert.ok(asked.length >= 1 && asked.length <= 4, `${asked.length} requests`);
  assert.ok(logSources["signIns.risky"].olderOnly);
});
