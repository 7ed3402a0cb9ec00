import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as realSleep } from "node:timers/promises";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { killed, SimulatedProcess } from "./simulated-process.ts";
import { VirtualClock, VirtualTime } from "./virtual-time.ts";

test("Sleepers wake in the order of their time, and time is then what they slept for", async () => {
  const time = new VirtualTime(1000);
  const clock = new VirtualClock(time);
  const woken: string[] = [];
  const sleep = async (name: string, ms: number): Promise<void> => {
    await clock.sleep(ms);
    woken.push(`${name} ${clock.now()}`);
  };
  await time.run(Promise.all([sleep("late", 86_400_000), sleep("early", 5), sleep("middle", 50)]));
  assert.deepEqual(woken, ["early 1005", "middle 1050", "late 86401000"]);
});

test("Time does not pass while anything can run", async () => {
  const time = new VirtualTime(0);
  const clock = new VirtualClock(time);
  const busy = async (): Promise<number> => {
    for (let n = 0; n < 1000; n += 1) await new Response("body").text();
    return clock.now();
  };
  const [finished] = await time.run(Promise.all([busy(), clock.sleep(1)]));
  assert.equal(finished, 0);
});

test("Time stands still during work outside", async () => {
  const time = new VirtualTime(0);
  const clock = new VirtualClock(time);
  const work = time.outside(async () => {
    await realSleep(20);
    return clock.now();
  });
  const [finished] = await time.run(Promise.all([work, clock.sleep(60_000)]));
  assert.equal(finished, 0);
});

test("A sleep ends with a signal", async () => {
  const time = new VirtualTime(0);
  const clock = new VirtualClock(time);
  const controller = new AbortController();
  const slept = clock.sleep(1000, controller.signal);
  clock.sleep(10).then(() => controller.abort());
  await assert.rejects(time.run(slept), CancelledError);
  assert.equal(time.now(), 10);
});

test("Work that never would end is said", async () => {
  await assert.rejects(new VirtualTime(0).run(new Promise(() => undefined)), /never would end|would never end/);
});

test("A process killed before its third effect has had two, and nothing of it goes on", async () => {
  const time = new VirtualTime(0);
  const seen: string[] = [];
  const live = async (when: "before" | "after"): Promise<unknown> => {
    const process = new SimulatedProcess(time, { killPoint: { effect: 3, when } });
    return process.run(async () => {
      try {
        for (let n = 1; n <= 5; n += 1) {
          await process.effect(async () => seen.push(`${when} ${n}`));
          await process.clock.sleep(1);
        }
      } finally {
        seen.push("finally");
      }
    });
  };
  assert.equal(await time.run(live("before")), killed);
  assert.equal(await time.run(live("after")), killed);
  assert.deepEqual(seen, ["before 1", "before 2", "after 1", "after 2", "after 3"]);
});
