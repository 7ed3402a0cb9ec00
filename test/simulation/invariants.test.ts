import assert from "node:assert/strict";
import test from "node:test";
import { type Fault, rereadingCollector } from "./rereading-collector.ts";
import { makeSchedule, type Schedule } from "./schedule.ts";
import { live } from "./simulation.ts";

const schedules = [1, 2, 3, 4].map(makeSchedule);

async function violations(fault?: Fault, lived: readonly Schedule[] = schedules): Promise<string[]> {
  const found: string[] = [];
  for (const schedule of lived) {
    const finding = await live(schedule, rereadingCollector(fault));
    found.push(...finding.violations.map(({ text }) => text));
  }
  return found;
}

test("A collector that reads everything again every time violates nothing", async () => {
  assert.deepEqual(await violations(), []);
});

test("Coverage that is told before the rows are merged is noticed", async () => {
  assert.match((await violations("covers-first"))[0] ?? "", /covers .* is not held/);
});

test("Rows that are left out are noticed", async () => {
  assert.match((await violations("skips-rows"))[0] ?? "", /covers .* is not held/);
});

test("Coverage beyond what the API offers is noticed", async () => {
  const losing = Array.from({ length: 40 }, (_, seed) => makeSchedule(seed)).filter(({ mayLose }) => mayLose);
  assert.match((await violations("claims-too-far-back", losing)).join("\n"), /covers .* is not held/);
});

test("A key in two slices is noticed", async () => {
  assert.ok((await violations("moves-times")).some((violation) => / is in .* and /.test(violation)));
});
