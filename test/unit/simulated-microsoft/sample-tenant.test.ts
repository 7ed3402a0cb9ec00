import assert from "node:assert/strict";
import { test } from "node:test";
import { labels } from "../../../src/sample-tenant/labels.ts";
import { contentTypes } from "../../simulation/microsoft/tenant/offer.ts";
import { sampleTenant, sampleTenantEvents } from "../../simulation/microsoft/tenant/sample-tenant.ts";
import { day, graphAddress, TestReader, windowFilter } from "./test-reader.ts";

const nowMs = Date.UTC(2026, 10, 22, 9, 20);
const options = { nowMs, days: 10, daysAhead: 2, users: 25, scale: 0.3 };
/** By then all has happened and been delivered; the first events are 23 days old. */
const quietMs = nowMs + 13 * day;

test("every record of the sample tenant comes out of the APIs, with its attacks", async () => {
  const tenant = sampleTenant(options);
  const reader = new TestReader(tenant, quietMs);
  const found = new Set<string>();
  const [from, to] = [quietMs - 30 * day, quietMs];
  for (const kind of ["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"]) {
    const filter = `${windowFilter("createdDateTime", from, to)} and signInEventTypes/any(t: t eq '${kind}')`;
    for (const { id } of (await reader.readAll(graphAddress("/beta/auditLogs/signIns", filter))).records)
      found.add(String(id));
  }
  for (const path of ["directoryAudits", "provisioning"])
    for (const { id } of (await reader.readAll(`/beta/auditLogs/${path}`)).records) found.add(String(id));
  for (const path of ["riskDetections", "riskyUsers", "servicePrincipalRiskDetections", "riskyServicePrincipals"])
    for (const { id } of (await reader.readAll(`/v1.0/identityProtection/${path}`)).records) found.add(String(id));
  for (const { key } of tenant.offersIn("auditLogQuery", from, to, quietMs)) found.add(key);
  const events = [...sampleTenantEvents(options)];
  assert.ok(events.length > 2000);
  const missing = events.filter(({ record }) => !found.has(String(record["id"] ?? record["Id"])));
  assert.deepEqual(missing, []);
  const { days, users, scale } = options;
  const attacks = labels({ end: new Date(nowMs).toISOString(), days, users, scale });
  assert.equal(attacks.length, 5);
  for (const { events: own } of attacks) assert.ok(own.every(({ id }) => found.has(id)));
});

test("the content of the last seven days holds what the audit search holds", () => {
  const tenant = sampleTenant(options);
  const from = nowMs - 5 * day;
  const content = new Set(contentTypes.flatMap((type) => tenant.visibleBy(type, nowMs - 7 * day, nowMs + 1, nowMs)));
  // A blob is made up to half an hour after its records are known, and may be listed up to 20 hours later.
  const searched = tenant
    .offersIn("auditLogQuery", from, nowMs, nowMs)
    .filter(({ sinceMs }) => sinceMs < nowMs - 21 * 3_600_000)
    .map(({ key }) => key);
  assert.ok(searched.length > 300);
  assert.deepEqual(
    searched.filter((key) => !content.has(key)),
    [],
  );
});

test("the tenant goes on living after its attacks, every event once and in order", () => {
  for (const joint of [nowMs, Date.UTC(2026, 10, 23)]) {
    const events = [...sampleTenantEvents({ ...options, nowMs: joint })];
    assert.ok(events.filter(({ eventMs }) => eventMs > joint + day).length > 100);
    const ids = events
      .filter(({ table }) => table !== "riskyusers")
      .map(({ table, record }) => `${table} ${record["id"] ?? record["Id"]}`);
    assert.equal(new Set(ids).size, ids.length);
    const late = events.filter((event, index) => event.eventMs < (events[index - 1]?.eventMs ?? 0));
    assert.deepEqual(late, []);
  }
});
