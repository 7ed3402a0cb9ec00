import assert from "node:assert/strict";
import { test } from "node:test";
import { stretchesOf } from "../../../src/lake/collecting/day-state.ts";
import { firstSubscribedMs } from "../../../src/lake/collecting/unsubscribed.ts";
import { apartFrom, partsIn } from "../../../src/lake/ledger/range-parts.ts";
import { ordinaryDelivery } from "../microsoft/tenant/delivery.ts";
import { tinyTenant } from "../microsoft/tenant/tiny-tenant.ts";
import { SimulatedRuns } from "./simulated-run.ts";

const hour = 3_600_000;
const day = 24 * hour;
const startMs = Date.UTC(2026, 1, 1);
const source = "Audit.Exchange";
const sources = [source] as const;

/** Content is asked for by the second, and what is made in the rest of the second of a start is offered. */
const second = 1_000;

/** How long after the first run the second one begins: within one answer of the first, within several, and later. */
const shifts = [0, 150, 250, 450, 900, 5_000, 600_000];

function runsFrom(nowMs: number, subscribed?: object): SimulatedRuns {
  const truth = tinyTenant({
    seed: 5,
    startMs,
    endMs: startMs + 5 * day,
    events: 400,
    weights: { [source]: 1 },
    delivery: { ...ordinaryDelivery, tail: 0 },
    blobEveryMs: 120_000,
    ...(subscribed && { subscribed }),
  });
  return new SimulatedRuns({ truth, sources, nowMs });
}

async function settle(runs: SimulatedRuns): Promise<void> {
  for (let n = 0; n < 28; n++) {
    await runs.wait(day / 2);
    await runs.collect();
  }
}

function starts({ seen }: SimulatedRuns): number {
  return seen.filter(({ url }) => url.pathname.endsWith("/subscriptions/start")).length;
}

/** Nothing of a time without a subscription counts as read. */
async function assertNotRead(runs: SimulatedRuns, fromMs: number, toMs: number): Promise<void> {
  const { segments } = await runs.coverage(source);
  assert.deepEqual(partsIn({ fromMs: fromMs + second, toMs: toMs - second }, segments), []);
}

/** All of that time which the lake answers for is told as lost. */
async function assertTold(runs: SimulatedRuns, fromMs: number, toMs: number): Promise<void> {
  const coverage = await runs.coverage(source);
  const { lost, gaps } = stretchesOf(coverage, runs.nowMs);
  assert.deepEqual(gaps, []);
  const toTell = { fromMs: Math.max(fromMs + second, coverage.fromMs), toMs: toMs - second };
  assert.deepEqual(apartFrom(toTell, lost), []);
}

for (const afterMs of shifts)
  test(`two runs start a subscription, the second ${afterMs} ms later: nothing before it counts as read`, async () => {
    const nowMs = startMs + 3 * day + 20 * hour;
    const runs = runsFrom(nowMs, {});
    await runs.collectTwice(afterMs);
    assert.ok(starts(runs) <= 2, `${starts(runs)} starts`);
    const since = runs.server.tenant.subscriptions.since(source, runs.nowMs);
    const floorMs = firstSubscribedMs(await runs.settings(), source);
    assert.ok(floorMs !== undefined && Math.abs(floorMs - since) < 5 * second, `the floor is ${floorMs}, not ${since}`);
    await assertNotRead(runs, startMs, since);
    const asked = runs.seen.length;
    await runs.collect();
    assert.ok(runs.seen.length - asked < 20, `${runs.seen.length - asked} requests of a run that finds nothing`);
    await settle(runs);
    for (let dayMs = startMs - 4 * day; dayMs < since; dayMs += day)
      assert.notEqual(await runs.dayState(source, dayMs), "complete");
    await assertNotRead(runs, startMs, since);
    await assertTold(runs, startMs, since);
    assert.equal(await runs.rows(source), runs.server.tenant.existing(sources, runs.nowMs).size);
    assert.ok(starts(runs) <= 2, `${starts(runs)} starts`);
  });

for (const afterMs of shifts)
  test(`two runs start a disabled subscription again, the second ${afterMs} ms later: the time between is lost`, async () => {
    const runs = runsFrom(startMs + 12 * hour);
    await runs.collect();
    await runs.wait(hour);
    const offMs = runs.nowMs;
    runs.server.tenant.subscriptions.disable(source, offMs);
    await runs.wait(2 * day);
    await runs.collectTwice(afterMs);
    const restartMs = runs.server.tenant.subscriptions.since(source, runs.nowMs);
    assert.ok(starts(runs) <= 2, `${starts(runs)} starts`);
    await assertNotRead(runs, offMs, restartMs);
    await settle(runs);
    await assertNotRead(runs, offMs, restartMs);
    await assertTold(runs, offMs, restartMs);
    assert.equal(await runs.rows(source), runs.server.tenant.existing(sources, runs.nowMs).size);
    assert.ok(starts(runs) <= 2, `${starts(runs)} starts`);
  });
