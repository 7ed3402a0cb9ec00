import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import {
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../../protocol/errors.ts";
import { type AthenaAccess, type AthenaPlace, sendOptions } from "../athena-access.ts";

/** Waits between two looks, in milliseconds: they grow from the first to the last (athena.md §2). */
const firstWaitMs = 250;
const lastWaitMs = 2_000;
const growth = 1.5;

/** How a run of a statement is followed. */
export interface Following {
  readonly signal?: AbortSignal | undefined;
  /** Waits, in milliseconds. Default: the clock. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** A run that has ended well. */
export interface EndedExecution {
  readonly id: string;
  readonly execution: QueryExecution;
}

/**
 * Starts a statement and waits for its end. Aborting stops it on the server.
 * @param explain what a failed run means to a person.
 * @throws CancelledError; what `explain` makes; as `AthenaAccess.ask`.
 */
export async function runToItsEnd(
  access: AthenaAccess,
  place: AthenaPlace,
  text: string,
  explain: (execution: QueryExecution) => TenantTrailError,
  { signal, wait = waitByTheClock }: Following = {},
): Promise<EndedExecution> {
  const id = await start(access, place, text, explain, signal);
  try {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * growth, lastWaitMs)) {
      const execution = await look(access, id, signal);
      switch (execution.Status?.State) {
        case "SUCCEEDED":
          return { id, execution };
        case "FAILED":
        case "CANCELLED":
          throwIfCancelled(signal);
          throw explain(execution);
        default:
          await wait(waitMs, signal);
      }
    }
  } catch (error) {
    if (!isCancelled(error, signal)) throw error;
    await stop(access, id);
    throw new CancelledError();
  }
}

/**
 * Starts a statement once, however often the request is sent: the token tells Athena which are the same. A start that is
 * cancelled while its answer is on the way is waited for, because what it started must be stopped.
 */
async function start(
  access: AthenaAccess,
  { workgroup, database, catalog = "AwsDataCatalog" }: AthenaPlace,
  text: string,
  explain: (execution: QueryExecution) => TenantTrailError,
  signal: AbortSignal | undefined,
): Promise<string> {
  throwIfCancelled(signal);
  const command = new StartQueryExecutionCommand({
    QueryString: text,
    ClientRequestToken: randomUUID(),
    WorkGroup: workgroup,
    QueryExecutionContext: { Database: database, Catalog: catalog },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
  });
  const { QueryExecutionId: id } = await access.ask("starting the query on Athena", async ({ athena }) => {
    try {
      return await athena.send(command);
    } catch (error) {
      throw refusedText(error, explain) ?? error;
    }
  });
  if (id === undefined)
    throw new TenantTrailError("sql-failed", "Athena started the query without an id. Run it again.");
  return id;
}

/** Athena refuses some statements with their place at once, before they run. */
function refusedText(
  error: unknown,
  explain: (execution: QueryExecution) => TenantTrailError,
): TenantTrailError | undefined {
  if (!(error instanceof Error) || error.name !== "InvalidRequestException") return undefined;
  return explain({ Status: { State: "FAILED", StateChangeReason: error.message } });
}

async function look(access: AthenaAccess, id: string, signal: AbortSignal | undefined): Promise<QueryExecution> {
  const { QueryExecution: execution } = await access.ask("waiting for the query on Athena", async ({ athena }) =>
    athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }), sendOptions(signal)),
  );
  if (execution?.Status?.State === undefined)
    throw new TenantTrailError("sql-failed", "Athena did not say how the query stands. Run it again.");
  return execution;
}

async function stop(access: AthenaAccess, id: string): Promise<void> {
  await access.ask("stopping the query on Athena", async ({ athena }) =>
    athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id })),
  );
}

function isCancelled(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true || error instanceof CancelledError;
}

async function waitByTheClock(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    throwIfCancelled(signal);
    throw error;
  });
}
