import type { DuckDBConnection } from "@duckdb/node-api";
import { isRecord } from "../../base/json-record.ts";

/** A part of a statement as DuckDB's parser read it: an object of `json_serialize_sql`. */
export type Part = Readonly<Record<string, unknown>>;

/** What DuckDB's parser made of a text: its statements, or why it read none. */
export type Parsed =
  | { readonly statements: readonly Part[] }
  | { readonly problem: string; readonly position: number | undefined };

/** Lets DuckDB parse a text, without running or even binding it. Text that is no SELECT is a problem. */
export async function parsedByDuckDB(connection: DuckDBConnection, text: string): Promise<Parsed> {
  const reader = await connection.runAndReadAll(
    "SELECT json_serialize_sql($text::VARCHAR, skip_null := true, skip_empty := true, skip_default := true)",
    { text },
  );
  const answer: unknown = JSON.parse(String(reader.getRows()[0]?.[0]));
  if (!isPart(answer)) throw new RangeError("json_serialize_sql gives an object");
  const { statements, error_message: message, position } = answer;
  if (answer["error"] === true || !Array.isArray(statements))
    return { problem: String(message), position: position === undefined ? undefined : Number(position) };
  return { statements: statements.filter(isPart) };
}

export function isPart(value: unknown): value is Part {
  return isRecord(value);
}

/** Where a part stands in the parsed text, where DuckDB says so. */
export function positionOf(part: Part): number | undefined {
  const position = part["query_location"];
  return typeof position === "number" ? position : undefined;
}
