import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceDayState } from "../../../src/lake/collecting/day-state.ts";
import { enabledSources } from "../../../src/lake/collecting/source-coverage.ts";
import { listTenants } from "../../../src/lake/collecting/tenant-settings.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import type { Storage } from "../../../src/lake/storage/storage.ts";
import type { DayState } from "../../../src/protocol/lake.ts";
import { MemoryGround } from "../ground.ts";
import { calm, type Moods } from "../microsoft/moods/moods.ts";
import { lateDelivery } from "../microsoft/tenant/delivery.ts";
import type { KillPoint } from "../processes/simulated-process.ts";
import { realCollector } from "../real-collector.ts";
import type { Schedule, ScheduledRun } from "../schedule.ts";
import { type Collector, type Finding, live } from "../simulation.ts";
import { calmStorage } from "../storage/faulty-storage.ts";

const hour = 3_600_000;
const day = 24 * hour;
const tenantId = "7e57ab1e-0000-4000-8000-000000000001";
const source = "Audit.Exchange";
const startMs = Date.UTC(2026, 1, 24, 20);
const endMs = startMs + 60 * hour;
const addedMs = startMs + 2 * day;

interface Lived {
  readonly finding: Finding;
  /** From the day of the first event to the second after the tenant was added. */
  readonly states: readonly DayState[];
}

/** The life of a tenant that nobody had subscribed for before it was added, two days after its first events. */
async function lived(first: Partial<ScheduledRun>, moods: Partial<Moods> = {}): Promise<Lived> {
  const calmRun = (atMs: number): ScheduledRun => {
    return { atMs, tenantId, twice: false, storage: calmStorage, clockErrorMs: 0, filtered: false };
  };
  const later = [1, 6, 12, 24, 36, 60, 100, 150, 200, 250, 300].map((hours) => calmRun(addedMs + hours * hour));
  const schedule: Schedule = {
    seed: 7,
    startMs,
    endMs,
    calmFromMs: addedMs + hour / 2,
    mayLose: true,
    retryAfter: "seconds",
    moods: { ...calm, ...moods },
    delivery: { ...lateDelivery, tail: 0 },
    interferences: [],
    tenants: [
      { tenantId, sources: [source], events: 60, licences: [{ fromMs: Number.NEGATIVE_INFINITY, licence: "p2" }] },
    ],
    runs: [{ ...calmRun(addedMs), ...first }, ...later],
  };
  let isFirst = true;
  const collector: Collector = (run) => {
    if (isFirst) run.tenant.truth.subscriptions.stop(source, startMs - day);
    isFirst = false;
    return realCollector(run);
  };
  let look: (() => Promise<readonly DayState[]>) | undefined;
  const finding = await live(schedule, collector, (time, invariants, go) => {
    const ground = new MemoryGround(invariants, () => time.now());
    look = () => statesOf(ground.storage, time.now());
    return go(ground);
  });
  return { finding, states: (await look?.()) ?? [] };
}

async function statesOf(storage: Storage, nowMs: number): Promise<readonly DayState[]> {
  const [settings] = await listTenants(storage);
  const { state } = await new Ledger(storage, "activity").read();
  assert.ok(settings !== undefined);
  const [coverage] = enabledSources("activity", state, settings, nowMs);
  assert.ok(coverage !== undefined);
  const states: DayState[] = [];
  for (let dayMs = Math.floor(startMs / day) * day; dayMs <= addedMs; dayMs += day)
    states.push(sourceDayState(coverage, dayMs, nowMs));
  return states;
}

function assertNothingClaimed({ finding, states }: Lived, what: string): void {
  assert.deepEqual(finding.violations, [], what);
  assert.ok(!states.includes("complete"), `${what}: ${states.join(" ")}`);
}

test("no day before a subscription becomes complete, wherever the run that starts it is killed", async () => {
  let kills = 0;
  for (let effect = 1; effect <= 20; effect++)
    for (const when of ["before", "after"] as const) {
      const kill: KillPoint = { effect, when };
      const life = await lived({ kill });
      kills += life.finding.kills;
      assertNothingClaimed(life, `killed ${when} effect ${effect}`);
    }
  assert.ok(kills >= 30, `${kills} kills`);
});

test("no day before a subscription becomes complete when two runs start it and one of them is killed", async () => {
  for (let effect = 1; effect <= 20; effect += 1)
    assertNothingClaimed(
      await lived({ kill: { effect, when: "after" }, twice: true }),
      `killed after effect ${effect}`,
    );
});

test("no day before a subscription becomes complete when the answer to its start is lost", async () => {
  assertNothingClaimed(await lived({}, { startUnanswered: 1 }), "the answer is lost");
  assertNothingClaimed(await lived({ twice: true }, { startUnanswered: 1 }), "two begin at once");
  assertNothingClaimed(await lived({ twice: true }), "two begin at once and are answered");
});
