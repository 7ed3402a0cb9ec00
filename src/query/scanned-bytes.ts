import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableName } from "../protocol/tables.ts";
import type { SliceFooterCache } from "./slice-footers.ts";

/** Footers of more slices than this are not read for one question; their sizes are taken from the others. */
const mostFooters = 120;

/**
 * How many bytes of Parquet a translated statement reads at the most: the compressed size of the columns that it
 * names, in the slices that are in range. Like Athena's figure, it counts whole column chunks. The translation writes
 * `*` out, so every column that is read is a word of its text.
 */
export async function scannedBytes(
  connection: DuckDBConnection,
  texts: readonly string[],
  files: readonly { readonly table: TableName; readonly file: string; readonly bytes: number }[],
  footers: SliceFooterCache,
): Promise<number> {
  const words = texts.flatMap((text) => [...text.toLowerCase().matchAll(/[a-z_][a-z0-9_]*/g)].map(([word]) => word));
  const named = new Set(words);
  const sample = files.slice(-mostFooters);
  let read = 0;
  for (const { sizes } of await footers.of(connection, sample)) for (const name of named) read += sizes.get(name) ?? 0;
  const sampleBytes = sample.reduce((sum, { bytes }) => sum + bytes, 0);
  const allBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return sampleBytes === 0 ? 0 : Math.round((read * allBytes) / sampleBytes);
}
