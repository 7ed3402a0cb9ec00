import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../duckdb/database.ts";
import type { TableName } from "../protocol/tables.ts";
import { tables } from "../tables/schema/tables.ts";

/** What the footer of a slice tells. */
export interface SliceFooter {
  /** Compressed bytes of each top-level column, by lower-case name. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The newest event time, ISO 8601; undefined where the footer has no statistics. */
  readonly newestEvent: string | undefined;
}

interface AskedSlice {
  readonly table: TableName;
  readonly file: string;
  readonly bytes: number;
}

const emptyFooter: SliceFooter = { sizes: new Map(), newestEvent: undefined };

/** The footers of so many slices are remembered. */
const remembered = 5_000;

/** Remembers what the footers of slices tell; a slice that was replaced has another size and is read again. */
export class SliceFooterCache {
  readonly #footers = new Map<string, SliceFooter>();

  async of(connection: DuckDBConnection, slices: readonly AskedSlice[]): Promise<readonly SliceFooter[]> {
    const missing = slices.filter((slice) => !this.#footers.has(idOf(slice)));
    if (missing.length > 0) await this.#read(connection, missing);
    return slices.map((slice) => this.#footers.get(idOf(slice)) ?? emptyFooter);
  }

  async #read(connection: DuckDBConnection, slices: readonly AskedSlice[]): Promise<void> {
    const list = slices.map(({ file }) => literal(file)).join(", ");
    const reader = await connection.runAndReadAll(
      `SELECT file_name, lower(split_part(path_in_schema, ',', 1)), sum(total_compressed_size)::DOUBLE,
         max(stats_max_value)
       FROM parquet_metadata([${list}]) GROUP BY ALL`,
    );
    const byFile = Map.groupBy(reader.getRowsJS(), ([file]) => String(file));
    for (const slice of slices) this.#footers.set(idOf(slice), footerOf(slice.table, byFile.get(slice.file) ?? []));
    for (const id of [...this.#footers.keys()].slice(0, Math.max(0, this.#footers.size - remembered)))
      this.#footers.delete(id);
  }
}

function footerOf(table: TableName, columns: readonly (readonly unknown[])[]): SliceFooter {
  const eventTime = tables[table].eventTime.toLowerCase();
  const newest = columns.find(([, column]) => column === eventTime)?.[3];
  const newestMs = typeof newest === "string" ? Date.parse(`${newest.replace(" ", "T")}Z`) : Number.NaN;
  return {
    sizes: new Map(columns.map(([, column, bytes]) => [String(column), Number(bytes)])),
    newestEvent: Number.isNaN(newestMs) ? undefined : new Date(newestMs).toISOString(),
  };
}

function idOf({ file, bytes }: AskedSlice): string {
  return `${bytes} ${file}`;
}
