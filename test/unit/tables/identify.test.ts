import assert from "node:assert/strict";
import { test } from "node:test";
import type { Source, TableName } from "../../../src/protocol/tables.ts";
import { type Identity, identifyRecord } from "../../../src/tables/shapes/identify.ts";
import { realRecords } from "./real-records.ts";

const tenant = "AAAABBBB-0000-cccc-1111-dddd2222eeee";
const time = "2026-03-01T00:58:41.2345678Z";

test("a Graph sign-in has its id, its time truncated, and no tenant", () => {
  const record = { id: "s1", createdDateTime: time, homeTenantId: tenant, resourceTenantId: tenant, tenantId: tenant };
  assert.deepEqual(identifyRecord("signins", "graph-beta", record), {
    key: "s1",
    eventTimeMs: Date.parse("2026-03-01T00:58:41.234Z"),
    timeIsApproximate: false,
    tenantId: null,
    versionTimeMs: null,
  });
});

test("a risk detection carries its version time, a risky user's state its time in the key", () => {
  const detection = { id: "r1", activityDateTime: time, lastUpdatedDateTime: "2026-03-02T00:00:00Z" };
  assert.equal(identified("riskdetections", "graph-v1.0", detection).versionTimeMs, Date.UTC(2026, 2, 2));
  const user = { id: "u1", riskLastUpdatedDateTime: time };
  assert.equal(identified("riskyusers", "graph-beta", user).key, "u1@2026-03-01T00:58:41.234Z");
  assert.equal(
    identified("riskyusers", "graph-beta", user).versionTimeMs,
    identified("riskyusers", "graph-beta", user).eventTimeMs,
  );
});

test("the tenant is the envelope's, AADTenantId, OrganizationId or the path's, never the workspace's", () => {
  const own = tenant.toLowerCase();
  const properties = { id: "1", createdDateTime: time };
  const path = `/tenants/${tenant}/providers/Microsoft.aadiam`;
  const zero = "00000000-0000-0000-0000-000000000000";
  const cases: readonly [TableName, Source, Record<string, unknown>, string | null][] = [
    ["signins", "diagnostic", { tenantId: tenant, properties }, own],
    ["signins", "diagnostic", { tenantId: zero, resourceId: path.toUpperCase(), properties }, own],
    [
      "signins",
      "log-analytics",
      { Id: "1", CreatedDateTime: time, TenantId: "11111111-0000-4000-8000-000000000000" },
      null,
    ],
    ["signins", "log-analytics", { Id: "1", CreatedDateTime: time, AADTenantId: tenant }, own],
    ["signins", "log-analytics", { Id: "1", CreatedDateTime: time, AADTenantId: zero, ResourceId: path }, own],
    ["activity", "management-activity", { Id: "1", CreationTime: time, OrganizationId: tenant }, own],
    ["activity", "log-analytics", { OfficeId: "1", TimeGenerated: time, OrganizationId: tenant, TenantId: zero }, own],
    ["activity", "purview-csv", { Id: "1", CreationTime: time, OrganizationId: "contoso" }, null],
    ["provisioning", "graph-v1.0", { id: "1", activityDateTime: time, tenantId: tenant }, own],
    ["signins", "portal-csv", { "Request ID": "1", "Date (UTC)": time, "Home tenant ID": tenant }, null],
  ];
  for (const [table, source, record, expected] of cases)
    assert.equal(identified(table, source, record).tenantId, expected, JSON.stringify(record));
});

