import { GetQueryRuntimeStatisticsCommand } from "@aws-sdk/client-athena";
import { CancelledError } from "../../../protocol/errors.ts";
import type { AnswerNote } from "../../../protocol/query.ts";
import { type AthenaAccess, sendOptions } from "../athena-access.ts";

/**
 * Holds the rows that were read against those that Athena counted while the query ran: a result that it wrote short at
 * the end of a line looks whole. Athena may not tell its count, or not yet (athena.md §3), and then nothing is said.
 *
 * @param read rows of the result.
 * @throws CancelledError.
 */
export async function countedRows(
  access: AthenaAccess,
  id: string,
  read: number,
  signal: AbortSignal | undefined,
): Promise<readonly AnswerNote[]> {
  const counted = await outputRows(access, id, signal);
  if (counted === undefined || counted <= read) return [];
  const [has, wants] = [read, counted].map((rows) => rows.toLocaleString("en-US"));
  return [
    {
      tone: "warning",
      text: `Athena counted ${wants} rows while the query ran, and its result has ${has}: rows may be missing. Run the query again.`,
    },
  ];
}

async function outputRows(
  access: AthenaAccess,
  id: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const command = new GetQueryRuntimeStatisticsCommand({ QueryExecutionId: id });
  try {
    const { QueryRuntimeStatistics: said } = await access.ask(
      "reading the statistics of the query",
      async ({ athena }) => athena.send(command, sendOptions(signal)),
    );
    return said?.Rows?.OutputRows;
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    // The answer is there; only a second count of it is missing, for example for want of the permission.
    return undefined;
  }
}
