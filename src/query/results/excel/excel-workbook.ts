import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { ZipFile } from "yazl";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../../protocol/errors.ts";
import type { ResultColumn, ResultView } from "../../../protocol/query.ts";
import { type ExportOrigin, originLines } from "../export-origin.ts";
import type { HeldResult } from "../held-result.ts";
import { writeFailure } from "../move-into-place.ts";
import { streamPlaces } from "../read-rows.ts";
import { excelCellSql, excelHeaderCell, excelLimits, excelTextCell } from "./excel-cell.ts";
import { contentTypes, rootRelations, styles, workbook, workbookRelations } from "./excel-parts.ts";

/** zlib's level: a sheet's XML is so repetitive that a low one takes half the time for a file a tenth larger. */
const sheetCompression = 2;

const spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/**
 * Writes a view as an Excel workbook: one sheet for every 1,048,575 rows, each with a bold frozen header that filters, and a last
 * one that tells where the rows come from. The engine writes the cells' XML and yazl the zip, so memory does not grow with the rows.
 * @param rowsPerSheet without the header; only tests make sheets smaller.
 * @returns the rows written.
 * @throws TenantTrailError `bad-argument` for more columns than a sheet has, `disk-full`, `write-failed`; CancelledError.
 */
export async function writeWorkbook(
  held: HeldResult,
  connection: DuckDBConnection,
  view: ResultView,
  file: string,
  origin: ExportOrigin,
  signal: AbortSignal | undefined,
  rowsPerSheet: number = excelLimits.rows - 1,
): Promise<number> {
  if (held.columns.length > excelLimits.columns)
    throw new TenantTrailError(
      "bad-argument",
      `An Excel sheet has at most ${excelLimits.columns.toLocaleString("en")} columns and this result has ${held.columns.length}. Export to CSV or Parquet instead.`,
    );
  const rows = await held.viewRows(view, signal);
  const sheets = Math.max(1, Math.ceil(rows.rowCount / rowsPerSheet));
  const row = `'<row>' || ${held.columns.map(excelCellSql).join(" || ")} || '</row>'`;

  async function* sheet(index: number): AsyncGenerator<string> {
    const places = { from: index * rowsPerSheet, to: (index + 1) * rowsPerSheet };
    yield sheetStart(held.columns.map(({ shown }) => shown));
    for await (const texts of streamPlaces(held, connection, rows, row, places, signal)) yield texts.join("");
    const last = Math.min(places.to, rows.rowCount) - places.from + 1;
    yield `</sheetData><autoFilter ref="A1:${columnLetters(held.columns.length)}${last}"/></worksheet>`;
  }

  const zip = new ZipFile();
  const failed = new Promise<never>((_, reject) => zip.on("error", reject));
  zip.addBuffer(Buffer.from(contentTypes(sheets + 1)), "[Content_Types].xml");
  zip.addBuffer(Buffer.from(rootRelations), "_rels/.rels");
  zip.addBuffer(Buffer.from(workbook(sheets + 1)), "xl/workbook.xml");
  zip.addBuffer(Buffer.from(workbookRelations(sheets + 1)), "xl/_rels/workbook.xml.rels");
  zip.addBuffer(Buffer.from(styles), "xl/styles.xml");
  const open: Readable[] = [];
  for (let index = 0; index < sheets; index++)
    zip.addReadStreamLazy(`xl/worksheets/sheet${index + 1}.xml`, { compressionLevel: sheetCompression }, (give) => {
      const content = Readable.from(sheet(index), { objectMode: false });
      content.on("error", (error) => zip.emit("error", error));
      open.push(content);
      give(null, content);
    });
  zip.addBuffer(Buffer.from(aboutSheet(origin)), `xl/worksheets/sheet${sheets + 1}.xml`);
  zip.end();
  const stop = new AbortController();
  const written = pipeline(zip.outputStream, createWriteStream(file), { signal: stop.signal });
  try {
    await Promise.race([written, failed]);
  } catch (error) {
    stop.abort();
    await Promise.allSettled([written, ...open.map(closed)]);
    throwIfCancelled(signal);
    if (error instanceof Error && error.cause instanceof CancelledError) throw error.cause;
    throw isFileError(error) ? writeFailure(error, file) : error;
  }
  throwIfCancelled(signal);
  return rows.rowCount;
}

function sheetStart(columns: readonly ResultColumn[]): string {
  const widths = columns.map(
    ({ kind }, index) => `<col min="${index + 1}" max="${index + 1}" width="${widthOf[kind]}" customWidth="1"/>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${spreadsheet}">` +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join("")}</cols><sheetData><row>${columns.map(({ name }) => excelHeaderCell(name)).join("")}</row>`
  );
}

/** A column as Excel calls it, by its number from 1: `A`, `Z`, `AA`. */
function columnLetters(column: number): string {
  const rest = (column - 1) % 26;
  const before = (column - 1 - rest) / 26;
  return `${before === 0 ? "" : columnLetters(before)}${String.fromCharCode(65 + rest)}`;
}

function aboutSheet(origin: ExportOrigin): string {
  const rows = originLines(origin).map(([name, text]) => `<row>${excelHeaderCell(name)}${excelTextCell(text)}</row>`);
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${spreadsheet}">` +
    '<cols><col min="1" max="1" width="20" customWidth="1"/><col min="2" max="2" width="100" customWidth="1"/></cols>' +
    `<sheetData>${rows.join("")}</sheetData></worksheet>`
  );
}

/** Widths in characters. */
const widthOf: Readonly<Record<ResultColumn["kind"], number>> = {
  text: 28,
  number: 12,
  time: 24,
  boolean: 8,
  nested: 40,
};

/** Ends a stream and waits until its query is no longer read. */
async function closed(stream: Readable): Promise<void> {
  if (stream.closed) return;
  const end = new Promise<void>((resolve) => stream.once("close", resolve));
  stream.destroy();
  await end;
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
