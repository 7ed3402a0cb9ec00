import assert from "node:assert/strict";
import { test } from "node:test";
import { CollectError } from "../../../../src/collector/collect-error.ts";
import type { CollectFilter } from "../../../../src/protocol/collector.ts";
import { filterOf, json, refusal, scripted } from "../microsoft/scripted-microsoft.ts";
import { collected } from "./collected.ts";

const from = "2026-03-10T10:00:00Z";
const to = "2026-03-10T11:00:00Z";
const graph = "https://graph.microsoft.com";

test("a window is asked for with unquoted times of seven digits, and read over all its pages", async () => {
  const next = `${graph}/beta/auditLogs/signIns?$top=999&$skiptoken=a%2Bb_1000&$filter=x`;
  const world = scripted((_, n) =>
    n === 0
      ? json({ value: [{ id: "a" }, { id: "b" }], "@odata.nextLink": next }, { "request-id": "req-1" })
      : n === 1
        ? json({ value: [], "@odata.nextLink": `${next}2` })
        : json({ value: [{ id: "b" }, { id: "c" }] }),
  );
  const { ids, pages, end } = await collected(world, "signIns.nonInteractiveUser", from, to);
  assert.deepEqual(ids, ["a", "b", "b", "c"]);
  assert.deepEqual(end, { missing: [] });
  assert.equal(pages[0]?.ref, "req-1");
  assert.equal(pages[0]?.observedMs, Math.floor(Date.parse("2026-03-10T12:00:00.050Z") / 1000) * 1000);
  const [first, second] = world.seen;
  assert.equal(new URL(first?.url ?? "").pathname, "/beta/auditLogs/signIns");
  assert.equal(new URL(first?.url ?? "").searchParams.get("$top"), "999");
  assert.equal(
    filterOf(first),
    "createdDateTime ge 2026-03-10T10:00:00.0000000Z and createdDateTime le 2026-03-10T10:59:59.9999999Z" +
      " and signInEventTypes/any(t: t eq 'nonInteractiveUser')",
  );
  assert.equal(second?.url, next, "the link is sent as it came");
  for (const seen of world.seen) {
    assert.equal(seen.headers.get("prefer"), "include-unknown-enum-members");
    assert.match(seen.headers.get("authorization") ?? "", /^Bearer secret-graph-token/);
  }
});

