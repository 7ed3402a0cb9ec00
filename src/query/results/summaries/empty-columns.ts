import {
  DuckDBArrayType,
  type DuckDBConnection,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from "@duckdb/node-api";
import { literal } from "../../../duckdb/database.ts";
import type { HeldResult } from "../held-result.ts";
import { streamTexts } from "../read-rows.ts";

/**
 * The columns that hold no value in any row, whatever a view shows of them: NULL, an empty text, an empty list or
 * object, and a row of the like. None in a result without rows.
 */
export async function emptyColumns(
  held: HeldResult,
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): Promise<readonly number[]> {
  if (held.summary.rowCount === 0) return [];
  const filled = held.columns.map(({ sql, type }) => `coalesce(bool_or(${holdsSomething(sql, type)}), false)`);
  const query = `SELECT json_array(${filled.join(", ")})::VARCHAR FROM ${held.table} AS held`;
  for await (const texts of streamTexts(connection, query, {}, signal))
    for (const text of texts)
      return (JSON.parse(text) as boolean[]).flatMap((isFilled, column) => (isFilled ? [] : [column]));
  return [];
}

function holdsSomething(value: string, type: DuckDBType): string {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return `len(${value}) > 0`;
  if (type instanceof DuckDBMapType) return `cardinality(${value}) > 0`;
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.flatMap((name, index) => {
      const field = type.entryTypes[index];
      return field === undefined ? [] : [`(${holdsSomething(`struct_extract(${value}, ${literal(name)})`, field)})`];
    });
    return fields.length === 0 ? "false" : fields.join(" OR ");
  }
  // JSON comes as text, in which an empty list or object stands as such.
  return type.typeId === DuckDBTypeId.VARCHAR ? `${value}::VARCHAR NOT IN ('', '[]', '{}')` : `${value} IS NOT NULL`;
}
