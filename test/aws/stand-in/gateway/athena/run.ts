import { PassThrough } from "node:stream";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { runStatement, type TrinoFailure, type TrinoPage } from "../../trino/statement.ts";
import type { Engine } from "../engine/engine.ts";
import { columnInfo } from "./column-info.ts";
import { type Execution, isOver, type State } from "./execution.ts";
import { outputLocation } from "./input.ts";
import { withParameters } from "./parameters.ts";
import { type Row, resultLine } from "./result-file.ts";
import { withoutSemicolon } from "./statement-kind.ts";
import { valueText } from "./value-text.ts";

const largestRowBytes = 32 * 1024 * 1024;

/**
 * Runs a query in Trino to its end, and leaves its result where Athena would. Never throws: the execution tells it.
 * @param mostRows rows that the object with the result has at most.
 */
export async function runExecution(execution: Execution, engine: Engine, mostRows: number): Promise<void> {
  const file = execution.place.managed ? undefined : resultObject(execution, execution.place.location, engine);
  try {
    await readRows(execution, engine, (row) => {
      if (execution.rows.length <= mostRows) file?.write(resultLine(row, execution.kind.file));
    });
    if (isOver(execution)) await file?.drop();
    else {
      await file?.end();
      end(execution, "SUCCEEDED");
    }
  } catch (error) {
    await file?.drop();
    if (execution.stop.signal.aborted) end(execution, "CANCELLED", "Query cancelled by user");
    else if (error instanceof NotWritten) fail(execution, error.message, { category: 2, type: 1301 });
    else fail(execution, `INTERNAL_ERROR: ${error instanceof Error ? error.message : error}`, { category: 1, type: 0 });
  }
}

async function readRows(execution: Execution, engine: Engine, write: (row: Row) => void): Promise<void> {
  const statement = withParameters(engine.named(withoutSemicolon(execution.query)), execution.parameters);
  const session = { ...engine.session, schema: execution.database };
  let told = false;
  for await (const page of runStatement(engine.trino, statement, session, execution.stop.signal)) {
    follow(execution, page);
    if (page.error !== undefined) return failInTrino(execution, engine, page.error);
    if (execution.scanLimit !== undefined && execution.scannedBytes > execution.scanLimit)
      return end(execution, "CANCELLED", "Bytes scanned limit was exceeded");
    if (page.columns === undefined) continue;
    execution.columns = page.columns.map(columnInfo);
    if (!told && execution.kind.file === "csv") write(page.columns.map(({ name }) => name));
    told = true;
    for (const values of page.data ?? []) {
      const row = page.columns.map(({ typeSignature }, index) => valueText(values[index], typeSignature));
      if (row.reduce((bytes, value) => bytes + Buffer.byteLength(value ?? ""), 0) > largestRowBytes)
        return fail(execution, "GENERIC_USER_ERROR: A row is larger than 32 MB.", { category: 2, type: 401 });
      execution.rows.push(row);
      write(row);
    }
  }
}

function follow(execution: Execution, { stats }: TrinoPage): void {
  execution.scannedBytes = Number(stats.physicalInputBytes);
  if (stats.queued || execution.state !== "QUEUED") return;
  execution.state = "RUNNING";
  execution.started = Date.now();
}

function failInTrino(execution: Execution, engine: Engine, error: TrinoFailure): void {
  const category = error.errorType === "USER_ERROR" ? 2 : 1;
  const denied = deniedPath(error);
  if (denied !== undefined)
    fail(execution, `PERMISSION_DENIED: Permission denied on S3 path: ${denied}`, { category: 2, type: 1301 });
  else fail(execution, reasonOf(error, engine), { category, type: category === 2 ? 401 : 0 });
}

function reasonOf({ errorName, message }: TrinoFailure, engine: Engine): string {
  // Athena does not say whether a column is missing or not to be seen.
  const more = errorName === "COLUMN_NOT_FOUND" ? " or requester is not authorized to access requested resources" : "";
  return `${errorName}: ${engine.unnamed(message)}${more}`;
}

/** What S3 did not let the caller read; undefined when a query failed for another reason. */
function deniedPath({ failureInfo, message }: TrinoFailure): string | undefined {
  for (let cause = failureInfo; cause !== undefined; cause = cause.cause)
    if (/Service: S3, Status Code: 403/.test(cause.message ?? "")) return /s3:\/\/\S+/.exec(message)?.[0] ?? "";
  return undefined;
}

function fail(execution: Execution, reason: string, failure: NonNullable<Execution["failure"]>): void {
  execution.failure = failure;
  end(execution, "FAILED", reason);
}

function end(execution: Execution, state: State, reason?: string): void {
  execution.completed = Date.now();
  execution.started ??= execution.completed;
  execution.reason = reason;
  execution.state = state;
  if (state !== "SUCCEEDED") execution.rows = [];
}

/** The caller may not write to the place of the results. */
class NotWritten extends Error {}

/** The object with the result, written with the caller's rights while the rows come. */
function resultObject({ id, kind }: Execution, location: string, engine: Engine) {
  const { bucket, prefix } = outputLocation(location);
  const Key = `${prefix}${id}.${kind.file}`;
  const client = new S3Client({
    endpoint: engine.endpoint,
    region: engine.region,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const stop = new AbortController();
  const body = new PassThrough();
  const params = { Bucket: bucket, Key, Body: body, ContentType: "application/octet-stream" };
  const written = new Upload({ client, params, abortController: stop }).done().then(
    () => undefined,
    () => {
      const url = `s3://${bucket}/${Key}`;
      return new NotWritten(
        `Access denied when writing output to url: ${url} . Please ensure you are allowed to access the S3 bucket. If you are encrypting query results with KMS key, please ensure you are allowed to access your KMS key`,
      );
    },
  );
  return {
    write: (text: string): void => void body.write(text),
    end: async (): Promise<void> => {
      body.end();
      const failure = await written;
      if (failure !== undefined) throw failure;
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: `${Key}.metadata`, Body: Buffer.of(10, 0) }));
    },
    drop: async (): Promise<void> => {
      stop.abort();
      body.destroy();
      await written;
    },
  };
}
