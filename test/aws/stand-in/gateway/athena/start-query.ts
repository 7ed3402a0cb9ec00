import { randomUUID } from "node:crypto";
import { GetBucketLocationCommand, S3Client } from "@aws-sdk/client-s3";
import type { Engine } from "../engine/engine.ts";
import type { Upstream } from "../forward.ts";
import type { Execution } from "./execution.ts";
import type { Executions } from "./executions.ts";
import { checkStartInput, outputLocation, type StartInput } from "./input.ts";
import { checkParameters } from "./parameters.ts";
import { Refusal } from "./refusal.ts";
import { runExecution } from "./run.ts";
import { statementKind } from "./statement-kind.ts";
import { checkSyntax } from "./syntax.ts";
import { checkKind, readWorkGroup, resultPlace, scanLimit } from "./work-group.ts";

/**
 * Starts a query whose caller was checked.
 *
 * @returns its id.
 * @throws {Refusal} for all that Athena refuses before a query begins.
 */
export async function startQuery(
  executions: Executions,
  upstream: Upstream,
  engine: Engine,
  input: StartInput,
): Promise<string> {
  checkStartInput(input);
  const asked = JSON.stringify({ ...input, ClientRequestToken: "" });
  const before = executions.startedBefore(input.ClientRequestToken, asked);
  if (before !== undefined) return before;
  const workGroup = await readWorkGroup(upstream, engine.region, input.WorkGroup ?? "primary");
  checkKind(workGroup);
  const place = resultPlace(workGroup, input);
  const catalog = input.QueryExecutionContext?.Catalog ?? "AwsDataCatalog";
  if (catalog.toLowerCase() !== "awsdatacatalog") throw new Refusal(`Data catalog ${catalog} was not found`);
  const kind = statementKind(input.QueryString);
  await checkSyntax(engine.trino, input.QueryString);
  const parameters = input.ExecutionParameters ?? [];
  checkParameters(input.QueryString, parameters);
  if (!place.managed) await checkBucket(engine, place.location);
  const execution: Execution = {
    id: randomUUID(),
    query: input.QueryString,
    kind,
    region: engine.region,
    workGroup: workGroup.Name,
    place,
    database: input.QueryExecutionContext?.Database ?? "default",
    parameters,
    scanLimit: scanLimit(workGroup),
    submitted: Date.now(),
    stop: new AbortController(),
    state: "QUEUED",
    reason: undefined,
    failure: undefined,
    scannedBytes: 0,
    started: undefined,
    completed: undefined,
    columns: [],
    rows: [],
    asked: 0,
  };
  executions.add(execution, input.ClientRequestToken, asked);
  void runExecution(execution, engine, executions.mostRowsWritten);
  return execution.id;
}

/** Athena looks for the bucket of the results with the caller's rights, and names it when it cannot. */
async function checkBucket(engine: Engine, location: string): Promise<void> {
  const { bucket } = outputLocation(location);
  const client = new S3Client({
    endpoint: engine.endpoint,
    region: engine.region,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  try {
    await client.send(new GetBucketLocationCommand({ Bucket: bucket }));
  } catch {
    throw new Refusal(`Unable to verify/create output bucket ${bucket}`);
  }
}
