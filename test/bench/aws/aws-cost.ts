// What a stack costs a month, from measured requests, bytes and seconds, beside what the same logs cost elsewhere.
import { parseArgs } from "node:util";
import { measuredRuns, monthlyPrice, priceTable } from "../../../src/aws/deploy/monthly-price.ts";
import { elsewhereGb } from "../../../src/aws/deploy/price-list.ts";
import { FarLake } from "../../simulation/round-trips/far-lake.ts";
import { busyRun } from "./busy-run.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000,1000000,10000000" },
    "quiet-seconds": { type: "string", default: String(measuredRuns.quietSeconds) },
  },
});
/** A ledger of a hundred days: a run each quarter of an hour. */
const entries = 10_000;
const daysAMonth = 30.4;
const months = 12;
const count = (of: number): string => Math.round(of).toLocaleString("en-US");

const far = await FarLake.of(entries, true);
await far.collect(true);
const { GET = 0, HEAD = 0, ...others } = far.takeRequests();
const quiet = { reads: GET + HEAD, writes: Object.values(others).reduce((sum, of) => sum + of, 0) };
// One row: whatever a run takes that brings any.
const least = await busyRun(96);
console.log(
  `A run in which nothing is new: ${quiet.reads} reads, ${quiet.writes} writes and lists; one with 1 row takes ${least.seconds.toFixed(1)} s longer`,
);

for (const eventsADay of values.events.split(",").map(Number)) {
  const { busy, rows, seconds, jsonBytes, bytesARow } = await busyRun(eventsADay);
  const mergeSecondsAThousand = (Math.max(0, seconds - least.seconds) / rows) * 1000;
  const measured = {
    quietSeconds: Number(values["quiet-seconds"]),
    quiet,
    busy,
    busySeconds: least.seconds,
    mergeSecondsAThousand,
    bytesARow,
  };
  const stack = {
    schedule: "15 minutes",
    architecture: "arm64",
    memoryMb: 1024,
    alarms: 14,
    eventsADay,
    months,
  } as const;
  const gb = (eventsADay * daysAMonth * jsonBytes) / 1e9;
  console.log(`\n${count(eventsADay)} events a day, ${gb.toFixed(1)} GB of JSON a month`);
  console.log(
    `A run with ${count(rows)} rows: ${seconds.toFixed(1)} s (${mergeSecondsAThousand.toFixed(2)} s a thousand beyond the first), ${busy.reads} reads, ${busy.writes} writes and lists; a row takes ${bytesARow.toFixed(0)} bytes, as JSON ${jsonBytes.toFixed(0)}`,
  );
  console.log(priceTable(monthlyPrice(stack, measured)));
  for (const [where, dollars] of Object.entries(elsewhereGb))
    console.log(`${where}: $${count(gb * dollars)} to take in, at $${dollars} a GB`);
}
