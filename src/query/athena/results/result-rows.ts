import { setTimeout } from "node:timers/promises";
import {
  type ColumnInfo,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type QueryExecution,
} from "@aws-sdk/client-athena";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { TenantTrailError, throwIfCancelled } from "../../../protocol/errors.ts";
import type { TextRow } from "../../results/arriving-table.ts";
import { type AthenaAccess, sendOptions } from "../athena-access.ts";
import { AthenaCsv } from "./athena-csv.ts";

/** A result as Athena gives it: its columns, and its rows in batches as they arrive. */
export interface ResultRows {
  readonly columns: readonly ColumnInfo[];
  readonly batches: AsyncIterable<readonly TextRow[]>;
}

const rowsOfPage = 1_000;
/** Times a broken connection is taken up again where it broke. */
const attempts = 5;
const betweenAttemptsMs = 500;

/**
 * The result of a run that has ended, from its object in S3; from pages where Athena keeps the results itself.
 * @throws TenantTrailError `read-failed` for a result that is gone or not whole; as `AthenaAccess.ask`; CancelledError.
 */
export async function readResult(
  access: AthenaAccess,
  { id, execution }: { readonly id: string; readonly execution: QueryExecution },
  keepsResults: boolean,
  signal: AbortSignal | undefined,
): Promise<ResultRows> {
  const first = await readPage(access, id, undefined, keepsResults ? rowsOfPage : 1, signal);
  const columns = first.ResultSet?.ResultSetMetadata?.ColumnInfo;
  if (columns === undefined || columns.length === 0)
    throw new TenantTrailError(
      "read-failed",
      "Athena does not say what columns the result has: its metadata are gone. Run the query again, and let no rule delete results so soon.",
    );
  if (keepsResults) return { columns, batches: pages(access, id, first, columns.length, signal) };
  const location = execution.ResultConfiguration?.OutputLocation;
  if (location === undefined)
    throw new TenantTrailError("read-failed", "Athena does not say where the result lies. Run the query again.");
  return { columns, batches: objectRows(access, location, columns.length, signal) };
}

async function readPage(
  access: AthenaAccess,
  id: string,
  token: string | undefined,
  rows: number,
  signal: AbortSignal | undefined,
): Promise<GetQueryResultsCommandOutput> {
  const command = new GetQueryResultsCommand({
    QueryExecutionId: id,
    MaxResults: rows,
    ...(token !== undefined && { NextToken: token }),
  });
  return access.ask("reading the result from Athena", async ({ athena }) => athena.send(command, sendOptions(signal)));
}

/** The rows of pages; while one is taken, the next is on its way. */
async function* pages(
  access: AthenaAccess,
  id: string,
  first: GetQueryResultsCommandOutput,
  width: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly TextRow[]> {
  // The first row of a SELECT's result repeats the names (athena.md §3).
  let hasNames = false;
  let page: GetQueryResultsCommandOutput | undefined = first;
  while (page !== undefined) {
    const next: Promise<GetQueryResultsCommandOutput> | undefined =
      page.NextToken === undefined ? undefined : readPage(access, id, page.NextToken, rowsOfPage, signal);
    // Whoever stops taking rows never waits for it.
    next?.catch(() => undefined);
    const rows = (page.ResultSet?.Rows ?? []).map(({ Data = [] }): TextRow => {
      if (Data.length !== width)
        throw new TenantTrailError("read-failed", "A row of Athena's result has other columns. Run the query again.");
      return Data.map(({ VarCharValue }) => VarCharValue ?? null);
    });
    yield hasNames ? rows : rows.slice(1);
    hasNames = true;
    throwIfCancelled(signal);
    page = await next;
  }
}

async function* objectRows(
  access: AthenaAccess,
  location: string,
  width: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly TextRow[]> {
  const csv = new AthenaCsv(width);
  for await (const piece of objectBytes(access, location, signal)) {
    const rows = csv.push(piece);
    if (rows.length > 0) yield rows;
  }
  csv.end();
}

/** The bytes of an object. A connection that breaks is taken up where it broke, and only in the same object. */
async function* objectBytes(
  access: AthenaAccess,
  location: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  let read = 0;
  let whole: { readonly tag: string | undefined; readonly bytes: number | undefined } | undefined;
  for (let attempt = 1; ; attempt++) {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(whole !== undefined && { Range: `bytes=${read}-` }),
      ...(whole?.tag !== undefined && { IfMatch: whole.tag }),
    });
    const answer = await access.ask(`reading the result at ${location}`, async ({ s3 }) =>
      s3.send(command, sendOptions(signal)).catch((error: unknown) => {
        throw isGone(error) ? gone(location, error) : error;
      }),
    );
    whole ??= { tag: answer.ETag, bytes: answer.ContentLength };
    let failure: unknown;
    try {
      for await (const piece of (answer.Body ?? []) as AsyncIterable<Uint8Array>) {
        throwIfCancelled(signal);
        read += piece.byteLength;
        attempt = 1;
        yield piece;
      }
    } catch (error) {
      throwIfCancelled(signal);
      if (error instanceof TenantTrailError) throw error;
      failure = error;
    }
    if (failure === undefined && (whole.bytes === undefined || read === whole.bytes)) return;
    if (attempt === attempts || (whole.bytes !== undefined && read >= whole.bytes))
      throw new TenantTrailError(
        "read-failed",
        `The result at ${location} could not be read to its end. Check the connection to AWS, then run the query again.`,
        { cause: failure },
      );
    await setTimeout(betweenAttemptsMs * attempt, undefined, signal === undefined ? {} : { signal }).catch(() =>
      throwIfCancelled(signal),
    );
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && ["NoSuchKey", "NotFound", "NoSuchBucket", "PreconditionFailed"].includes(error.name);
}

function gone(location: string, cause: unknown): TenantTrailError {
  return new TenantTrailError(
    "read-failed",
    `The result at ${location} is gone or was replaced, perhaps by a rule of its bucket. Run the query again.`,
    { cause },
  );
}
