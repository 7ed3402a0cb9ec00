import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Cell, CellRequest, JsonValue, ResultWindow, WindowRequest } from "../../protocol/query.ts";
import { columnAt } from "./held-column.ts";
import type { HeldResult } from "./held-result.ts";
import { displayText, jsonValue } from "./json-values.ts";
import { streamPlaces } from "./read-rows.ts";
import { isNested } from "./trino-types.ts";

/** A reply's size in bytes of JSON, and a bound on its rows (design: Results). */
const replyBytes = 1_000_000;
const replyRows = 10_000;

/** Characters of a cell that a window carries; the rest is fetched when the cell is opened. */
export const cellCharacters = 2000;

/**
 * The rows from `offset` of a view, at most `limit`, and fewer when the reply would pass about 1 MB: the view asks
 * again for the rest. At least one row comes when there is one.
 */
export async function readWindow(
  held: HeldResult,
  connection: DuckDBConnection,
  request: WindowRequest,
  signal: AbortSignal | undefined,
): Promise<ResultWindow> {
  const offset = wholeNumber(request.offset, "offset");
  const limit = Math.min(wholeNumber(request.limit, "limit"), replyRows);
  const view = await held.viewRows(request, signal);
  const row = `json_array(${held.columns.map((column) => windowCell(column.sql, column.type)).join(", ")})::VARCHAR`;
  const places = { from: offset, to: offset + limit };
  const rows: (readonly Cell[])[] = [];
  let bytes = 0;
  for await (const texts of streamPlaces(held, connection, view, row, places, signal)) {
    for (const text of texts) {
      bytes += Buffer.byteLength(text);
      if (rows.length > 0 && bytes > replyBytes) return { offset, rowCount: view.rowCount, rows };
      rows.push(JSON.parse(text) as Cell[]);
    }
  }
  return { offset, rowCount: view.rowCount, rows };
}

/** A cell of a window as JSON: nested values as compact text, and a long text cut (design: Results). */
function windowCell(value: string, type: DuckDBType): string {
  const mayBeLong = isNested(type) || type.typeId === DuckDBTypeId.VARCHAR || type.typeId === DuckDBTypeId.BLOB;
  if (!mayBeLong) return jsonValue(value, type);
  const text = displayText(value, type);
  // `left` and `length` count code points, so a cut never falls inside a surrogate pair; bytes are counted first because that is cheap.
  return `CASE WHEN strlen(${text}) > ${cellCharacters} AND length(${text}) > ${cellCharacters} THEN json_object('cut', left(${text}, ${cellCharacters}), 'length', length(${text})) ELSE to_json(${text}) END`;
}

/**
 * The whole value of one cell of a view.
 * @throws TenantTrailError `bad-argument` when the view has no such row or column.
 */
export async function readCell(
  held: HeldResult,
  connection: DuckDBConnection,
  request: CellRequest,
  signal: AbortSignal | undefined,
): Promise<JsonValue> {
  const column = columnAt(held.columns, request.column);
  const place = wholeNumber(request.row, "row");
  const view = await held.viewRows(request, signal);
  const asText = request.asText === true && isNested(column.type);
  const value = asText ? displayText(column.sql, column.type) : jsonValue(column.sql, column.type);
  const cell = `json_array(${value})::VARCHAR`;
  const places = { from: place, to: place + 1 };
  for await (const texts of streamPlaces(held, connection, view, cell, places, signal)) {
    for (const text of texts) return (JSON.parse(text) as [JsonValue])[0];
  }
  throw new TenantTrailError("bad-argument", `The view has ${view.rowCount} rows; there is no row ${place + 1}.`);
}

/** The first rows of a result as whole JSON values, for a command's outcome. */
export async function readRows(
  held: HeldResult,
  connection: DuckDBConnection,
  maxRows: number,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly JsonValue[])[]> {
  const row = `json_array(${held.columns.map((column) => jsonValue(column.sql, column.type)).join(", ")})::VARCHAR`;
  const view = await held.viewRows({}, signal);
  const places = { from: 0, to: wholeNumber(maxRows, "maxRows") };
  const rows: JsonValue[][] = [];
  for await (const texts of streamPlaces(held, connection, view, row, places, signal))
    for (const text of texts) rows.push(JSON.parse(text) as JsonValue[]);
  return rows;
}

/** @throws TenantTrailError `bad-argument` unless the number can stand in a query as it is. */
export function wholeNumber(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new TenantTrailError("bad-argument", `${name} must be a whole number of 0 or more.`);
  return value;
}
