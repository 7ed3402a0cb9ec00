import assert from "node:assert/strict";
import { test } from "node:test";
import { FarLake } from "./far-lake.ts";

for (const entries of [20, 700])
  test(`a quiet run and the log days wait for few calls of the storage at ${entries} entries`, async () => {
    const lake = await FarLake.of(entries);
    const runs = [];
    for (const isFirst of [true, false, false, false, true, false, true]) runs.push(await lake.collect(isFirst));
    const days = [];
    for (const isFirst of [true, false]) days.push(await lake.listDays(isFirst));
    const told = JSON.stringify({ runs, days });
    for (const { calls, inARow } of runs) assert.ok(calls <= 40 && inARow <= 8, told);
    for (const { calls, inARow } of days) assert.ok(calls <= 18 && inARow <= 3, told);
    for (const { calls } of [...runs, ...days]) assert.ok(calls >= 6, `${told}: something was asked`);
  });
