import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSource } from "../../../../src/collector/sources/check-source.ts";
import { graphSources } from "../../../../src/collector/sources/graph-sources.ts";
import { isContentType, isGraphSource, limitOf } from "../../../../src/collector/sources/readers.ts";
import { logSources } from "../../../../src/lake/collecting/log-sources.ts";
import { contentTypes, type SourceCheckState, type SourceId, sourceIds } from "../../../../src/protocol/collector.ts";
import { json, refusal, type Script, scripted } from "../microsoft/scripted-microsoft.ts";

test("every source can be checked: one request, for one record, that changes nothing", async () => {
  for (const source of sourceIds) {
    if (isContentType(source)) continue;
    const world = scripted(() => json({ value: [] }));
    assert.deepEqual(await checkSource(source, world), {
      source,
      table: logSources[source].table,
      state: "works",
      detail: "It can be read.",
      nextStep: "",
    });
    assert.equal(world.seen.length, 1);
    assert.equal(world.seen[0]?.method, "GET");
    const hasTop = !isGraphSource(source) || graphSources[source].takesTop !== false;
    assert.equal(new URL(world.seen[0]?.url ?? "").searchParams.get("$top"), hasTop ? "1" : null);
  }
});

test("a content type is listed when its subscription runs, and none is started", async () => {
  for (const source of contentTypes) {
    const running = scripted(({ url }) => json(url.includes("/list?") ? [{ contentType: source }] : []));
    assert.equal((await checkSource(source, running)).state, "works");
    assert.match(running.seen[1]?.url ?? "", /subscriptions\/content\?/);
    const absent = scripted(() => json([]));
    const check = await checkSource(source, absent);
    assert.equal(check.state, "works");
    assert.match(check.detail, /starts with the first collection/);
    for (const { method } of [...running.seen, ...absent.seen]) assert.equal(method, "GET");
  }
});

test("the sensitive content has a permission of its own", async () => {
  const world = scripted(({ url }) =>
    url.includes("/list?") ? json([{ contentType: "DLP.All" }]) : refusal(401, "AF10001", "x"),
  );
  const check = await checkSource("DLP.All", world);
  assert.equal(check.state, "missing-permission");
  assert.match(check.nextStep, /ActivityFeed\.ReadDlp/);
});

const states: readonly (readonly [SourceCheckState, SourceId, Script, RegExp])[] = [
  [
    "missing-licence",
    "signIns.interactiveUser",
    () => refusal(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "x"),
    /Directory\.Read\.All/,
  ],
  ["missing-permission", "Audit.General", () => refusal(401, "AF10001", "x"), /ActivityFeed\.Read /],
  ["missing-permission", "riskyUsers", () => refusal(403, "Forbidden", "x"), /IdentityRiskyUser\.Read\.All/],
  [
    "missing-licence",
    "servicePrincipalRiskDetections",
    () => refusal(403, "Forbidden", "Your tenant is not licensed for this feature."),
    /leave this source out/,
  ],
  ["throttled", "riskDetections", () => refusal(429, "", ""), /check again later/],
  ["unreachable", "directoryAudits", () => Promise.reject(new TypeError("fetch failed")), /proxy/],
  ["unreachable", "directoryAudits", () => new Promise<Response>(() => {}), /shorter/],
  ["not-offered", "provisioning", () => refusal(400, "BadRequest", "Resource not found for the segment 'x'"), /cloud/],
  ["failed", "directoryAudits", () => refusal(400, "BadRequest", "Odd"), /Look/],
];

for (const [state, source, script, nextStep] of states)
  test(`${source} is ${state}, with the next step`, async () => {
    const world = scripted(script);
    const check = await checkSource(source, world);
    assert.equal(check.state, state);
    assert.match(check.nextStep, nextStep);
    assert.notEqual(check.detail, "");
    assert.ok(world.clock.now() - Date.parse("2026-03-10T12:00:00Z") < 250_000);
  });

test("a source that the cloud does not have is not asked", async () => {
  const world = scripted(() => json({}), { cloud: "china" });
  for (const source of ["riskyUsers", "riskyServicePrincipals", "servicePrincipalRiskDetections"] as const)
    assert.equal((await checkSource(source, world)).state, "not-offered");
  assert.equal((await checkSource("Audit.General", world)).state, "not-offered");
  assert.equal(world.seen.length, 0);
});

test("the version that a source is read in is the version its rows are kept as", () => {
  for (const source of sourceIds) {
    if (!isGraphSource(source)) continue;
    assert.equal(`graph-${graphSources[source].path.split("/")[1]}`, logSources[source].rowSource);
    assert.equal(graphSources[source].id, source);
    assert.equal(limitOf(source), graphSources[source].path.includes("identityProtection") ? "risk" : "reports");
  }
});
