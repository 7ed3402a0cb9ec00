import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import type { TableName } from "../../protocol/tables.ts";
import { fieldIds } from "../../tables/schema/field-ids.ts";

/** What each column of a slice's file takes, compressed, by its field id: the first number is that of id 1. */
export async function readColumnBytes(connection: DuckDBConnection, table: TableName, file: string): Promise<number[]> {
  return (await columnBytesOfAll(connection, table, [file])).get(file) ?? [];
}

/** The same of several slices, by their files. */
export async function columnBytesOfAll(
  connection: DuckDBConnection,
  table: TableName,
  files: readonly string[],
): Promise<ReadonlyMap<string, number[]>> {
  const reader = await connection.runAndReadAll(
    `SELECT file_name, lower(split_part(path_in_schema, ', ', 1)) AS name, sum(total_compressed_size)::DOUBLE
     FROM parquet_metadata([${files.map(literal).join(", ")}]) GROUP BY ALL`,
  );
  const sizes = new Map(files.map((file) => [file, [] as number[]]));
  for (const [file, name, size] of reader.getRowsJS()) {
    const [id, bytes] = [fieldIds[table][String(name)], sizes.get(String(file))];
    if (id !== undefined && bytes !== undefined) bytes[id - 1] = Number(size);
  }
  return new Map([...sizes].map(([file, bytes]) => [file, Array.from(bytes, (size) => size ?? 0)]));
}
