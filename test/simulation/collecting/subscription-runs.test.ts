import assert from "node:assert/strict";
import { test } from "node:test";
import { stretchesOf } from "../../../src/lake/collecting/day-state.ts";
import { ordinaryDelivery } from "../microsoft/tenant/delivery.ts";
import { tinyTenant } from "../microsoft/tenant/tiny-tenant.ts";
import { SimulatedRuns } from "./simulated-run.ts";

const hour = 3_600_000;
const day = 24 * hour;
const startMs = Date.UTC(2026, 1, 1);
const source = "Audit.Exchange";
const sources = [source] as const;

function tenant(subscribed?: object, events = 400) {
  return tinyTenant({
    seed: 5,
    startMs,
    endMs: startMs + 3 * day,
    events,
    weights: { [source]: 1 },
    delivery: { ...ordinaryDelivery, tail: 0 },
    blobEveryMs: 120_000,
    ...(subscribed && { subscribed }),
  });
}

async function settled(runs: SimulatedRuns, days: number): Promise<void> {
  for (let n = 0; n < days * 2; n++) {
    await runs.wait(day / 2);
    await runs.collect();
  }
}

test("content lost while a subscription was off is said, and what was made before and after it is read", async () => {
  const truth = tenant();
  const runs = new SimulatedRuns({ truth, sources, nowMs: startMs + 12 * hour });
  await runs.collect();
  await runs.wait(hour);
  const offMs = runs.nowMs;
  truth.subscriptions.disable(source, offMs);
  await runs.wait(5 * hour);
  const restartMs = runs.nowMs;
  await runs.collect();
  await settled(runs, 14);
  const offered = truth.existing(sources, runs.nowMs);
  assert.ok(offered.size < 390, "some were lost");
  assert.equal(await runs.rows(source), offered.size);
  assert.equal(await runs.dayState(source, startMs), "lost");
  assert.equal(await runs.dayState(source, startMs + day), "complete");
  const { lost, gaps } = stretchesOf(await runs.coverage(source), runs.nowMs);
  assert.ok(
    lost.some(({ fromMs, toMs }) => fromMs <= offMs && toMs > restartMs - 1_000 && toMs < restartMs + 10_000),
    JSON.stringify(lost),
  );
  assert.deepEqual(gaps, []);
});

test("while the time in which a subscription was off is still asked for, it is called lost and no gap", async () => {
  const truth = tenant();
  const runs = new SimulatedRuns({ truth, sources, nowMs: startMs + 12 * hour });
  await runs.collect();
  truth.subscriptions.disable(source, runs.nowMs);
  await runs.wait(5 * hour);
  await runs.collect();
  await runs.wait(day);
  await runs.collect();
  const { lost, gaps } = stretchesOf(await runs.coverage(source), runs.nowMs);
  assert.deepEqual(gaps, []);
  assert.ok(lost.length > 0);
  const asked = runs.seen.length;
  await runs.collect();
  assert.ok(runs.seen.length - asked < 20, `${runs.seen.length - asked} requests of a run that finds nothing`);
});

test("content of the first minutes of a subscription is read", async () => {
  const truth = tenant({}, 2_000);
  const nowMs = startMs + 12 * hour;
  const runs = new SimulatedRuns({ truth, sources, nowMs });
  await runs.collect();
  await settled(runs, 14);
  const offered = [...truth.existing(sources, runs.nowMs).values()];
  assert.ok(offered.some(({ axisMs }) => axisMs < nowMs + 10 * 60_000));
  assert.equal(await runs.rows(source), offered.length);
  assert.equal(await runs.dayState(source, startMs), "lost");
  assert.equal(await runs.dayState(source, startMs + day), "complete");
});
