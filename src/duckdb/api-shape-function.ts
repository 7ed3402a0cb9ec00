import { type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from "@duckdb/node-api";
import { isRecord, parsedJson } from "../base/json-record.ts";
import { type Source, sources, type TableName, tableNames } from "../protocol/tables.ts";
import { toApiShape } from "../tables/shapes/api-shape.ts";

/**
 * Registers `api_shape(table, source, raw)` with the connection's instance: the JSON text of a record in Microsoft's
 * API shape, which `deriveSql` asks for where a source has another one. A text that is no such record gives `{}`.
 */
export function registerApiShape(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: "api_shape",
      returnType: VARCHAR,
      parameterTypes: [VARCHAR, VARCHAR, VARCHAR],
      mainFunction: (_info, input, output) => {
        const table = input.getColumnVector(0);
        const source = input.getColumnVector(1);
        const raw = input.getColumnVector(2);
        for (let row = 0; row < input.rowCount; row += 1)
          output.setItem(row, shapeText(table.getItem(row), source.getItem(row), raw.getItem(row)));
        output.flush();
      },
    }),
  );
}

function shapeText(table: unknown, source: unknown, raw: unknown): string {
  const record = typeof raw === "string" ? parsedJson(raw) : undefined;
  if (!isTable(table) || !isSource(source) || !isRecord(record)) return "{}";
  try {
    return JSON.stringify(toApiShape(table, source, record));
  } catch (error) {
    // JSON nested tens of thousands deep outgrows the stack; the row stays without Microsoft's columns.
    if (error instanceof RangeError) return "{}";
    throw error;
  }
}

function isTable(value: unknown): value is TableName {
  return tableNames.some((name) => name === value);
}

function isSource(value: unknown): value is Source {
  return sources.some((name) => name === value);
}
