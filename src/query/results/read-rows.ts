import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { interruptible, type Parameters } from "../../duckdb/database.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { HeldResult, ViewRows } from "./held-result.ts";

/** Half-open range of places in a view. */
export interface Places {
  readonly from: number;
  readonly to: number;
}

/** Rows of one query: bounds what the engine sorts and buffers at a time. */
const piece = 50_000;

/**
 * The texts of an expression (never NULL) for a range of a view, in order and a batch at a time, so that neither the
 * engine's memory nor ours grows with the range.
 */
export async function* streamPlaces(
  held: HeldResult,
  connection: DuckDBConnection,
  rows: ViewRows,
  expression: string,
  places: Places,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  const to = Math.min(places.to, rows.rowCount);
  for (let from = places.from; from < to; from += piece) {
    const query = placesQuery(held, rows, expression, { from, to: Math.min(from + piece, to) });
    yield* streamTexts(connection, query, {}, signal);
  }
}

/**
 * The result's own order is read by row number, which skips everything else; another order joins the view's row
 * numbers, because the rows themselves are never sorted again.
 */
function placesQuery(held: HeldResult, rows: ViewRows, expression: string, places: Places): string {
  const place = rows.table === undefined ? "held.rowid" : "places.rowid";
  return `SELECT ${expression} ${rowsOfPlaces(held, rows, places)} ORDER BY ${place}`;
}

/** `FROM … WHERE …` of the rows at some places of a view, in no order; the held table is called `held`. */
export function rowsOfPlaces(held: HeldResult, rows: ViewRows, places: Places): string {
  const range = (place: string): string => `${place} >= ${places.from} AND ${place} < ${places.to}`;
  if (rows.table === undefined) return `FROM ${held.table} AS held WHERE ${range("held.rowid")}`;
  return `FROM ${rows.table} AS places JOIN ${held.table} AS held ON held.rowid = places.row
    WHERE ${range("places.rowid")}`;
}

/** Streams the texts of a one-column query, one batch at a time. */
export async function* streamTexts(
  connection: DuckDBConnection,
  query: string,
  values: Parameters,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  const result = await interruptible(connection, signal, () => connection.stream(query, { ...values }));
  for (;;) {
    throwIfCancelled(signal);
    const chunk: DuckDBDataChunk | null = await interruptible(connection, signal, () => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk.getColumnValues(0).map(String);
  }
}
