// Bytes that Trino reads for ten questions over the slices of the lake, as a part of what it reads over one JSON
// document a day; a column for each number of sign-ins a day.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { GetQueryExecutionCommand, GetQueryResultsCommand, StartQueryExecutionCommand } from "@aws-sdk/client-athena";
import type { AwsClients } from "../../../src/aws/clients/make-clients.ts";
import { sum } from "../../../src/base/sum.ts";
import { dayMs } from "../../../src/base/time-units.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { AthenaLake, database } from "../../aws/athena/athena-lake.ts";
import { showSlices } from "../../aws/athena/show-slices.ts";
import { type LogRecord, makeLake } from "../../lake/queries/query-lake.ts";
import { putDocuments, signinsOfDocuments } from "./json-documents.ts";
import { scanQuestions } from "./scan-questions.ts";

const { values } = parseArgs({
  options: {
    "per-day": { type: "string", default: "500,2000,5000,10000,15000" },
    days: { type: "string", default: "2" },
  },
});

/** What one question read over both layouts, in bytes. */
interface Scanned {
  readonly slices: number;
  readonly documents: number;
}

const days = Number(values.days);
const volumes = values["per-day"].split(",").map(Number);
const signIns = takeSignIns(days * Math.max(...volumes));
const columns: (readonly Scanned[])[] = [];
for (const perDay of volumes) columns.push(await scan(signIns, perDay));

const rows = [
  ["sign-ins a day", ...volumes.map((perDay) => perDay.toLocaleString("en"))],
  ["", ...volumes.map(() => "---:")],
  ...scanQuestions.map(({ name }, question) => [
    name,
    ...columns.map((column) => share(column.slice(question, question + 1))),
  ]),
  ["**all ten**", ...columns.map((column) => `**${share(column)}**`)],
  [
    "MB of slices that a question read, at most",
    ...columns.map((column) => megabytes(Math.max(...column.map(({ slices }) => slices)))),
  ],
];
console.log(rows.map((cells, at) => `| ${at === 1 ? "---" : cells[0]} | ${cells.slice(1).join(" | ")} |`).join("\n"));

/** Sign-ins of the sample tenant, so many, in the order of their times. */
function takeSignIns(count: number): readonly Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = [];
  // At this scale the sample tenant has 30,000 sign-ins; a larger one has more.
  for (const { table, record } of sampleEvents({ scale: Math.max(0.5, count / 55_000) }))
    if (table === "signins") found.push(record);
  if (found.length < count) throw new Error(`The sample tenant has only ${found.length} sign-ins`);
  return found;
}

/** Puts so many sign-ins on each day, spread evenly over those that there are, into both layouts, and asks the questions. */
async function scan(all: typeof signIns, perDay: number): Promise<readonly Scanned[]> {
  const records: LogRecord[] = [];
  const documents = new Map<string, unknown[]>();
  for (let index = 0; index < days * perDay; index++) {
    const record = all[Math.floor((index * all.length) / (days * perDay))];
    if (record === undefined) throw new Error("A sign-in is missing");
    const day = new Date(Date.UTC(2026, 9, 1) + (index % days) * dayMs).toISOString().slice(0, 10);
    const moved = { ...record, createdDateTime: `${day}${String(record["createdDateTime"]).slice(10)}` };
    records.push({ table: "signins", record: moved });
    const document = documents.get(day) ?? [];
    document.push(moved);
    documents.set(day, document);
  }
  const names = [...documents.keys()].sort();
  await using lake = await makeLake(records);
  const athena = await AthenaLake.start(lake.root);
  try {
    await showSlices(athena.look, athena.clients, "slices", database);
    await putDocuments(athena.clients, database, documents);
    const found: Scanned[] = [];
    for (const { name, days: asked, sql } of scanQuestions) {
      const [first, last] = asked === "day" ? [names[0], names[0]] : [names[0], names.at(-1)];
      const text = sql.replaceAll("$days", `dt BETWEEN '${first}' AND '${last}'`);
      const slices = await run(athena.clients, text);
      const json = await run(athena.clients, `${signinsOfDocuments}${text}`);
      assert.deepEqual(slices.rows, json.rows, `${name} has other rows over the documents`);
      found.push({ slices: slices.bytes, documents: json.bytes });
      console.log(`${perDay} a day, ${name}: ${megabytes(slices.bytes)} of ${megabytes(json.bytes)} MB`);
    }
    return found;
  } finally {
    await athena.stop();
  }
}

async function run(
  { athena: client }: AwsClients,
  QueryString: string,
): Promise<{ readonly bytes: number; readonly rows: readonly unknown[] }> {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString,
      WorkGroup: "analysts",
      QueryExecutionContext: { Database: database },
    }),
  );
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { Status, Statistics } = QueryExecution ?? {};
    if (Status?.State === "FAILED") throw new Error(Status.StateChangeReason);
    if (Status?.State === "SUCCEEDED") {
      const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
      return { bytes: Statistics?.DataScannedInBytes ?? 0, rows: ResultSet?.Rows ?? [] };
    }
    await sleep(100);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

function share(scanned: readonly Scanned[]): string {
  const [slices, documents] = [sum(scanned, (each) => each.slices), sum(scanned, (each) => each.documents)];
  return `${((100 * slices) / Math.max(documents, 1)).toFixed(2)} %`;
}
