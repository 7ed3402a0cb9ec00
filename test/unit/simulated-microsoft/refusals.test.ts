import assert from "node:assert/strict";
import { test } from "node:test";
import { allPermissions } from "../../simulation/microsoft/login/access-tokens.ts";
import { calm } from "../../simulation/microsoft/moods/moods.ts";
import type { LicencePeriod } from "../../simulation/microsoft/tenant/licence.ts";
import { tinyTenant } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { day, errorOf, graphAddress, TestReader, windowFilter } from "./test-reader.ts";

const end = Date.UTC(2026, 9, 31, 13, 30);
const start = end - 40 * day;

function reader(licences?: readonly LicencePeriod[], without: readonly string[] = []): TestReader {
  const tenant = tinyTenant({ seed: 5, startMs: start, endMs: end, ...(licences === undefined ? {} : { licences }) });
  const permissions = new Set([...allPermissions].filter((name) => !without.includes(name)));
  return new TestReader(tenant, end, { permissions });
}

const free: readonly LicencePeriod[] = [{ fromMs: 0, licence: "free" }];
const signIns = "/beta/auditLogs/signIns";
const audits = "/beta/auditLogs/directoryAudits";

test("without a licence, sign-ins are refused and audits reach back seven days", async () => {
  const asked = reader(free);
  const refused = await asked.get(signIns);
  assert.equal(refused.status, 403);
  assert.equal(errorOf(refused).code, "Authentication_RequestFromNonPremiumTenantOrB2CTenant");
  const { records } = await asked.readAll(audits);
  const oldest = Math.min(...records.map((record) => Date.parse(String(record["activityDateTime"]))));
  assert.ok(oldest >= end - 7 * day);
  assert.equal((await asked.get("/v1.0/identityProtection/riskyUsers")).status, 403);
});

test("P1 reads risk detections and no risky users", async () => {
  const asked = reader([{ fromMs: 0, licence: "p1" }]);
  assert.equal((await asked.get("/v1.0/identityProtection/riskDetections")).status, 200);
  assert.equal((await asked.get("/v1.0/identityProtection/riskyUsers")).status, 403);
});

test("after a change from Free, seven days from before it are shown", async () => {
  const changed = end - 10 * day;
  const asked = reader([...free, { fromMs: changed, licence: "p2" }]);
  const { records } = await asked.readAll(`${audits}?$top=1000`);
  const oldest = Math.min(...records.map((record) => Date.parse(String(record["activityDateTime"]))));
  assert.ok(oldest >= changed - 7 * day && oldest < changed - 5 * day, new Date(oldest).toISOString());
});

test("a start that is too old is refused in each collection's own words", async () => {
  const asked = reader();
  const tooOld = await asked.get(graphAddress(signIns, windowFilter("createdDateTime", end - 91 * day, end)));
  assert.deepEqual([tooOld.status, errorOf(tooOld).message], [400, "Invalid filter clause"]);
  const silent = await asked.readAll(graphAddress(signIns, windowFilter("createdDateTime", end - 89 * day, end)));
  assert.ok(silent.records.every((record) => Date.parse(String(record["createdDateTime"])) >= end - 30 * day));
  const floor = await asked.get(graphAddress(audits, windowFilter("activityDateTime", end - 31 * day, end)));
  assert.equal(floor.status, 400);
  assert.match(errorOf(floor).message, /Minimum allowed time for activityDateTime is 10\/1\/2026 12:00:00 AM/);
  const edge = await asked.get(graphAddress(audits, windowFilter("activityDateTime", Date.UTC(2026, 9, 1), end)));
  assert.equal(edge.status, 200);
});

test("a permission that is missing is named", async () => {
  const asked = reader(undefined, ["AuditLog.Read.All", "ActivityFeed.Read"]);
  const graph = await asked.get(signIns);
  assert.equal(graph.status, 403);
  assert.match(errorOf(graph).message, /AuditLog\.Read\.All/);
  assert.equal((await asked.get("/v1.0/identityProtection/riskDetections")).status, 200);
  const { tenantId } = asked.microsoft.tenant;
  const activity = await asked.get(`/api/v1.0/${tenantId}/activity/feed/subscriptions/list`);
  assert.equal(errorOf(activity).code, "AF10001");
});

test("no token, an expired one and the other API's are refused with 401", async () => {
  const asked = reader();
  const expired = asked.microsoft.token("graph", 1000);
  const other = asked.microsoft.token("management");
  await asked.clock.sleep(1000);
  for (const headers of [{}, { authorization: `Bearer ${expired}` }, { authorization: `Bearer ${other}` }]) {
    const answer = await asked.get(signIns, { headers });
    assert.equal(answer.status, 401);
    assert.equal(errorOf(answer).code, "InvalidAuthenticationToken");
  }
});

test("a token that ends in the middle is refused until there is a new one", async () => {
  const tenant = tinyTenant({ seed: 5, startMs: start, endMs: end });
  const asked = new TestReader(tenant, end, { moods: { ...calm, tokenExpired: 1 }, moodsUntilMs: end + 1 });
  const headers = { authorization: `Bearer ${asked.microsoft.token("graph")}` };
  assert.equal((await asked.get(signIns, { headers })).status, 401);
  assert.equal((await asked.get(signIns, { headers })).status, 401);
  assert.equal((await asked.get(signIns)).status, 200);
});

test("answers carry Date and request-id, refusals the envelope with both", async () => {
  const asked = reader();
  const answer = await asked.get("/beta/auditLogs/nothing");
  assert.equal(answer.status, 404);
  assert.equal(answer.headers.get("date"), new Date(end).toUTCString());
  const { error } = answer.json as { error: { innerError: Record<string, string> } };
  assert.equal(error.innerError["request-id"], answer.headers.get("request-id"));
});

test("policies are left out without a permission to read them, and v1.0 has its own columns", async () => {
  const asked = reader(undefined, ["Policy.Read.ConditionalAccess"]);
  const { records } = await asked.readAll("/v1.0/auditLogs/signIns");
  assert.ok(records.length > 0);
  assert.ok(
    records.every((record) => !("signInEventTypes" in record) && !("appliedConditionalAccessPolicies" in record)),
  );
});
