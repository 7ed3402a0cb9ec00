import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import type { TableName } from "../../protocol/tables.ts";
import { fieldIds } from "../../tables/schema/field-ids.ts";

/** What each column of a slice's file takes, compressed, by its field id: the first number is that of id 1. */
export async function readColumnBytes(connection: DuckDBConnection, table: TableName, file: string): Promise<number[]> {
  const reader = await connection.runAndReadAll(
    `SELECT lower(split_part(path_in_schema, ', ', 1)) AS name, sum(total_compressed_size)::DOUBLE
     FROM parquet_metadata(${literal(file)}) GROUP BY name`,
  );
  const bytes: number[] = [];
  for (const [name, size] of reader.getRowsJS()) {
    const id = fieldIds[table][String(name)];
    if (id !== undefined) bytes[id - 1] = Number(size);
  }
  return Array.from(bytes, (size) => size ?? 0);
}