test("provisioning is asked for with gt and lt, risk by its last update, and version 1.0 without a kind", async () => {
  const world = scripted(() => json({ value: [] }));
  await collected(world, "provisioning", from, to);
  await collected(world, "riskDetections", from, to);
  await collected(world, "signIns.v1.0", from, to);
  await collected(world, "riskyUsers", "1970-01-01T00:00:00Z", to);
  const [provisioning, risk, signIns, riskyUsers] = world.seen;
  assert.equal(
    filterOf(provisioning),
    "activityDateTime gt 2026-03-10T09:59:59.9990000Z and activityDateTime lt 2026-03-10T11:00:00.0000000Z",
  );
  assert.match(filterOf(risk), /^lastUpdatedDateTime ge /);
  assert.equal(new URL(risk?.url ?? "").searchParams.get("$top"), "500");
  assert.match(signIns?.url ?? "", /^https:\/\/graph\.microsoft\.com\/v1\.0\//);
  assert.doesNotMatch(filterOf(signIns), /signInEventTypes/);
  assert.equal(filterOf(riskyUsers), "", "a full poll has no condition");
});

test("the text of a record is untouched, and what is no object comes without a record", async () => {
  const odd = '{ "id":"a",  "n": 1.0, "u":"\\u00e9\\"}]" }';
  const world = scripted(() => json(`{"@odata.context":"x","value":[${odd},7,{"id":"b"}]}`));
  const { records } = await collected(world, "directoryAudits", from, to);
  assert.deepEqual(
    records.map(({ raw }) => raw),
    [odd, "7", '{"id":"b"}'],
  );
  assert.equal(records[1]?.record, undefined);
  assert.equal(records[0]?.record?.["u"], 'é"}]');
});

test("of service principals' risk only what is documented is asked: no $top for detections, no times for states", async () => {
  const world = scripted(() => json({ value: [] }));
  await collected(world, "servicePrincipalRiskDetections", from, to);
  await collected(world, "riskyServicePrincipals", from, to);
  await collected(world, "riskyServicePrincipals", "1970-01-01T00:00:00Z", to);
  const [detections, states, all] = world.seen.map(({ url }) => new URL(url));
  assert.equal(detections?.pathname, "/v1.0/identityProtection/servicePrincipalRiskDetections");
  assert.equal(detections?.searchParams.has("$top"), false);
  assert.match(filterOf(world.seen[0]), /^lastUpdatedDateTime ge \S+ and lastUpdatedDateTime le \S+$/);
  assert.equal(states?.href, all?.href, "a poll of what changed is a poll of all");
  assert.equal(states?.search, "?$top=500");
});

test("a service principal's risk is narrowed to applications and addresses by its records", async () => {
  const value = [
    { id: "a", appId: "app-1", servicePrincipalId: "sp-1", ipAddress: "192.0.2.1" },
    { id: "b", appId: "app-2", servicePrincipalId: "sp-2", ipAddress: "192.0.2.2" },
  ];
  const world = scripted(() => json({ value }));
  const ids = async (filter: CollectFilter) =>
    (await collected(world, "servicePrincipalRiskDetections", from, to, { filter })).ids;
  assert.deepEqual(await ids({ apps: ["APP-1"] }), ["a"]);
  assert.deepEqual(await ids({ apps: ["sp-2"] }), ["b"]);
  assert.deepEqual(await ids({ ipAddresses: ["192.0.2.2"] }), ["b"]);
  assert.deepEqual(await ids({ users: ["mira@contoso.example"] }), []);
});

test("the place on the axis is the last update of a risk detection, and none for events", async () => {
  const world = scripted(() => json({ value: [{ id: "a", lastUpdatedDateTime: "2026-03-10T10:30:00.1234567Z" }] }));
  const risk = await collected(world, "riskDetections", from, to);
  assert.equal(risk.records[0]?.axisMs, Date.parse("2026-03-10T10:30:00.123Z"));
  const audits = await collected(world, "directoryAudits", from, to);
  assert.equal(audits.records[0]?.axisMs, null);
});

test("a link that repeats ends with an error", async () => {
  const next = `${graph}/beta/auditLogs/signIns?$skiptoken=1`;
  const world = scripted(() => json({ value: [{ id: "a" }], "@odata.nextLink": next }));
  await assert.rejects(collected(world, "signIns.interactiveUser", from, to), (error) => {
    assert.ok(error instanceof CollectError);
    assert.equal(error.remedy.kind, "again");
    assert.match(error.message, /interactive sign-ins do not end/);
    return true;
  });
  assert.equal(world.seen.length, 2);
  const itself = scripted(({ url }) => json({ value: [{ id: "a" }], "@odata.nextLink": url }));
  await assert.rejects(collected(itself, "signIns.interactiveUser", from, to), { remedy: { kind: "again" } });
  assert.equal(itself.seen.length, 1);
});

test("a lost skip token starts the window anew, a second one halves it", async () => {
  const next = `${graph}/beta/auditLogs/signIns?$skiptoken=1`;
  const lost = () => refusal(400, "UnknownError", "Invalid Skip Token, skip token is null");
  const mended = scripted((_, n) =>
    n === 0
      ? json({ value: [{ id: "a" }], "@odata.nextLink": next })
      : n === 1
        ? lost()
        : json({ value: [{ id: "a" }, { id: "b" }] }),
  );
  const { ids } = await collected(mended, "signIns.interactiveUser", from, to);
  assert.deepEqual(ids, ["a", "a", "b"]);
  const hopeless = scripted((_, n) => (n % 2 === 0 ? json({ value: [], "@odata.nextLink": next }) : lost()));
  await assert.rejects(collected(hopeless, "signIns.interactiveUser", from, to), { remedy: { kind: "halve" } });
});

test("a link to another host gets no token", async () => {
  const world = scripted(() => json({ value: [], "@odata.nextLink": "https://graph.microsoft.com.evil.example/beta" }));
  await assert.rejects(collected(world, "directoryAudits", from, to), { code: "untrusted-server" });
  assert.equal(world.seen.length, 1);
  assert.equal(world.tokens.length, 1);
});

test("cancelling reaches the wire", async () => {
  const stop = new AbortController();
  const world = scripted(() => {
    stop.abort();
    return new Promise<Response>(() => {});
  });
  await assert.rejects(collected(world, "directoryAudits", from, to, { signal: stop.signal }), {
    name: "CancelledError",
  });
  assert.equal(world.seen[0]?.signal?.aborted, true);
});
