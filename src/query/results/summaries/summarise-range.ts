import type { DuckDBConnection } from "@duckdb/node-api";
import type { JsonValue, RangeRequest, RangeSummary } from "../../../protocol/query.ts";
import { columnAt, type HeldColumn } from "../held-column.ts";
import type { HeldResult } from "../held-result.ts";
import { displayText, jsonValue } from "../json-values.ts";
import { rowsOfPlaces, streamTexts } from "../read-rows.ts";
import { wholeNumber } from "../result-window.ts";
import { isInteger, kindOf } from "../trino-types.ts";

/** Cells whose values are compared at most to count the different ones. */
const mostCompared = 5_000_000;

/** What some rows and columns of a view come to. @throws TenantTrailError `bad-argument` when a column does not exist. */
export async function summariseRange(
  held: HeldResult,
  connection: DuckDBConnection,
  request: RangeRequest,
  signal: AbortSignal | undefined,
): Promise<RangeSummary> {
  const view = await held.viewRows(request, signal);
  const from = wholeNumber(request.rows.from, "rows.from");
  const to = Math.min(wholeNumber(request.rows.to, "rows.to"), view.rowCount);
  const columns = request.columns.map((index) => columnAt(held.columns, index));
  const source = rowsOfPlaces(held, view, { from, to });
  const totals = columns.map((column) => {
    const [sum, min, max] = [sumOf(column), extreme("min", column), extreme("max", column)];
    return `json_array(count(*) - count(${column.sql}), ${sum}, ${min}, ${max})`;
  });
  const rows = Math.max(0, to - from);
  const [counted = []] = await parsed<[number, string | null, JsonValue, JsonValue][]>(
    `SELECT json_array(${totals.join(", ")})::VARCHAR ${source}`,
  );
  const distinct = rows * columns.length > mostCompared ? null : (await parsed<number>(distinctQuery()))[0];
  return {
    rows,
    distinct: distinct ?? null,
    columns: counted.map(([nulls, sum, min, max], index) => ({
      column: request.columns[index] ?? 0,
      nulls,
      sum,
      min,
      max,
    })),
  };

  /** One column is counted by its values, several by the texts that a grid shows. */
  function distinctQuery(): string {
    const [only] = columns;
    if (columns.length === 1 && only && kindOf(only.type) !== "nested")
      return `SELECT count(DISTINCT ${only.sql})::VARCHAR ${source}`;
    const texts = columns.map((column) => displayText(column.sql, column.type));
    return `SELECT count(DISTINCT value)::VARCHAR FROM (SELECT unnest([${texts.join(", ")}]) AS value ${source})`;
  }

  async function parsed<Value>(query: string): Promise<Value[]> {
    const found: Value[] = [];
    for await (const texts of streamTexts(connection, query, {}, signal))
      for (const text of texts) found.push(JSON.parse(text) as Value);
    return found;
  }
}

/** As text, because a sum of integers passes what JSON's numbers hold. */
function sumOf({ sql, type }: HeldColumn): string {
  if (kindOf(type) !== "number") return "NULL";
  return isInteger(type) ? `sum(${sql}::HUGEINT)::VARCHAR` : `sum(${sql})::VARCHAR`;
}

function extreme(aggregate: "min" | "max", { sql, type }: HeldColumn): string {
  const kind = kindOf(type);
  return kind === "number" || kind === "time" ? jsonValue(`${aggregate}(${sql})`, type) : "NULL";
}
