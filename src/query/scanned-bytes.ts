import type { DuckDBConnection } from "@duckdb/node-api";
import * as v from "valibot";
import { type Bound, literal } from "../duckdb/database.ts";

const plan = v.object({
  name: v.string(),
  extra_info: v.optional(v.record(v.string(), v.unknown()), {}),
  children: v.optional(v.array(v.unknown()), []),
});

/** Footers of more slices than this are not read; their sizes are taken from the others. */
const mostFooters = 120;

/**
 * How many bytes of Parquet a statement reads: the compressed size of the columns that DuckDB's plan names, in the
 * slices that are in range. Like Athena's figure, it counts whole column chunks.
 */
export async function scannedBytes(
  connection: DuckDBConnection,
  sql: string,
  bound: Bound,
  files: readonly { readonly file: string; readonly bytes: number }[],
): Promise<number> {
  if (files.length === 0) return 0;
  const explained = await connection.runAndReadAll(
    `EXPLAIN (FORMAT json) ${sql}`,
    { ...bound.values },
    { ...bound.types },
  );
  const text = String(explained.getRowsJson()[0]?.[1] ?? "[]");
  const named = new Set<string>();
  collectColumns(JSON.parse(text), named);
  const sample = files.slice(-mostFooters);
  const list = sample.map(({ file }) => literal(file)).join(", ");
  const columns = [...named].map((name) => literal(name.toLowerCase())).join(", ") || "''";
  const reader = await connection.runAndReadAll(
    `SELECT coalesce(sum(total_compressed_size), 0)::DOUBLE FROM parquet_metadata([${list}])
     WHERE lower(split_part(path_in_schema, ',', 1)) IN (${columns})`,
  );
  const read = Number(reader.getRowsJS()[0]?.[0] ?? 0);
  const sampleBytes = sample.reduce((sum, { bytes }) => sum + bytes, 0);
  const allBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return sampleBytes === 0 ? 0 : Math.round((read * allBytes) / sampleBytes);
}

/** Every word of the scans' projections and filters: a superset of the columns, of which only real ones have a size. */
function collectColumns(node: unknown, named: Set<string>): void {
  if (Array.isArray(node)) for (const child of node) collectColumns(child, named);
  if (!v.is(plan, node)) return;
  const parsed = v.parse(plan, node);
  if (/PARQUET/.test(parsed.name))
    for (const part of [parsed.extra_info["Projections"], parsed.extra_info["Filters"]])
      for (const word of JSON.stringify(part ?? "").matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) named.add(word[0]);
  for (const child of parsed.children) collectColumns(child, named);
}
