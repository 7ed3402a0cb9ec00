import {
  DuckDBArrayType,
  type DuckDBConnection,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
} from "@duckdb/node-api";
import { type Bound, identifier } from "../../duckdb/database.ts";

/**
 * A statement whose rows without field names, which DuckDB's tables cannot hold, get the names `field0`, `field1`, …
 * that Trino shows for them. The order of the rows is kept.
 */
export async function namedRows(connection: DuckDBConnection, statement: string, bound: Bound): Promise<string> {
  const inner = `(${statement.replace(/[;\s]+$/, "")}\n)`;
  const shape = await connection.run(`SELECT * FROM ${inner} LIMIT 0`, { ...bound.values }, { ...bound.types });
  const aliases = shape.columnTypes().map((_, index) => identifier(`c${index}`));
  const columns = shape.columnTypes().map((type, index) => {
    const name = identifier(shape.columnName(index));
    return `${aliases[index]}::${typeSql(type)} AS ${name}`;
  });
  return `SELECT ${columns.join(", ")} FROM ${inner} AS unnamed(${aliases.join(", ")})`;
}

function typeSql(type: DuckDBType): string {
  if (type instanceof DuckDBListType) return `${typeSql(type.valueType)}[]`;
  if (type instanceof DuckDBArrayType) return `${typeSql(type.valueType)}[${type.length}]`;
  if (type instanceof DuckDBMapType) return `MAP(${typeSql(type.keyType)}, ${typeSql(type.valueType)})`;
  if (type instanceof DuckDBStructType) {
    const fields = type.entryTypes.map((field, index) => {
      const name = type.entryNames[index] ?? "";
      return `${identifier(name === "" ? `field${index}` : name)} ${typeSql(field)}`;
    });
    return `STRUCT(${fields.join(", ")})`;
  }
  return type.alias ?? String(type);
}
