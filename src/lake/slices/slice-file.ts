import { randomUUID } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import { schemaVersion } from "../../tables/schema/tables.ts";
import { fieldIdsSql } from "../../tables/sql/field-ids-sql.ts";
import { slicePath } from "../ledger/day-part.ts";
import type { MergeSize } from "../merge/sorted-runs.ts";
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

/** DuckDB takes a buffer of this size for each of a hundred text columns; its own default, 1 MB, gains nothing here. */
const dictionaryBytes = 65_536;

/** A slice file as it was put into the lake. */
export interface PutSlice<T> extends Omit<WrittenSlice, "change"> {
  readonly sha256: string;
  readonly bytes: number;
  readonly seen: T;
}

/**
 * Puts the file that `write` makes into the lake, under the name that its bytes and the part's key give it. `see` looks
 * at it before. The file stays in the scratch folder until it is forgotten.
 * @throws TenantTrailError `unsafe-lake` when something else lies there; what `write` and `see` throw.
 */
export async function putSlice<T>(
  storage: FileStorage,
  key: string,
  write: (file: string) => Promise<void>,
  see: (file: string) => Promise<T>,
): Promise<PutSlice<T>> {
  const folder = join(await storage.scratch(), `merge-${randomUUID()}`);
  const file = join(folder, "slice.parquet");
  const forget = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await makePrivateFolder(folder);
    await write(file);
    await makePrivate(file);
    const [sha256, { size }, seen] = await Promise.all([sha256OfFile(file), stat(file), see(file)]);
    const path = slicePath(key, sha256);
    const put = (): Promise<number | null> => putFile(storage, path, file, sha256);
    const writtenMs = await put();
    const ensure = async (): Promise<void> => {
      if ((await storage.head(path)) === undefined) await put();
    };
    return { sha256, bytes: size, seen, writtenMs, ensure, forget };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** When it was written, by the storage's clock; null when it was already there. */
async function putFile(storage: FileStorage, path: string, file: string, sha256: string): Promise<number | null> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return (await storage.writeFile(path, file, { ifAbsent: true })).writtenMs;
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      const stored = await storedSha256(storage, path);
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
  try {
    await connection.run(
      `COPY (${rows}) TO ${literal(file)}
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowsPerGroup(size)}, STRING_DICTIONARY_PAGE_SIZE_LIMIT ${dictionaryBytes},
        FIELD_IDS ${fieldIdsSql(table)}, KV_METADATA ${footerSql(schemaVersion, parent)})`,
    );
  } catch (error) {
    throw writeFailure(file, error) ?? error;
  }
}

function rowsPerGroup({ rows, bytes }: MergeSize): number {
  const vectors = Math.floor((rowGroup.bytes * rows) / (bytes * vectorRows));
  return Math.min(Math.max(vectors, 1) * vectorRows, rowGroup.rows);
}

async function storedSha256(storage: FileStorage, path: string): Promise<string | undefined> {
  return (await storage.head(path)) === undefined ? undefined : sha256OfFile(storage.fileOf(path));
}
