import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { limits } from "../../../../src/collector/microsoft/limits/limits.ts";
import { Pacer } from "../../../../src/collector/microsoft/limits/pacer.ts";
import { Pacers } from "../../../../src/collector/microsoft/limits/pacers.ts";
import { Allowance } from "../../../../src/collector/microsoft/limits/throttled-allowance.ts";
import type { LimitName } from "../../../../src/collector/microsoft/microsoft.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** The most requests that arrive in any stretch of `perMs`. */
function densest(arrivals: readonly number[], perMs: number): number {
  const times = [...arrivals].sort((a, b) => a - b);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + perMs).length));
}

for (const name of ["reports", "risk", "management"] as const satisfies readonly LimitName[])
  test(`${name}: 95 % of what is allowed is used, and never more, whatever the way there takes`, () => {
    const limit = limits[name];
    const windows = name === "management" ? 4 : 40;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: limit.slackMs }), { minLength: 1, maxLength: 50 }), (delays) => {
        const allowance = new Allowance(limit);
        const arrivals: number[] = [];
        let nowMs = 0;
        while (nowMs < windows * limit.perMs) {
          nowMs = Math.max(nowMs, allowance.readyAt(nowMs));
          const sent = allowance.take(nowMs);
          const arrivedMs = nowMs + (delays[arrivals.length % delays.length] ?? 0);
          arrivals.push(arrivedMs);
          allowance.answered(sent, arrivedMs + 700);
        }
        assert.ok(densest(arrivals, limit.perMs) <= limit.requests);
        assert.ok(arrivals.length >= 0.95 * windows * limit.requests, `${arrivals.length}`);
      }),
      { numRuns: name === "management" ? 3 : 50 },
    );
  });

test("a limit below the documented one is found: few requests are wasted, most of it is used", () => {
  const allowance = new Allowance(limits.reports);
  const accepted: number[] = [];
  let refused = 0;
  let nowMs = 0;
  while (nowMs < 3_600_000) {
    nowMs = Math.max(nowMs, allowance.readyAt(nowMs));
    const sent = allowance.take(nowMs);
    if (accepted.filter((at) => at > nowMs - 10_000).length >= 3) {
      refused += 1;
      allowance.throttled(sent, nowMs + 50, undefined, 0.5);
    } else {
      accepted.push(nowMs);
      allowance.answered(sent, nowMs + 50);
    }
  }
  assert.ok(accepted.length > 0.7 * 3 * 360, `${accepted.length} accepted`);
  assert.ok(refused < 0.05 * accepted.length, `${refused} refused`);
  assert.ok(allowance.rate(nowMs + 600_000) === 1, "an hour of peace later the documented rate is tried again");
});

test("without Retry-After the wait doubles, and an answer ends the doubling", () => {
  const allowance = new Allowance(limits.risk);
  const waits = [];
  let nowMs = 0;
  for (let strike = 0; strike < 12; strike++) {
    nowMs = Math.max(nowMs, allowance.readyAt(nowMs));
    const sent = allowance.take(nowMs);
    waits.push(allowance.throttled(sent, nowMs + 1, undefined, 0.5));
    nowMs += 1;
  }
  assert.deepEqual(waits.slice(0, 4), [1_000, 2_000, 4_000, 8_000]);
  assert.equal(waits.at(-1), 300_000);
  nowMs = allowance.readyAt(nowMs);
  allowance.answered(allowance.take(nowMs), nowMs + 1);
  nowMs = Math.max(nowMs, allowance.readyAt(nowMs));
  assert.equal(allowance.throttled(allowance.take(nowMs), nowMs + 1, undefined, 0.5), 1_000);
});

test("Retry-After holds back everything, requests that were under way together are one lesson", () => {
  const allowance = new Allowance(limits.reports);
  const under = [allowance.take(0), allowance.take(0), allowance.take(0)];
  for (const [index, sent] of under.entries()) allowance.throttled(sent, 100 + index, 20_000, 0);
  assert.equal(allowance.readyAt(200), 20_102);
  assert.equal(allowance.rate(200), 0.75);
});

test("callers take turns, and the requests of a caller stay in order", async () => {
  const pacer = new Pacer(limits.risk, new VirtualClock(), () => 0.5);
  const order: string[] = [];
  const ask = async (caller: string, n: number) => {
    await pacer.turn(caller);
    order.push(`${caller}${n}`);
  };
  await Promise.all([ask("a", 1), ask("a", 2), ask("a", 3), ask("b", 1), ask("c", 1), ask("b", 2)]);
  assert.deepEqual(order, ["a1", "a2", "b1", "c1", "a3", "b2"]);
});

test("whoever is cancelled leaves the line, and the others go on", async () => {
  const clock = new VirtualClock();
  const pacer = new Pacer(limits.risk, clock, () => 0.5);
  (await pacer.turn("a")).answered();
  const stop = new AbortController();
  const left = pacer.turn("a", stop.signal);
  const next = pacer.turn("b");
  const startMs = clock.now();
  stop.abort();
  await assert.rejects(left, CancelledError);
  await next;
  assert.ok(clock.now() - startMs <= 1_040);
  await assert.rejects(pacer.turn("a", AbortSignal.abort()), CancelledError);
});

test("a first request may arrive late: the next waits for a second more, or from its answer on", async () => {
  const clock = new VirtualClock();
  const unanswered = new Pacer(limits.risk, clock, () => 0.5);
  const startMs = clock.now();
  await unanswered.turn("a");
  await unanswered.turn("a");
  assert.equal(clock.now() - startMs, 2_000);
});

test("nothing sleeps once nobody waits", async () => {
  const sleeps: (AbortSignal | undefined)[] = [];
  const clock = {
    now: () => 0,
    sleep: (_: number, signal?: AbortSignal) => {
      sleeps.push(signal);
      return new Promise<void>((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(new CancelledError())),
      );
    },
  };
  const pacer = new Pacer(limits.risk, clock, () => 0.5);
  await pacer.turn("a");
  const stop = new AbortController();
  const waiting = pacer.turn("a", stop.signal);
  stop.abort();
  await assert.rejects(waiting, CancelledError);
  assert.deepEqual(
    sleeps.map((signal) => signal?.aborted),
    [true],
  );
});

test("apps of one tenant share its limit on risk, and have the reports' for themselves", () => {
  const pacers = new Pacers(new VirtualClock(), () => 0.5);
  assert.equal(pacers.of("t", "app1", "risk"), pacers.of("t", "app2", "risk"));
  assert.notEqual(pacers.of("t", "app1", "reports"), pacers.of("t", "app2", "reports"));
  assert.equal(pacers.of("t", "app1", "reports"), pacers.of("t", "app1", "reports"));
  assert.notEqual(pacers.of("t", "app1", "risk"), pacers.of("u", "app1", "risk"));
});
