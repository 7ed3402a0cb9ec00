import { DuckDBArrayType, DuckDBListType, DuckDBMapType, DuckDBStructType, type DuckDBType } from "@duckdb/node-api";
import { identifier } from "../../../duckdb/database.ts";

/** A type as DuckDB reads it behind `AS`; the binding's own text of it says VARCHAR for JSON. */
export function typeText(type: DuckDBType): string {
  if (type.alias !== undefined) return type.alias;
  if (type instanceof DuckDBListType) return `${typeText(type.valueType)}[]`;
  if (type instanceof DuckDBArrayType) return `${typeText(type.valueType)}[${type.length}]`;
  if (type instanceof DuckDBMapType) return `MAP(${typeText(type.keyType)}, ${typeText(type.valueType)})`;
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.map((name, index) => {
      const field = type.entryTypes[index];
      return `${identifier(name)} ${field === undefined ? "VARCHAR" : typeText(field)}`;
    });
    return `STRUCT(${fields.join(", ")})`;
  }
  return type.toString();
}

const token = /"(?:[^"]|"")*"|[A-Z_][A-Z0-9_]*|[0-9]+|[ ,]|[()[\]]/y;

/** The words of the types that are kept; among others `VARCHAR IN (SELECT 1)` would be none. */
const typeWords: ReadonlySet<string> = new Set(
  [
    "BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT FLOAT DOUBLE DECIMAL",
    "VARCHAR JSON BLOB BIT UUID DATE TIME TIME_NS TIMESTAMP TIMESTAMP_S TIMESTAMP_MS TIMESTAMP_NS WITH ZONE INTERVAL",
    "STRUCT MAP",
  ]
    .join(" ")
    .split(" "),
);

/**
 * Whether a text can be nothing but a type of DuckDB's, so that it may stand behind `AS` in a CAST: words of types,
 * quoted names of fields, numbers, and brackets that close in it. A file that holds such a text may have been written by
 * anybody.
 */
export function isTypeText(text: string): boolean {
  if (text.length > 100_000) return false;
  const open: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return false;
    if (/^[A-Z_]/.test(found) && !typeWords.has(found)) return false;
    if (found === "(" || found === "[") open.push(found);
    else if (found === ")" && open.pop() !== "(") return false;
    else if (found === "]" && open.pop() !== "[") return false;
    else if (found === "," && open.length === 0) return false;
  }
  return open.length === 0 && /^[A-Z]/.test(text);
}
