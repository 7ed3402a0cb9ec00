import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnStatistics, JsonValue, ResultView } from "../../protocol/query.ts";
import { columnAt, type HeldColumn } from "./held-column.ts";
import type { HeldResult } from "./held-result.ts";
import { displayText, jsonValue } from "./json-values.ts";
import { streamTexts } from "./read-rows.ts";
import { cellCharacters } from "./result-window.ts";
import { kindOf } from "./trino-types.ts";

/** The most frequent values that are listed. */
const topValues = 10;

/**
 * Counts, range, mean and most frequent values of a column over the rows of a view. `distinct`, `min`, `max` and
 * `top` leave NULL out; the mean is of finite numbers; nested columns are counted by their JSON text and have no range.
 */
export async function columnStatistics(
  held: HeldResult,
  connection: DuckDBConnection,
  request: ResultView & { readonly column: number },
  signal: AbortSignal | undefined,
): Promise<ColumnStatistics> {
  const column = columnAt(held.columns, request.column);
  const { where, values } = held.viewSql(request);
  const from = `FROM ${held.table} AS held ${where}`;
  const counted = countedValue(column);
  const totals = `SELECT json_array(count(*), count(${counted}), count(DISTINCT ${counted}), ${range("min", column)},
    ${range("max", column)}, ${mean(column)})::VARCHAR ${from}`;
  const top = `SELECT json_array(${shown("value", column)}, times, ${isCut("value", column)})::VARCHAR
    FROM (SELECT ${counted} AS value, count(*) AS times ${from} GROUP BY ALL HAVING value IS NOT NULL
      ORDER BY times DESC, value LIMIT ${topValues}) ORDER BY times DESC, value`;
  const [counts] = await parsed<[number, number, number, JsonValue, JsonValue, number | null]>(totals);
  const [rows = 0, present = 0, distinct = 0, min = null, max = null, average = null] = counts ?? [];
  const frequent = await parsed<[JsonValue, number, boolean]>(top);
  return {
    column: request.column,
    rows,
    nulls: rows - present,
    distinct,
    min,
    max,
    mean: average,
    top: frequent.map(([value, count, isCut]) => ({ value, count, ...(isCut && { isCut }) })),
  };

  async function parsed<Row>(query: string): Promise<Row[]> {
    const found: Row[] = [];
    for await (const texts of streamTexts(connection, query, values, signal))
      for (const text of texts) found.push(JSON.parse(text) as Row);
    return found;
  }
}

function countedValue(column: HeldColumn): string {
  return kindOf(column.type) === "nested" ? displayText(column.sql, column.type) : column.sql;
}

function range(aggregate: "min" | "max", column: HeldColumn): string {
  return kindOf(column.type) === "nested" ? "NULL" : shown(`${aggregate}(${column.sql})`, column);
}

/** A value short enough for a panel: texts are cut with a mark. */
function shown(value: string, column: HeldColumn): string {
  const text = textOf(value, column);
  if (text === undefined) return jsonValue(value, column.type);
  return `CASE WHEN ${isCut(value, column)} THEN left(${text}, ${cellCharacters}) || '…' ELSE ${text} END`;
}

function isCut(value: string, column: HeldColumn): string {
  const text = textOf(value, column);
  return text === undefined ? "false" : `length(${text}) > ${cellCharacters}`;
}

/** Undefined for values that are no texts, which are never long. */
function textOf(value: string, column: HeldColumn): string | undefined {
  const kind = kindOf(column.type);
  if (kind !== "nested" && kind !== "text") return undefined;
  return kind === "nested" ? value : displayText(value, column.type);
}

function mean(column: HeldColumn): string {
  if (kindOf(column.type) !== "number") return "NULL";
  const number = `${column.sql}::DOUBLE`;
  // Doubles can sum to infinity, which JSON has not.
  const average = `avg(${number}) FILTER (isfinite(${number}))`;
  return `CASE WHEN isfinite(${average}) THEN ${average} END`;
}
