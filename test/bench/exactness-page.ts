import type { Comparison } from "../simulation/strategies/comparison.ts";
import { othersStrategies, settlingPolicies } from "../simulation/strategies/strategies.ts";
import type { ExactnessSum } from "./exactness-part.ts";

/** The lives with a violation, so that a reader can live them again; nothing when there is none. */
function failingLives(memory: readonly number[], folder: readonly number[]): string {
  if (memory.length + folder.length === 0) return "";
  const command = "node test/bench/exactness.ts --seed";
  const commands = [
    ...memory.map((seed) => `\`${command} ${seed}\``),
    ...folder.map((seed) => `\`${command} ${seed} --over-folder\``),
  ];
  return `\nThe violations are not explained yet. To live them again: ${commands.join(", ")}.\n`;
}

/** docs/exactness.md: what the command that is named in it measured. */
export function exactnessPage(memory: ExactnessSum, folder: ExactnessSum): string {
  const { ordinary, hard } = memory;
  return `# Exactness

Every event once, whatever happens: ${number(memory.schedules)} simulated lives of a lake, each made from a seed. In each, a tenant of
forty to two hundred events is collected for some days and then until it is quiet: Microsoft delivers late, twice, in changed
versions and unordered, throttles, breaks connections and bodies and changes the licence; the storage refuses writes and
loses answers; collectors are killed between any two effects, run twice at once, suspended for a week between a slice and
the entry that names it, and have clocks that are wrong or set while they run; power cuts end all who are at work, and take
names in folders that nobody had synced; others import, and delete and edit slices. In half of the lives slices that no
entry names are swept and merged back meanwhile, and in some the newest entry of a ledger is deleted: nothing may be swept
that is held nowhere else, and a recovery must bring back what lies there. Times sit on and beside the ends of
windows, hours and days; pages and batches are small, so that lists of many pages and split batches are ordinary. [test/simulation](../test/simulation) has
all of it; the ledger, the commit, the planner and the collector in it are the product's own.

In six of ten lives Microsoft also has one or two of the faults that its users report: lists that end early without a link
to the next page, 204 and 206 in place of a list, answers dated 1990, records that make each page with them a 500, licences
refused for hours, starts of subscriptions that are not answered, content lost while a subscription was off, tokens that end
before their time. In four of ten lives with Office 365 activity somebody has days searched that content no longer has; mostly
a search gives so few records that it must be halved, and at times the searches of a day are used up. Power cuts are in the
lives in memory only; over a folder a [test of its own](../test/lake/commit/power-cut.test.ts) cuts at each sync.

This page is made by

\`\`\`
npm run bench -- --only exactness --schedules ${memory.schedules} --duckdb ${folder.schedules} --write
\`\`\`

## Once it is quiet

The oracle has its own rules: from the ages at which the design promises to read a day again, and not from the product's
planner, it follows when a read was due. An event, in the newest version that was offered, must be held when two runs that
nobody killed and nothing disturbed ended by themselves after that, while the API offered it to them. Forgiven is what no
collector could have read: what came too late for every promised read, what Microsoft left out of the reads that were due,
the second of a record that Microsoft cannot read itself (and a poll of states with one in it, which has no parts), content
made around a time when the subscription was off, and, for 30 days after a tenant without a licence got one, what lies
below the floor that it had.

| | in memory | DuckDB over a folder |
|---|---:|---:|
| lives | ${number(memory.schedules)} | ${number(folder.schedules)} |
| runs of the collector | ${number(memory.runs)} | ${number(folder.runs)} |
| of them killed | ${number(memory.kills)} | ${number(folder.kills)} |
| power cuts | ${number(memory.cuts)} | ${number(folder.cuts)} |
| effects (requests and calls of the storage) | ${number(memory.effects)} | ${number(folder.effects)} |
| events | ${number(memory.events)} | ${number(folder.events)} |
| **events, or their newest versions, missing** | **${number(memory.violations.missing)}** | **${number(folder.violations.missing)}** |
| **events held twice** | **${number(memory.violations.duplicated)}** | **${number(folder.violations.duplicated)}** |
| **covered, while an event that was visible is missing** | **${number(memory.violations.claimed)}** | **${number(folder.violations.claimed)}** |
| other violations of the design | ${number(memory.violations.other)} | ${number(folder.violations.other)} |
| events that nobody had two such chances to read, and that are not held | ${number(memory.lost)} | ${number(folder.lost)} |
${failingLives(memory.failing, folder.failing)}
What Microsoft offers with each licence, and for how long, is a
[table of the simulation's own](../test/simulation/microsoft/tenant/offered-days.ts). Of a stretch that was searched, everything
that the search was offered must be held when the run says that nothing is left; more than 150 searches in 24 hours are a
violation.

Coverage, the one place of each key and the chain of the ledger are checked at every write, not only at the end. At the
end no day that was over 18 days ago may still settle.

## What others lose

The same events, taken by the strategies of other collectors as their sources show them, each without a single outage, error
or 429. *Ordinary* is what Microsoft and its users describe: most events within minutes, 4 of 100 up to 12 hours late, 3 of
1,000 one to ten days. *Hard* is what the lives above are mostly tried with: 15 of 100 and 4 of 100.

| share of events lost | ordinary | hard |
|---|---:|---:|
${othersStrategies.map(({ name }, index) => `| ${name} | ${lost(ordinary, index)} | ${lost(hard, index)} |`).join("\n")}

## How often a day is opened again

A day counts as complete after the last read of its settling policy. An event that appears later opens it again, is counted
as late, and is still fetched by the read a day before the API forgets it. The share of days that this happens to, with
${perDay(ordinary)} events in a day and source on average; it grows with their number.

| read again after | ordinary | hard |
|---|---:|---:|
${settlingPolicies.map(({ name }, index) => `| ${name} | ${reopened(ordinary, index)} | ${reopened(hard, index)} |`).join("\n")}
`;
}

function lost({ events, taken }: Comparison, index: number): string {
  return share(events - (taken[index] ?? 0), events);
}

function reopened({ days, reopened: counts }: Comparison, index: number): string {
  return share(counts[index] ?? 0, days);
}

function perDay({ events, days }: Comparison): string {
  return number(Math.round(events / Math.max(days, 1)));
}

function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(part === 0 ? 0 : 2)} %`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
