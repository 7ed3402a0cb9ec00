import assert from "node:assert/strict";
import { test } from "node:test";
import { searchesPerDay } from "../../../src/lake/collecting/search-budget.ts";
import { isSearched } from "../../../src/lake/collecting/source-coverage.ts";
import { ordinaryDelivery } from "../microsoft/tenant/delivery.ts";
import { tinyTenant } from "../microsoft/tenant/tiny-tenant.ts";
import { SimulatedRuns } from "./simulated-run.ts";

const day = 86_400_000;
const startMs = Date.UTC(2026, 1, 1);
const sources = ["Audit.Exchange", "auditLogQuery"] as const;

function tenant(endMs: number, events: number) {
  const delivery = { ...ordinaryDelivery, tail: 0 };
  return tinyTenant({ seed: 3, startMs, endMs, events, weights: { "Audit.Exchange": 1 }, delivery });
}

function asked(fromMs: number, toMs: number) {
  return {
    tables: ["activity"],
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  } as const;
}

const starts = (runs: SimulatedRuns): number =>
  runs.seen.filter(({ method, url }) => method === "POST" && url.pathname.endsWith("/queries")).length;

test("searches that leave records out and agree are halved until everything is held", async () => {
  const truth = tenant(startMs + day, 200);
  const nowMs = startMs + 40 * day;
  const runs = new SimulatedRuns({ truth, sources, nowMs, microsoft: { mostSearched: 30 } });
  const { failures } = await runs.collect(asked(startMs, startMs + day));
  assert.deepEqual(failures, []);
  assert.equal(await runs.rows("Audit.Exchange"), truth.existing(["Audit.Exchange"], nowMs).size);
  assert.ok(isSearched(await runs.coverage("Audit.Exchange"), startMs));
});

test("a stretch that even in seconds has more than a search gives is said, and its day is never complete", async () => {
  const truth = tenant(startMs + 1_500, 40);
  const runs = new SimulatedRuns({
    truth,
    sources,
    nowMs: startMs + 40 * day,
    microsoft: { mostSearched: 10 },
  });
  const { warnings } = await runs.collect(asked(startMs, startMs + day));
  assert.match(warnings.join(), /Audit search gave 10 records from 2026-02-01T00:00:0.* left others out/);
  assert.ok((await runs.rows("Audit.Exchange")) >= 10);
  assert.notEqual(await runs.dayState("Audit.Exchange", startMs), "complete");
});

test("a day is searched as a whole first: searches are few", async () => {
  const runs = new SimulatedRuns({ truth: tenant(startMs + 3 * day, 90), sources, nowMs: startMs + 40 * day });
  await runs.collect(asked(startMs, startMs + 3 * day));
  assert.equal(starts(runs), 6, "two of each day");
});

test("a spent budget of searches is an error with a sentence, and the next day goes on", async () => {
  const days = 100;
  const truth = tenant(startMs + days * day, 200);
  const runs = new SimulatedRuns({ truth, sources, nowMs: startMs + 150 * day });
  const request = asked(startMs, startMs + days * day);
  const { failures, tables } = await runs.collect(request);
  assert.equal(starts(runs), searchesPerDay);
  assert.match(failures.map(({ code, message }) => `${code} ${message}`).join(), /throttled The 150 audit searches/);
  assert.ok((tables[0]?.remaining ?? 0) > 0);
  await runs.wait(day);
  await runs.collect(asked(startMs, startMs + 40 * day));
  assert.equal(await runs.rows("Audit.Exchange"), truth.existing(["Audit.Exchange"], startMs + 150 * day).size);
});
