import { randomUUID } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import { identifier, interruptible, literal } from "../../duckdb/database.ts";
import { makePrivate } from "../../lake/private-files.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { ExportRequest } from "../../protocol/query.ts";
import { writeWorkbook } from "./excel-workbook.ts";
import { harmless, harmlessSql } from "./formula.ts";
import type { HeldColumn } from "./held-column.ts";
import { uniqueNames } from "./held-column.ts";
import type { HeldResult } from "./held-result.ts";
import { displayText, jsonValue } from "./json-values.ts";
import { moveIntoPlace } from "./move-into-place.ts";

/**
 * Writes a whole view to a file: first into the scratch folder, the only one the locked engine may write to, then
 * moved, so that nothing half-written is ever seen.
 *
 * - CSV: RFC 4180, UTF-8, a header; text that a spreadsheet would run as a formula gets an apostrophe before it;
 *   nested values are JSON text; NULL is empty and the empty text `""`.
 * - Only its user may read the file, whatever the umask: an export holds people's names, and sharing it is a step of its own.
 * - JSON: one array of objects. Parquet: zstd, with the result's own types. Excel: see `writeWorkbook`.
 *
 * @throws TenantTrailError `write-failed`, `disk-full` or `bad-argument`; CancelledError.
 */
export async function exportFile(
  held: HeldResult,
  connection: DuckDBConnection,
  request: ExportRequest,
  scratchFolder: string,
  signal: AbortSignal | undefined,
): Promise<{ rows: number; bytes: number }> {
  const scratch = join(scratchFolder, `export-${randomUUID()}.${request.format}`);
  try {
    const rows =
      request.format === "xlsx"
        ? await writeWorkbook(held, connection, request, scratch, signal)
        : await copyTo(held, connection, request, scratch, signal);
    throwIfCancelled(signal);
    await makePrivate(scratch);
    const { size } = await stat(scratch);
    await moveIntoPlace(scratch, request.path, signal);
    return { rows, bytes: size };
  } finally {
    await rm(scratch, { force: true });
  }
}

async function copyTo(
  held: HeldResult,
  connection: DuckDBConnection,
  request: ExportRequest,
  file: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { where, orderBy, values } = held.viewSql(request);
  const names = fileNames(held.columns, request.format);
  const columns = held.columns.map(
    (column, index) => `${fileValue(column, request.format)} AS ${identifier(names[index] ?? column.uniqueName)}`,
  );
  const query = `SELECT ${columns.join(", ")} FROM ${held.table} AS held ${where} ${orderBy}`;
  const copied = await interruptible(connection, signal, () =>
    connection.runAndReadAll(`COPY (${query}) TO ${literal(file)} (${copyOptions[request.format]})`, { ...values }),
  );
  return Number(copied.getRowsJson()[0]?.[0] ?? 0);
}

const copyOptions: Readonly<Record<ExportRequest["format"], string>> = {
  csv: "FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NEW_LINE '\\r\\n'",
  json: "FORMAT json, ARRAY true",
  parquet: "FORMAT parquet, COMPRESSION zstd",
  xlsx: "",
};

function fileNames(columns: readonly HeldColumn[], format: ExportRequest["format"]): readonly string[] {
  const names = columns.map((column) => column.uniqueName);
  return format === "csv" ? uniqueNames(names.map(harmless)) : names;
}

function fileValue(column: HeldColumn, format: ExportRequest["format"]): string {
  const { sql, type, shown } = column;
  if (format === "json") return jsonValue(sql, type);
  if (format === "parquet") return parquetValue(sql, type);
  const text = displayText(sql, type);
  return shown.kind === "text" ? harmlessSql(text) : text;
}

/** Parquet has no 128-bit integers (DuckDB would write doubles) and few readers know intervals, bits or unions. */
function parquetValue(sql: string, type: DuckDBType): string {
  if (type.typeId === DuckDBTypeId.HUGEINT || type.typeId === DuckDBTypeId.UHUGEINT) return `${sql}::DECIMAL(38, 0)`;
  return textInParquet.has(type.typeId) ? displayText(sql, type) : sql;
}

const textInParquet: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIT,
  DuckDBTypeId.BIGNUM,
  DuckDBTypeId.INTERVAL,
  DuckDBTypeId.UNION,
  DuckDBTypeId.VARIANT,
]);
