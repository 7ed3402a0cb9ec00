import assert from "node:assert/strict";
import { test } from "node:test";
import type { RoundTrips } from "./counted-storage.ts";
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

test("a quiet run and the log days send few requests to S3, of which few wait for others", async () => {
  const lake = await FarLake.of(700, true);
  const sent = async (look: Promise<RoundTrips>): Promise<readonly [requests: number, inARow: number]> => {
    const { inARow } = await look;
    return [Object.values(lake.takeRequests()).reduce((sum, count) => sum + count, 0), inARow];
  };
  const runs = [await sent(lake.collect(true)), await sent(lake.collect(false))];
  const days = [await sent(lake.listDays(true)), await sent(lake.listDays(false))];
  const told = JSON.stringify({ runs, days });
  for (const [requests, inARow] of runs) assert.ok(requests <= 48 && inARow <= 11, told);
  for (const [requests, inARow] of days) assert.ok(requests <= 24 && inARow <= 5, told);
  for (const [requests] of [...runs, ...days]) assert.ok(requests >= 6, `${told}: something was asked`);
});
