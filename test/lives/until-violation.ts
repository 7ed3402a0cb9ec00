// node test/lives/until-violation.ts FROM COUNT: lives through seeds until one violates the invariants, and tells how.
import { realCollector } from "../simulation/real-collector.ts";
import { makeSchedule } from "../simulation/schedule.ts";
import { live } from "../simulation/simulation.ts";

const [from, count] = process.argv.slice(2).map(Number);
if (from === undefined || count === undefined) throw new Error("Tell the first seed and how many.");
for (let seed = from; seed < from + count; seed += 1) {
  const { violations } = await live(makeSchedule(seed), realCollector);
  const [first] = violations;
  if (first === undefined) continue;
  process.stdout.write(`seed ${seed}: ${first.kind}: ${first.text}\n`);
  process.exit(1);
}
