import { sum } from "../../base/sum.ts";
import type { PriceLine } from "../../protocol/aws/stack-changes.ts";
import { prices } from "./price-list.ts";

/** What the price of a stack follows from. */
export interface PricedStack {
  readonly schedule: "15 minutes" | "1 hour" | "1 day";
  readonly architecture: "arm64" | "x86_64";
  readonly memoryMb: number;
  readonly alarms: number;
  /** Events that the tenants write a day. */
  readonly eventsADay: number;
  /** For how many months logs are held. */
  readonly months: number;
}

const functions = 4;
/** Metrics of each function (`src/function`): CloudWatch counts every name and function. */
const metricsOfFunction = 8;
const runsADay = { "15 minutes": 96, "1 hour": 24, "1 day": 1 } as const;
const daysAMonth = 30.4;

/** What runs take. */
export interface MeasuredRuns {
  /** Seconds of a run of one function that finds nothing new. */
  readonly quietSeconds: number;
  /** Requests to S3 of all four functions in which nothing is new. */
  readonly quiet: { readonly reads: number; readonly writes: number };
  /** Requests to S3 that a run has in addition when it brings rows. */
  readonly busy: { readonly reads: number; readonly writes: number };
  /** Seconds that a run takes longer when it brings rows, and for each thousand of them, into a slice that is half full. */
  readonly busySeconds: number;
  readonly mergeSecondsAThousand: number;
  /** A sign-in with its raw JSON in a slice. */
  readonly bytesARow: number;
}

/**
 * What was measured by `npm run bench -- --only aws-cost`, and by `-- --only lambda` for the quiet run: 3 seconds on a
 * whole processor, of which a function of 1 GB has 0.58
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: 1,769 MB are one).
 */
export const measuredRuns: MeasuredRuns = {
  quietSeconds: 6,
  quiet: { reads: 19, writes: 23 },
  busy: { reads: 15, writes: 41 },
  busySeconds: 0.5,
  mergeSecondsAThousand: 1.2,
  bytesARow: 260,
};

/** Rows of a full page of sign-ins, and seconds that Graph leaves between two pages (docs/collecting.md). */
const page = { rows: 999, seconds: 2 } as const;
/** A day is read and read again so often, unless that is more pages a day than the planner allows itself. */
const readsOfADay = 6;
const pagesADay = 30_033;
/** A replaced slice stays for a day, and its bytes for a week more as an old version. */
const supersededDays = 8;

const logBytesARun = 4_000;

/** What a stack costs a month, about, each part by itself; queries come on top. Pure. */
export function monthlyPrice(stack: PricedStack, measured = measuredRuns): readonly PriceLine[] {
  const runs = functions * runsADay[stack.schedule] * daysAMonth;
  const events = stack.eventsADay * daysAMonth;
  const busyRuns = Math.min(runs / functions, events);
  const pages = Math.min(Math.ceil(stack.eventsADay / page.rows) * readsOfADay, pagesADay) * daysAMonth;
  const seconds =
    runs * measured.quietSeconds +
    pages * page.seconds +
    busyRuns * measured.busySeconds +
    (events / 1000) * measured.mergeSecondsAThousand;
  const gbSeconds = (seconds * stack.memoryMb) / 1024;
  const heldGb = (events * stack.months * measured.bytesARow) / 1e9;
  const supersededGb =
    ((replacedRows(stack.eventsADay, runsADay[stack.schedule]) * measured.bytesARow) / 1e9) * supersededDays;
  const reads = (runs / functions) * measured.quiet.reads + busyRuns * measured.busy.reads;
  const writes = (runs / functions) * measured.quiet.writes + busyRuns * measured.busy.writes;
  const metrics = functions * metricsOfFunction;
  const logGb = (runs * logBytesARun) / 1e9;
  return [
    {
      what: "Functions",
      amount: `${amount(runs)} runs, ${amount(gbSeconds)} GB seconds`,
      dollars: gbSeconds * prices.lambdaGbSecond[stack.architecture] + runs * prices.lambdaRequest,
    },
    {
      what: "Logs in S3",
      amount: `${heldGb.toFixed(2)} GB after ${stack.months} months, at ${amount(stack.eventsADay)} events a day`,
      dollars: heldGb * prices.s3GbMonth,
    },
    {
      what: "Replaced slices",
      amount: `${supersededGb.toFixed(2)} GB, kept for ${supersededDays} days`,
      dollars: supersededGb * prices.s3GbMonth,
    },
    {
      what: "Requests to S3",
      amount: `${amount(reads)} reads, ${amount(writes)} writes`,
      dollars: reads * prices.s3Read + writes * prices.s3Write,
    },
    { what: "Metrics", amount: `${metrics} metrics`, dollars: metrics * prices.metric },
    { what: "Alarms", amount: `${stack.alarms} alarms`, dollars: stack.alarms * prices.alarm },
    { what: "The functions' logs", amount: `${logGb.toFixed(2)} GB`, dollars: logGb * prices.logGb },
    { what: "Key for the credentials", amount: "1 key", dollars: prices.kmsKey },
  ];
}

/** Rows of the slices that a day's runs replace: each run writes its part of the day anew, which is half full on average. */
function replacedRows(eventsADay: number, runs: number): number {
  // A part holds about 100,000 rows, and a day has 24 at most (design: Slices).
  const parts = Math.min(24, Math.max(1, eventsADay / 100_000));
  return (runs * eventsADay) / parts / 2;
}

/** The price as lines of a table, with their sum. */
export function priceTable(lines: readonly PriceLine[]): string {
  const width = Math.max(...lines.map(({ what }) => what.length));
  const row = (what: string, dollars: number, of: string): string =>
    `${what.padEnd(width)}  ${`$${dollars.toFixed(2)}`.padStart(9)}  ${of}`.trimEnd();
  return [
    ...lines.map(({ what, dollars, amount: of }) => row(what, dollars, of)),
    row(
      "A month, about",
      sum(lines, ({ dollars }) => dollars),
      "without free tiers; Athena takes $5 for each TB that queries read",
    ),
  ].join("\n");
}

function amount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ",");
}
