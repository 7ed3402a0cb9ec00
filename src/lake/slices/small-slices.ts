import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { hourMs } from "../../base/time-units.ts";
import { identifier, literal } from "../../duckdb/database.ts";
import { tables } from "../../tables/schema/all-tables.ts";
import { type DayPart, partKey, partTimes } from "../ledger/day-part.ts";
import { sliceRowsSql } from "../merge/merge-sql.ts";
import type { FileStorage } from "../storage/storage.ts";
import { writtenColumnBytes } from "./column-bytes.ts";
import { type NewRows, readNewRowsByPart } from "./new-rows.ts";
import { copySlices, makeMergeFolder, partFile, putSlice } from "./slice-file.ts";
import type { SliceOutcome } from "./slice-work.ts";
import { countsOf } from "./slice-writer.ts";

/**
 * So many bytes of records are written together: they are held three times, with their columns and while they are
 * sorted, by each of the lanes.
 */
const bytesTogether = 4 * 1024 * 1024;

/** Parts with more are too few together to be worth it. */
const bytesOfSmall = bytesTogether / 4;

/**
 * So many files are written by one statement: until it ends DuckDB holds about 10 MB for each, whatever its rows, and
 * what the lanes have no room for it writes to the disk and reads again, which takes longer than the slices.
 */
const filesAtOnce = 6;

/** How many bytes of records are staged for each part of a table, by its number. The rows go to no other part. */
export async function readBytesByPart(
  connection: DuckDBConnection,
  parts: readonly DayPart[],
): Promise<ReadonlyMap<number, number>> {
  const times = parts.map(partTimes);
  const reader = await connection.runAndReadAll(
    `SELECT (event_ms // ${hourMs} * ${hourMs})::DOUBLE AS hour, sum(strlen(raw))::DOUBLE
     FROM staged WHERE tbl = ${literal(parts[0]?.table ?? "")}
       AND event_ms >= ${Math.min(...times.map(({ fromMs }) => fromMs))} AND event_ms < ${Math.max(...times.map(({ toMs }) => toMs))}
     GROUP BY hour`,
  );
  const bytes = new Map<number, number>();
  for (const [hour, ofHour] of reader.getRowsJS()) {
    const part = times.findIndex(({ fromMs, toMs }) => Number(hour) >= fromMs && Number(hour) < toMs);
    bytes.set(part, (bytes.get(part) ?? 0) + Number(ofHour));
  }
  return bytes;
}

/** The parts that can be written together, in their order; one that is too large is left out. */
export function partsThatFit(
  parts: readonly DayPart[],
  bytes: ReadonlyMap<number, number>,
): readonly (readonly DayPart[])[] {
  const fitting: DayPart[][] = [];
  let room = 0;
  for (const [index, part] of parts.entries()) {
    const own = bytes.get(index) ?? 0;
    if (own > bytesOfSmall) continue;
    if (own > room || fitting.length === 0) {
      fitting.push([]);
      room = bytesTogether;
    }
    fitting.at(-1)?.push(part);
    room -= own;
  }
  return fitting;
}

/** Slices that are written together: planning what derives their columns takes longer than all else. */
export interface SmallSlices {
  readonly connection: DuckDBConnection;
  readonly storage: FileStorage;
  /** Of one table, in the order of time; none has a slice yet. Together they have fewer rows than a row group. */
  readonly parts: readonly DayPart[];
  /** A SELECT of the rows of all parts, with the number of the part and the columns of `selected`. */
  readonly rows: string;
}

/**
 * Writes the slices of parts that have few rows and no slice yet, in the order of `parts`. Undefined for a part whose
 * rows are not all added as they are, which is to be merged by itself.
 * @throws as `writeSlice` does.
 */
export async function writeSmallSlices(small: SmallSlices): Promise<readonly (SliceOutcome | undefined)[]> {
  const { connection, storage, parts } = small;
  const folder = await makeMergeFolder(storage);
  try {
    await connection.run(`CREATE OR REPLACE TEMP TABLE batch AS ${small.rows}`);
    const rows = await readNewRowsByPart(connection, "batch");
    const files = await copyAdded(small, rows, folder);
    const forget = forgetAll(folder, files);
    if (files.size === 0) await rm(folder, { recursive: true, force: true });
    return await Promise.all(
      parts.map(async (part, index) => {
        const [own, file] = [rows.get(index), files.get(index)];
        return own && (file === undefined ? undefined : putSmall(storage, part, own, file, forget));
      }),
    );
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    for (const name of ["batch", "derived"]) await connection.run(`DROP TABLE IF EXISTS ${name}`);
  }
}

/** Derives the columns of all rows at once, and writes a file for each part whose rows are all added. */
async function copyAdded(
  { connection, parts }: SmallSlices,
  rows: ReadonlyMap<number, NewRows>,
  folder: string,
): Promise<ReadonlyMap<number, string>> {
  const [first] = parts;
  const added = [...rows].filter(([, { allAdded }]) => allAdded);
  if (first === undefined || added.length === 0) return new Map();
  const table = tables[first.table];
  const selected = `SELECT tenant_id, key, event_ms, source, source_ref, observed_ms, first_seen_ms, approximate, raw
    FROM batch WHERE part IN (${added.map(([part]) => part).join(", ")}) ORDER BY event_ms, tenant_id, key`;
  const eventMs = `epoch_ms(${identifier(table.eventTime.toLowerCase())}::TIMESTAMP)`;
  const begins = parts.map((part) => `${partTimes(part).fromMs}::BIGINT`).join(", ");
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE derived AS
       SELECT *, len(list_filter([${begins}], lambda begin: begin <= ${eventMs})) - 1 AS part
       FROM (${sliceRowsSql(table, selected)})`,
  );
  // What is small together is small each.
  const [, { size }] = added.reduce((most, each) => (each[1].size.bytes > most[1].size.bytes ? each : most));
  const files = new Map<number, string>();
  for (let from = 0; from < added.length; from += filesAtOnce) {
    const some = added.slice(from, from + filesAtOnce).map(([part]) => part);
    const into = join(folder, String(from));
    await copySlices(connection, table.name, `SELECT * FROM derived WHERE part IN (${some.join(", ")})`, size, into);
    for (const part of some) files.set(part, partFile(into, part));
  }
  return files;
}

/** Deletes a file that is not needed any more, and the folder with the last one. */
function forgetAll(folder: string, files: ReadonlyMap<number, string>): (file: string) => Promise<void> {
  const left = new Set(files.values());
  return async (file) => {
    left.delete(file);
    if (left.size === 0) await rm(folder, { recursive: true, force: true });
  };
}

async function putSmall(
  storage: FileStorage,
  part: DayPart,
  { contents, inputs }: NewRows,
  file: string,
  forget: (file: string) => Promise<void>,
): Promise<SliceOutcome> {
  const columnBytes = await writtenColumnBytes(part.table, file);
  const { sha256: after, bytes, ...put } = await putSlice(storage, partKey(part), file);
  const key = partKey(part);
  const change = { part: key, before: null, after, bytes, ...contents, columnBytes, ...countsOf(inputs) };
  return { written: { ...put, forget: () => forget(file), change }, inputs };
}
