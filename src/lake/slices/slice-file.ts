import { randomUUID } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import { schemaVersion } from "../../tables/schema/all-tables.ts";
import { fieldIdsSql } from "../../tables/sql/field-ids-sql.ts";
import { slicePath } from "../ledger/slice-path.ts";
import { isBulky, type MergeSize } from "../merge/sorted-runs.ts";
import { makePrivate, makePrivateFolder } from "../storage/private-files.ts";
import { sha256OfFile } from "../storage/sha256-of-file.ts";
import { type FileStorage, WriteConflict } from "../storage/storage.ts";
import { footerSql } from "./slice-footer.ts";
import type { WrittenSlice } from "./slice-work.ts";
import { writeFailure } from "./write-failure.ts";

/** DuckDB's vectors hold so many rows; a row group is some of them. */
const vectorRows = 2_048;

/** Small enough that a filter on time or account skips most of a day, and that writing one needs little memory. */
const rowGroup = { rows: 4 * vectorRows, bytes: 24 * 1024 * 1024 } as const;

const attempts = 8;

/** So small a slice is written twice as fast by snappy: zstd begins anew for each of two hundred columns. */
const fewBytes = 128 * 1024;

/** DuckDB takes a buffer of this size for each of a hundred text columns; its own default, 1 MB, gains nothing here. */
const dictionaryBytes = 65_536;

/** A slice file as it was put into the lake. */
export interface PutSlice extends Pick<WrittenSlice, "writtenMs" | "ensure"> {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Puts the file that `write` makes into the lake, under the name that its bytes and the part's key give it, once
 * `write` has answered what it saw of it. The file stays in the scratch folder until it is forgotten.
 * @throws TenantTrailError `unsafe-lake` when something else lies there; what `write` throws.
 */
export async function writeSlice<T>(
  storage: FileStorage,
  key: string,
  write: (file: string) => Promise<T>,
): Promise<PutSlice & Pick<WrittenSlice, "forget"> & { readonly seen: T }> {
  const folder = await makeMergeFolder(storage);
  const forget = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const file = join(folder, "slice.parquet");
    const seen = await write(file);
    return { ...(await putSlice(storage, key, file)), seen, forget };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** A folder for files that become slices; the caller deletes it. */
export async function makeMergeFolder(storage: FileStorage): Promise<string> {
  const folder = join(await storage.scratch(), `merge-${randomUUID()}`);
  await makePrivateFolder(folder);
  return folder;
}

/** Puts a finished file into the lake. @throws as `writeSlice` does. */
export async function putSlice(storage: FileStorage, key: string, file: string): Promise<PutSlice> {
  await makePrivate(file);
  const [sha256, { size }] = await Promise.all([sha256OfFile(file), stat(file)]);
  const path = slicePath(key, sha256);
  const put = (): Promise<number | null> => putFile(storage, path, file, sha256);
  const writtenMs = await put();
  const ensure = async (): Promise<void> => {
    if ((await storage.head(path)) === undefined) await put();
  };
  return { sha256, bytes: size, writtenMs, ensure };
}

/** When it was written, by the storage's clock; null when it was already there. */
async function putFile(storage: FileStorage, path: string, file: string, sha256: string): Promise<number | null> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return (await storage.writeFile(path, file, { ifAbsent: true })).writtenMs;
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      const stored = await storage.sha256Of(path);
      if (stored === sha256) return null;
      if (!(error instanceof WriteConflict) || attempt === attempts) throw error;
      if (stored !== undefined) throw notItsName(storage.locate(path));
      // A conflict although nothing is there: S3 answers so while somebody else writes the object.
    }
}

function notItsName(file: string): TenantTrailError {
  return new TenantTrailError(
    "unsafe-lake",
    `${file} does not hold what its name says: it was changed by something else. Move it away and try again.`,
  );
}

/**
 * Writes the rows of a SELECT, which is in the order and has the columns of a slice, as the file of a slice that
 * replaces `parent`. @throws TenantTrailError when the file cannot be written.
 */
export async function copySlice(
  connection: DuckDBConnection,
  table: TableName,
  rows: string,
  size: MergeSize,
  parent: string | null,
  file: string,
): Promise<void> {
  await runCopy(file, () => connection.run(`COPY (${rows}) TO ${literal(file)} (${copyOptions(table, size, parent)})`));
}

/**
 * Writes the rows of a SELECT, which has the columns of a slice in its order and a number `part`, as the files of new
 * slices: `partFile` of each number. The rows must come from one thread, or they lose their order: a table of one row
 * group. @throws as `copySlice` does.
 */
export async function copySlices(
  connection: DuckDBConnection,
  table: TableName,
  rows: string,
  size: MergeSize,
  folder: string,
): Promise<void> {
  const options = `${copyOptions(table, size, null)}, PARTITION_BY (part)`;
  await runCopy(folder, () => connection.run(`COPY (${rows}) TO ${literal(folder)} (${options})`));
}

/** Where `copySlices` writes a part's rows in its folder. */
export function partFile(folder: string, part: number): string {
  return join(folder, `part=${part}`, "data_0.parquet");
}

function copyOptions(table: TableName, size: MergeSize, parent: string | null): string {
  return `FORMAT parquet, COMPRESSION ${size.bytes < fewBytes ? "snappy" : "zstd"}, ROW_GROUP_SIZE ${rowsPerGroup(size)},
    STRING_DICTIONARY_PAGE_SIZE_LIMIT ${dictionaryBytes}, FIELD_IDS ${fieldIdsSql(table)}, KV_METADATA ${footerSql(schemaVersion, parent)}`;
}

async function runCopy<T>(target: string, copy: () => Promise<T>): Promise<T> {
  try {
    return await copy();
  } catch (error) {
    throw writeFailure(target, error) ?? error;
  }
}

function rowsPerGroup(size: MergeSize): number {
  // DuckDB begins a row group with a vector, and a piece begins one.
  if (isBulky(size)) return 1;
  const { rows, bytes } = size;
  const vectors = Math.floor((rowGroup.bytes * rows) / (bytes * vectorRows));
  return Math.min(Math.max(vectors, 1) * vectorRows, rowGroup.rows);
}
