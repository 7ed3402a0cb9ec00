import assert from "node:assert/strict";
import { test } from "node:test";
import { collectorNodes } from "../../../../src/editor/collector/collector-model.ts";
import type { HealthReport, SourceHealth, TenantSettings } from "../../../../src/protocol/collector.ts";

const tenant: TenantSettings = {
  tenantId: "7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f",
  name: "contoso.com\u202e",
  cloud: "global",
  clientId: "0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10",
  credentialKind: "certificate",
  sources: ["directoryAudits", "Audit.Exchange"],
  since: "2026-11-01T00:00:00Z",
  floors: {},
};

function health(given: Partial<SourceHealth>): SourceHealth {
  return {
    tenantId: tenant.tenantId,
    tenantName: tenant.name,
    table: "audits",
    source: "directoryAudits",
    lastRead: "2026-11-23T13:40:00.000Z",
    readUpTo: "2026-11-23T13:30:00.000Z",
    gaps: [],
    lost: [],
    requests: 1,
    throttledSeconds: 0,
    fetched: 1,
    added: 1,
    updated: 0,
    late: 0,
    lastError: null,
    ...given,
  };
}

const report: HealthReport = {
  at: "2026-11-23T13:45:00.000Z",
  tables: [],
  sources: [
    health({}),
    health({
      table: "activity",
      source: "Audit.Exchange",
      lastRead: null,
      readUpTo: null,
      gaps: [{ from: "2026-11-21T14:00:00Z", to: "2026-11-21T15:00:00Z" }],
      lastError: { at: "2026-11-23T12:00:00.000Z", code: "unreachable", message: "It did not answer.\nforged" },
    }),
  ],
};

test("a source with gaps has the sign of a gap, and no tick", () => {
  const gaps = [{ from: "2026-11-21T14:00:00Z", to: "2026-11-21T15:00:00Z" }];
  const [, node] = collectorNodes([tenant], { ...report, sources: [health({ gaps })] });
  assert.ok(node?.kind === "tenant" && node.sources[0]?.kind === "source");
  const { icon, description } = node.sources[0].words;
  assert.deepEqual([icon, description], ["color-mode", "1 h missing · read up to 13:30 UTC"]);
});

test("without a tenant the view is empty, so that its welcome is seen", () => {
  assert.deepEqual(collectorNodes([], undefined), []);
});

test("a tenant says its troubles before when it was collected, and its sources how far they were read", () => {
  const [keep, node] = collectorNodes([tenant], report);
  assert.equal(keep?.kind, "keep");
  assert.ok(node?.kind === "tenant");
  assert.equal(node.words.label, "contoso.com<U+202E>");
  assert.equal(node.words.description, "1 source failing · 1 h missing · collected 13:40 UTC");
  assert.equal(node.words.icon, "warning");
  assert.match(node.words.tooltip, /0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10, left out by the bundled detections/);
  assert.match(node.words.tooltip, /^Signs in with: certificate$/m);
  const sources = node.sources.flatMap((each) => (each.kind === "source" ? [each.words] : []));
  assert.deepEqual(
    sources.map(({ label, description, icon }) => [label, description, icon]),
    [
      ["Audits", "read up to 13:30 UTC", "pass"],
      ["Office 365 activity, Exchange", "failing · 1 h missing · not read yet", "warning"],
    ],
  );
  const [, later] = collectorNodes([tenant], { ...report, at: "2026-11-24T00:10:00.000Z" });
  assert.match(later?.kind === "tenant" ? later.words.description : "", /collected 2026-11-23 13:40 UTC$/);
  assert.match(sources[1]?.tooltip ?? "", /12:00 UTC: It did not answer\.␊forged$/);
});

test("a source that was read since it failed does not fail any more", () => {
  const lastError = { at: "2026-11-23T12:00:00.000Z", code: "unreachable", message: "It did not answer." };
  const [, node] = collectorNodes([tenant], { ...report, sources: [health({ lastError })] });
  assert.ok(node?.kind === "tenant");
  assert.equal(node.words.description, "collected 13:40 UTC");
  const [source] = node.sources.flatMap((each) => (each.kind === "source" ? [each.words] : []));
  assert.deepEqual([source?.icon, source?.description], ["pass", "read up to 13:30 UTC"]);
});

test("a tenant whose health is not known is still shown", () => {
  const [, node] = collectorNodes([tenant], undefined);
  assert.ok(node?.kind === "tenant");
  assert.equal(node.words.description, "not collected yet");
  assert.deepEqual(
    node.sources.map((each) => each.kind === "source" && each.words.icon),
    ["circle-outline", "circle-outline"],
  );
});
