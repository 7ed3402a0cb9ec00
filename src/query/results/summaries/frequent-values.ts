import { type DuckDBConnection, VARCHAR } from "@duckdb/node-api";
import type { ColumnValues, JsonValue, ValuesRequest } from "../../../protocol/query.ts";
import { columnAt } from "../held-column.ts";
import type { HeldResult } from "../held-result.ts";
import { displayText, jsonValue } from "../json-values.ts";
import { streamTexts } from "../read-rows.ts";
import { cellCharacters } from "../result-window.ts";
import { containsSought } from "../sought-text.ts";
import { kindOf } from "../trino-types.ts";

/** Values that are listed at most. */
const mostValues = 200;

/**
 * The most frequent values of a column over the rows of a view, so that some can be picked. Nested values are their
 * JSON text, and values too long to be shown are counted but not listed.
 */
export async function columnValues(
  held: HeldResult,
  connection: DuckDBConnection,
  request: ValuesRequest,
  signal: AbortSignal | undefined,
): Promise<ColumnValues> {
  const column = columnAt(held.columns, request.column);
  const { where, values } = held.viewSql(request);
  const isNested = kindOf(column.type) === "nested";
  const value = isNested ? displayText(column.sql, column.type) : column.sql;
  const text = isNested ? "value" : displayText("value", column.type);
  const wanted =
    (request.contains ?? "") === ""
      ? ""
      : `WHERE ${containsSought("value", isNested ? VARCHAR : column.type, "$wanted")}`;
  const counted = `SELECT value, count(*) AS times FROM (SELECT ${value} AS value FROM ${held.table} AS held ${where}) GROUP BY ALL`;
  const shown = isNested ? "to_json(value)" : jsonValue("value", column.type);
  const query = `WITH counted AS (${counted}), found AS (SELECT * FROM counted ${wanted})
    SELECT json_array((SELECT count(*) FROM found), ${shown}, times)::VARCHAR FROM found
    WHERE value IS NULL OR length(${text}) <= ${cellCharacters} ORDER BY times DESC, value NULLS LAST LIMIT ${mostValues}`;
  const parameters = wanted === "" ? values : { ...values, wanted: request.contains ?? "" };
  let distinct = 0;
  const listed: { value: JsonValue; count: number }[] = [];
  for await (const texts of streamTexts(connection, query, parameters, signal)) {
    for (const line of texts) {
      const [all, each, count] = JSON.parse(line) as [number, JsonValue, number];
      distinct = all;
      listed.push({ value: each, count });
    }
  }
  return { values: listed, distinct };
}
