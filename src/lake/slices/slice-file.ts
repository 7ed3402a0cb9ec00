import { randomUUID } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { schemaVersion } from "../../tables/schema/tables.ts";
import type { MergeSize } from "../merge/sorted-runs.ts";
import { writeError } from "../storage/file-errors.ts";
import { makePrivate, makePrivateFolder } from "../storage/private-files.ts";
import { sha256OfFile } from "../storage/sha256-of-file.ts";
import type { FileStorage } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import type { HeldFile } from "./held-file.ts";
import { footerSql } from "./slice-footer.ts";

/** DuckDB's vectors hold so many rows; a row group is some of them. */
const vectorRows = 2_048;

/** Small enough that a filter on time or account skips most of a day, and that writing one needs little memory. */
const rowGroup = { rows: 4 * vectorRows, bytes: 24 * 1024 * 1024 } as const;

/** DuckDB takes a buffer of this size for each of a hundred text columns; its own default, 1 MB, gains nothing here. */
const dictionaryBytes = 65_536;

/** A slice file as it was put into the lake. */
interface PutSlice<T> {
  readonly sha256: string;
  readonly bytes: number;
  readonly seen: T;
}

/**
 * Puts the file that `write` makes in the place of a held slice (undefined: there is none yet). `see` looks at it
 * before it is moved.
 * @throws WriteConflict when the slice was replaced meanwhile; what `write` and `see` throw.
 */
export async function putSlice<T>(
  storage: FileStorage,
  path: string,
  held: HeldFile | undefined,
  write: (file: string) => Promise<void>,
  see: (file: string) => Promise<T>,
): Promise<PutSlice<T>> {
  const folder = join(await storage.scratch(), `merge-${randomUUID()}`);
  const file = join(folder, "slice.parquet");
  try {
    await makePrivateFolder(folder);
    await write(file);
    await makePrivate(file);
    const [sha256, { size }, seen] = await Promise.all([sha256OfFile(file), stat(file), see(file)]);
    const condition = held === undefined ? ({ ifAbsent: true } as const) : { ifVersion: held.version };
    await writeOrFind(
      sha256,
      () => storage.writeFile(path, file, condition),
      () => storedSha256(storage, path),
    );
    return { sha256, bytes: size, seen };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Writes the rows of a SELECT, which is in the order and has the columns of a slice, as the file of a slice that
 * replaces `parent`. @throws TenantTrailError when the file cannot be written.
 */
export async function copySlice(
  connection: DuckDBConnection,
  rows: string,
  size: MergeSize,
  parent: string | null,
  file: string,
): Promise<void> {
  try {
    await connection.run(
      `COPY (${rows}) TO ${literal(file)}
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowsPerGroup(size)}, STRING_DICTIONARY_PAGE_SIZE_LIMIT ${dictionaryBytes},
        KV_METADATA ${footerSql(schemaVersion, parent)})`,
    );
  } catch (error) {
    if (isWriteFailure(error)) throw writeError(file, error);
    throw error;
  }
}

function rowsPerGroup({ rows, bytes }: MergeSize): number {
  const vectors = Math.floor((rowGroup.bytes * rows) / (bytes * vectorRows));
  return Math.min(Math.max(vectors, 1) * vectorRows, rowGroup.rows);
}

async function storedSha256(storage: FileStorage, path: string): Promise<string | undefined> {
  const snapshot = await storage.snapshot(path);
  if (snapshot === undefined) return undefined;
  try {
    return await sha256OfFile(snapshot.file);
  } finally {
    await rm(snapshot.file, { force: true });
  }
}

function isWriteFailure(error: unknown): boolean {
  return (
    !(error instanceof TenantTrailError) &&
    error instanceof Error &&
    /^(IO|Permission) Error/.test(error.message) &&
    /no space left|disk|write|permission/i.test(error.message)
  );
}
