import { randomUUID } from "node:crypto";
import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import { identifier, interruptible, literal } from "../../duckdb/database.ts";
import { makePrivate } from "../../lake/storage/private-files.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { ExportedFile, ExportRequest } from "../../protocol/query.ts";
import { writeWorkbook } from "./excel/excel-workbook.ts";
import { withByteOrderMark } from "./excel/with-byte-order-mark.ts";
import { type ExportOrigin, exportOrigin, originJson } from "./export-origin.ts";
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
 * - CSV: RFC 4180, UTF-8, a header; text that a spreadsheet would run as a formula gets an apostrophe before it, unless it is asked to be kept;
 *   nested values are JSON text; NULL is empty and the empty text `""`.
 * - Only its user may read the file, whatever the umask: an export holds people's names, and sharing it is a step of its own.
 * - JSON: one array of objects. Parquet: zstd, with the result's own types. Excel: see `writeWorkbook`.
 *
 * What was asked and what was not read goes with the rows: into Parquet's metadata (`tenanttrail`), into a sheet of the
 * workbook, and beside CSV and JSON, which have no place for it, as `<file>-metadata.json` (the name is that of W3C's
 * "Model for Tabular Data and Metadata on the Web", §5.3).
 *
 * @throws TenantTrailError `write-failed`, `disk-full` or `bad-argument`; CancelledError.
 */
export async function exportFile(
  held: HeldResult,
  connection: DuckDBConnection,
  request: ExportRequest,
  scratchFolder: string,
  signal: AbortSignal | undefined,
): Promise<ExportedFile> {
  const { format } = request;
  const scratch = join(scratchFolder, `export-${randomUUID()}.${format}`);
  const metadata = `${scratch}-metadata.json`;
  const origin = exportOrigin(held.summary, request, new Date().toISOString());
  try {
    const rows =
      format === "xlsx"
        ? await writeWorkbook(held, connection, request, scratch, origin, signal)
        : await copyTo(held, connection, { ...request, format }, scratch, origin, signal);
    throwIfCancelled(signal);
    if (format === "csv" && request.hasByteOrderMark === true) await withByteOrderMark(scratch, signal);
    throwIfCancelled(signal);
    await makePrivate(scratch);
    const { size } = await stat(scratch);
    if (format !== "csv" && format !== "json") {
      await moveIntoPlace(scratch, request.path, signal);
      return { rows, bytes: size };
    }
    const metadataPath = `${request.path}-metadata.json`;
    await writeFile(metadata, originJson(origin));
    await makePrivate(metadata);
    await moveIntoPlace(scratch, request.path, signal);
    // The rows are there: what belongs to them is no longer held back by a cancel.
    await moveIntoPlace(metadata, metadataPath, undefined);
    return { rows, bytes: size, metadataPath };
  } finally {
    for (const file of [scratch, metadata]) await rm(file, { force: true });
  }
}

async function copyTo(
  held: HeldResult,
  connection: DuckDBConnection,
  request: ExportRequest & { readonly format: Exclude<ExportRequest["format"], "xlsx"> },
  file: string,
  origin: ExportOrigin,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { where, orderBy, values } = held.viewSql(request);
  const isHarmless = request.format === "csv" && request.keepsFormulas !== true;
  const names = fileNames(held.columns, isHarmless);
  const columns = held.columns.map(
    (column, index) =>
      `${fileValue(column, request.format, isHarmless)} AS ${identifier(names[index] ?? column.uniqueName)}`,
  );
  const query = `SELECT ${columns.join(", ")} FROM ${held.table} AS held ${where} ${orderBy}`;
  const copied = await interruptible(connection, signal, () =>
    connection.runAndReadAll(`COPY (${query}) TO ${literal(file)} (${copyOptions(request.format, origin)})`, {
      ...values,
    }),
  );
  return Number(copied.getRowsJson()[0]?.[0] ?? 0);
}

function copyOptions(format: Exclude<ExportRequest["format"], "xlsx">, origin: ExportOrigin): string {
  switch (format) {
    case "csv":
      return "FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NEW_LINE '\\r\\n'";
    case "json":
      return "FORMAT json, ARRAY true";
    case "parquet":
      return `FORMAT parquet, COMPRESSION zstd, KV_METADATA {tenanttrail: ${literal(originJson(origin))}}`;
  }
}

function fileNames(columns: readonly HeldColumn[], isHarmless: boolean): readonly string[] {
  const names = columns.map((column) => column.uniqueName);
  return isHarmless ? uniqueNames(names.map(harmless)) : names;
}

function fileValue(column: HeldColumn, format: ExportRequest["format"], isHarmless: boolean): string {
  const { sql, type, shown } = column;
  if (format === "json") return jsonValue(sql, type);
  if (format === "parquet") return parquetValue(sql, type);
  const text = displayText(sql, type);
  return isHarmless && shown.kind === "text" ? harmlessSql(text) : text;
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
