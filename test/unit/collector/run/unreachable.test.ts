import assert from "node:assert/strict";
import { test } from "node:test";
import { collect } from "../../../../src/collector/collect.ts";
import { BatchLake } from "../../../../src/collector/run/batch-lake.ts";
import { Lake } from "../../../../src/lake/lake.ts";
import { MemoryStorage } from "../../../../src/lake/memory-storage.ts";
import type { TenantSettings } from "../../../../src/protocol/collector.ts";
import { MemorySliceWork } from "../../../simulation/memory-slice-work.ts";
import { clientId, json, type Script, scripted, tenantId } from "../microsoft/scripted-microsoft.ts";

const settings: TenantSettings = {
  ...{ tenantId, clientId, name: "contoso.com", cloud: "global", credentialKind: "secret" },
  ...{ sources: ["directoryAudits"], since: "2026-02-20T00:00:00Z", floors: {} },
};

/** A run over a fresh lake, which is broken off when it goes on asking for ever. */
async function runWith(script: Script) {
  const forEver = new AbortController();
  const { microsoft, clock, seen } = scripted((request, n) => {
    if (n > 4_000) forEver.abort();
    return script(request, n);
  });
  const storage = new MemoryStorage();
  const time = { now: () => clock.now(), sleep: clock.sleep.bind(clock), random: () => 0.5 };
  const lake = new BatchLake(new Lake(storage, time), new MemorySliceWork(storage), async () => undefined);
  const outcome = await collect({ settings, microsoft, lake, clock }, { request: {}, signal: forEver.signal });
  return { outcome, requests: seen.length, state: await lake.state("audits") };
}

test("a host that cannot be reached ends the run after a few windows, and the rest is left to the next", async () => {
  const { outcome, state } = await runWith(() => {
    throw new TypeError("fetch failed", { cause: { code: "ENOTFOUND" } });
  });
  assert.ok(outcome.failures.length >= 1 && outcome.failures.length <= 8, `${outcome.failures.length} failures`);
  assert.ok(outcome.failures.every(({ code }) => code === "unreachable"));
  assert.ok((outcome.tables[0]?.remaining ?? 0) > 100);
  assert.equal(state.coverage.size, 0);
});

test("a stretch that never comes is left out, also when time goes on beside it", async () => {
  const { outcome, state } = await runWith(({ url, atMs }) => {
    const [, from = ""] = /activityDateTime ge (\S+)/.exec(decodeURIComponent(url).replaceAll("+", " ")) ?? [];
    if (atMs - Date.parse(from) < 86_400_000) return json("", {}, 503);
    return json({ value: [] });
  });
  assert.ok(outcome.failures.length >= 1);
  assert.ok((outcome.tables[0]?.remaining ?? 0) < 200);
  assert.ok(state.coverage.size > 0);
});
