import { type Execution, isOver } from "./execution.ts";
import { Refusal } from "./refusal.ts";
import type { Row } from "./result-file.ts";

const rowsAPage = 1000;

/** What GetQueryResults is asked for. */
export interface ResultsInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/**
 * A page of a result, at most 1,000 rows. The first row of a SELECT repeats the names of its columns.
 *
 * @throws {Refusal} when the query is not over, did not succeed, or the page does not exist.
 */
export function resultsPage(execution: Execution, { MaxResults, NextToken }: ResultsInput): Record<string, unknown> {
  if (!isOver(execution)) throw new Refusal(`Query has not yet finished. Current state: ${execution.state}`);
  if (execution.state !== "SUCCEEDED")
    throw new Refusal(`Query did not finish successfully. Final query state: ${execution.state}`);
  if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > rowsAPage))
    throw new Refusal(`MaxResults is more than maximum allowed length ${rowsAPage}.`);
  const names = execution.kind.file === "csv" ? [execution.columns.map(({ Name }) => Name)] : [];
  const total = names.length + execution.rows.length;
  const from = NextToken === undefined ? 0 : rowOf(NextToken, execution.id, total);
  const to = Math.min(total, from + (MaxResults ?? rowsAPage));
  const rows = [
    ...names.slice(from, to),
    ...execution.rows.slice(Math.max(0, from - names.length), Math.max(0, to - names.length)),
  ];
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: rows.map((row) => ({ Data: row.map(datum) })),
      ResultSetMetadata: { ColumnInfo: execution.columns },
    },
    ...(to < total && { NextToken: tokenOf(to, execution.id) }),
  };
}

function datum(value: Row[number]): Record<string, string> {
  return value === undefined ? {} : { VarCharValue: value };
}

function tokenOf(row: number, id: string): string {
  return Buffer.from(JSON.stringify({ row, id })).toString("base64");
}

function rowOf(token: string, id: string, total: number): number {
  try {
    const page: { row: number; id: string } = JSON.parse(Buffer.from(token, "base64").toString());
    if (page.id === id && page.row > 0 && page.row < total) return page.row;
  } catch {
    // Told below: a token that was made up is as wrong as one of another query.
  }
  throw new Refusal("NextToken is not valid for this query.");
}
