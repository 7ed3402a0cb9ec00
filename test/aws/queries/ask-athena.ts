import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AthenaClient,
  type AthenaClientConfig,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from "@aws-sdk/client-athena";

/** Runs a statement on Athena without the product. @returns at most 999 rows, each value as text. */
export async function askAthena(
  settings: AthenaClientConfig,
  place: { readonly workgroup: string; readonly database: string },
  sql: string,
): Promise<readonly (readonly (string | undefined)[])[]> {
  const athena = new AthenaClient(settings);
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: place.workgroup,
      QueryExecutionContext: { Database: place.database },
    }),
  );
  for (;;) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === "SUCCEEDED") break;
    assert.ok(State === "QUEUED" || State === "RUNNING", `${sql}: ${StateChangeReason}`);
    await sleep(200);
  }
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  // The first row of a SELECT repeats the names.
  return (ResultSet?.Rows ?? []).slice(1).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
}
