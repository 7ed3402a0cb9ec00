import assert from "node:assert/strict";
import { test } from "node:test";
import { provenReach } from "../../../../src/collector/run/proven-reach.ts";
import type { TenantSettings } from "../../../../src/protocol/collector.ts";

const nowMs = Date.UTC(2026, 10, 29);
const settings: TenantSettings = {
  tenantId: "7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f",
  name: "contoso.example",
  cloud: "global",
  clientId: "0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10",
  credentialKind: "secret",
  sources: ["riskDetections", "riskyUsers"],
  since: "2026-11-01T00:00:00Z",
  floors: {},
};

test("states of risky users prove that detections reach 90 days back; an empty list and other sources prove nothing", () => {
  assert.deepEqual(provenReach({ source: "riskyUsers" }, 1, settings, nowMs)?.floors, {
    riskDetections: { days: 90, at: "2026-11-29T00:00:00.000Z" },
  });
  assert.equal(provenReach({ source: "riskyUsers" }, 0, settings, nowMs), undefined);
  assert.equal(provenReach({ source: "riskDetections" }, 1, settings, nowMs), undefined);
});
