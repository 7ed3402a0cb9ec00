import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../duckdb/database.ts";

/** Compressed bytes of each top-level column of a slice, by lower-case name. */
export type ColumnSizes = ReadonlyMap<string, number>;

/** So many slices' sizes are remembered. */
const remembered = 5_000;

/** Remembers the column sizes of slices; a slice that was replaced has another size and is read again. */
export class ColumnSizeCache {
  readonly #sizes = new Map<string, ColumnSizes>();

  async of(
    connection: DuckDBConnection,
    slices: readonly { readonly file: string; readonly bytes: number }[],
  ): Promise<readonly ColumnSizes[]> {
    const missing = slices.filter((slice) => !this.#sizes.has(idOf(slice)));
    if (missing.length > 0) await this.#read(connection, missing);
    return slices.map((slice) => this.#sizes.get(idOf(slice)) ?? new Map());
  }

  async #read(connection: DuckDBConnection, slices: readonly { file: string; bytes: number }[]): Promise<void> {
    const list = slices.map(({ file }) => literal(file)).join(", ");
    const reader = await connection.runAndReadAll(
      `SELECT file_name, lower(split_part(path_in_schema, ',', 1)), sum(total_compressed_size)::DOUBLE
       FROM parquet_metadata([${list}]) GROUP BY ALL`,
    );
    const byFile = new Map<string, Map<string, number>>();
    for (const [file, column, bytes] of reader.getRowsJS()) {
      const columns = byFile.get(String(file)) ?? new Map<string, number>();
      byFile.set(String(file), columns.set(String(column), Number(bytes)));
    }
    for (const slice of slices) this.#sizes.set(idOf(slice), byFile.get(slice.file) ?? new Map());
    for (const id of [...this.#sizes.keys()].slice(0, Math.max(0, this.#sizes.size - remembered)))
      this.#sizes.delete(id);
  }
}

function idOf({ file, bytes }: { file: string; bytes: number }): string {
  return `${bytes} ${file}`;
}
