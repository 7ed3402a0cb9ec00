// Bytes that Trino reads for ten questions: over one JSON document a day, and over the slices of the lake.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { GetQueryExecutionCommand, GetQueryResultsCommand, StartQueryExecutionCommand } from "@aws-sdk/client-athena";
import type { AwsClients } from "../../../src/aws/clients/make-clients.ts";
import { dayMs } from "../../../src/base/time-units.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { AthenaLake, database } from "../../aws/athena/athena-lake.ts";
import { showSlices } from "../../aws/athena/show-slices.ts";
import { type LogRecord, makeLake } from "../../lake/queries/query-lake.ts";
import { putDocuments, signinsOfDocuments } from "./json-documents.ts";
import { scanQuestions } from "./scan-questions.ts";

const { values } = parseArgs({
  options: { scale: { type: "string", default: "0.5" }, days: { type: "string", default: "2" } },
});

const firstDay = Date.UTC(2026, 9, 1);
const records: LogRecord[] = [];
const documents = new Map<string, unknown[]>();
for (const { table, record } of sampleEvents({ scale: Number(values.scale) })) {
  if (table !== "signins") continue;
  // Fewer days hold more: Trino reads a file of less than 3 MB whole (parquet.small-file-threshold).
  const time = String(record["createdDateTime"]);
  const day = new Date(firstDay + (records.length % Number(values.days)) * dayMs).toISOString().slice(0, 10);
  const moved = { ...record, createdDateTime: `${day}${time.slice(10)}` };
  records.push({ table, record: moved });
  const document = documents.get(day) ?? [];
  document.push(moved);
  documents.set(day, document);
}
const days = [...documents.keys()].sort();
await using lake = await makeLake(records);
const athena = await AthenaLake.start(lake.root);
try {
  await showSlices(athena.look, athena.clients, "slices", database);
  const bytes = await putDocuments(athena.clients, database, documents);
  console.log(`${records.length} sign-ins of ${days.length} days, ${(bytes / 1e6).toFixed(0)} MB of JSON`);
  let [ours, theirs] = [0, 0];
  for (const { name, days: asked, sql } of scanQuestions) {
    const [first, last] = asked === "day" ? [days[0], days[0]] : [days[0], days.at(-1)];
    const text = sql.replaceAll("$days", `dt BETWEEN '${first}' AND '${last}'`);
    const slices = await run(athena.clients, text);
    const json = await run(athena.clients, `${signinsOfDocuments}${text}`);
    assert.deepEqual(slices.rows, json.rows, `${name} has other rows over the documents`);
    ours += slices.bytes;
    theirs += json.bytes;
    console.log(
      `${name.padEnd(34)} ${megabytes(slices.bytes)} of ${megabytes(json.bytes)} ${share(slices.bytes, json.bytes)}`,
    );
  }
  console.log(`${"all ten".padEnd(34)} ${megabytes(ours)} of ${megabytes(theirs)} ${share(ours, theirs)}`);
} finally {
  await athena.stop();
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
  return `${(bytes / 1e6).toFixed(2)} MB`.padStart(10);
}

function share(a: number, b: number): string {
  return `${((100 * a) / Math.max(b, 1)).toFixed(2)} %`.padStart(8);
}
