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

/** A quiet run reads the ledger, asks Microsoft and ends; so long, and so many requests, it takes about. */
const quietRun = { seconds: 8, reads: 40, writes: 4 } as const;
/** Seconds that a run takes longer for each thousand new events. */
const secondsAThousand = 0.5;
/** A row of sign-ins with its raw JSON in a slice, compressed. */
const bytesARow = 110;
const logBytesARun = 4_000;

/** What a stack costs a month, about, each part by itself; queries come on top. Pure. */
export function monthlyPrice(stack: PricedStack): readonly PriceLine[] {
  const runs = functions * runsADay[stack.schedule] * daysAMonth;
  const events = stack.eventsADay * daysAMonth;
  const seconds = runs * quietRun.seconds + (events / 1000) * secondsAThousand;
  const gbSeconds = (seconds * stack.memoryMb) / 1024;
  const heldGb = (events * stack.months * bytesARow) / 1e9;
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
      what: "Requests to S3",
      amount: `${amount(runs * (quietRun.reads + quietRun.writes))} requests`,
      dollars: runs * (quietRun.reads * prices.s3Read + quietRun.writes * prices.s3Write),
    },
    { what: "Metrics", amount: `${metrics} metrics`, dollars: metrics * prices.metric },
    { what: "Alarms", amount: `${stack.alarms} alarms`, dollars: stack.alarms * prices.alarm },
    { what: "The functions' logs", amount: `${logGb.toFixed(2)} GB`, dollars: logGb * prices.logGb },
    { what: "Key for the credentials", amount: "1 key", dollars: prices.kmsKey },
  ];
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