test("a logging time or a portal CSV time without a fraction is approximate", () => {
  const cases: readonly [TableName, Source, Record<string, unknown>, boolean][] = [
    ["signins", "log-analytics", { Id: "1", CreatedDateTime: time, TimeGenerated: time }, false],
    ["signins", "log-analytics", { Id: "1", TimeGenerated: time }, true],
    ["audits", "log-analytics", { Id: "1", TimeGenerated: time, ActivityDateTime: "" }, true],
    ["activity", "log-analytics", { OfficeId: "1", TimeGenerated: "2021-08-02T13:32:07Z" }, false],
    ["signins", "diagnostic", { time, properties: { id: "1", createdDateTime: time } }, false],
    ["signins", "diagnostic", { time, properties: { id: "1" } }, true],
    ["signins", "portal-csv", { "Request ID": "1", "Date (UTC)": "2025-12-04T08:19:41Z" }, true],
    ["activity", "management-activity", { Id: "1", CreationTime: "2026-03-01T10:18:39" }, false],
  ];
  for (const [table, source, record, expected] of cases)
    assert.equal(identified(table, source, record).timeIsApproximate, expected, JSON.stringify(record));
});

test("a portal CSV audit has the hash of its cells for a key, whatever the order of the columns", () => {
  const row = { "Date (UTC)": "2025-12-04T08:19:41Z", Activity: "Add user", Target1Type: "" };
  const { key } = identified("audits", "portal-csv", row);
  assert.match(key, /^csv-[0-9a-f]{64}$/);
  assert.equal(identified("audits", "portal-csv", { Activity: "Add user", "Date (UTC)": row["Date (UTC)"] }).key, key);
  assert.notEqual(identified("audits", "portal-csv", { ...row, Activity: "Delete user" }).key, key);
});

test("records without key or time, or with a time out of range, are rejected with the reason", () => {
  const cases: readonly [Record<string, unknown>, RegExp][] = [
    [{ createdDateTime: time }, /^has no id$/],
    [{ id: "", createdDateTime: time }, /^has no id$/],
    [{ id: 7, createdDateTime: time }, /^has no id$/],
    [{ id: "1" }, /^has no createdDateTime$/],
    [{ id: "1", createdDateTime: null }, /^has no createdDateTime$/],
    [{ id: "1", createdDateTime: "yesterday" }, /^has a createdDateTime that is not a time: "yesterday"$/],
    [{ id: "1", createdDateTime: { a: 1 } }, /^has a createdDateTime that is not a time/],
    [{ id: "1", createdDateTime: "1601-01-01T00:00:00Z" }, /outside the years 2000 to 2100/],
    [{ id: "1", createdDateTime: "9999-12-31T23:59:59Z" }, /outside the years 2000 to 2100/],
  ];
  for (const [record, reason] of cases) {
    const outcome = identifyRecord("signins", "graph-beta", record);
    assert.match("rejected" in outcome ? outcome.rejected : "accepted", reason, JSON.stringify(record));
  }
});

test("the published records are 45 sign-ins of one tenant, 3 audits and 1 activity record", () => {
  const signins = realRecords("signinlogs").map((record) => identified("signins", "log-analytics", record));
  assert.equal(signins.length, 86);
  assert.equal(new Set(signins.map((each) => each.key)).size, 45);
  assert.deepEqual([...new Set(signins.map((each) => each.tenantId))], ["4b2462a4-bbee-495a-a0e1-f23ae524cc9c"]);
  const audits = realRecords("auditlogs").map((record) => identified("audits", "log-analytics", record));
  assert.equal(new Set(audits.map((each) => each.key)).size, 3);
  assert.deepEqual([...new Set(audits.map((each) => each.tenantId))], [null]);
  const activity = realRecords("officeactivity").map((record) => identified("activity", "log-analytics", record));
  assert.deepEqual(activity, [
    {
      key: "699e0b10-1c53-403e-976f-ce0847a92b44",
      eventTimeMs: Date.parse("2021-08-02T13:32:07Z"),
      timeIsApproximate: false,
      tenantId: null,
      versionTimeMs: null,
    },
  ]);
});

function identified(table: TableName, source: Source, record: Readonly<Record<string, unknown>>): Identity {
  const outcome = identifyRecord(table, source, record);
  if ("rejected" in outcome) assert.fail(outcome.rejected);
  return outcome;
}
