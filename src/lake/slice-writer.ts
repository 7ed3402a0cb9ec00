import { randomUUID } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible, literal } from "../duckdb/database.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Table } from "../tables/table.ts";
import { schemaVersion, tables } from "../tables/tables.ts";
import { writeError } from "./file-errors.ts";
import { type HeldFile, readContents } from "./held-file.ts";
import type { MergeChange } from "./merge.ts";
import { existingRowsSql, runMerge, sliceRowsSql, type TimeRange } from "./merge-sql.ts";
import { sha256OfFile } from "./sha256-of-file.ts";
import { type SliceName, slicePath } from "./slice.ts";
import { brokenSlice, footerSql } from "./slice-footer.ts";
import type { InputChange, SliceOutcome } from "./slice-work.ts";
import { type MergeSize, measureMerge, writeSorted } from "./sorted-runs.ts";
import type { FileStorage } from "./storage.ts";
import { unassignedTenant } from "./unassigned-tenant.ts";
import { writeOrFind } from "./write-or-find.ts";

/** DuckDB's vectors hold so many rows; a row group is some of them. */
const vectorRows = 2_048;

/** Small enough that a filter on time or account skips most of a day, and that writing one needs little memory. */
const rowGroup = { rows: 4 * vectorRows, bytes: 24 * 1024 * 1024 } as const;

/** DuckDB takes a buffer of this size for each of a hundred text columns; its own default, 1 MB, gains nothing here. */
const dictionaryBytes = 65_536;

/**
 * Merges the relation `incoming` (see `runMerge`) into a held slice and puts the outcome in its place. `sortBytes`
 * of records are sorted in memory, more in files.
 * @throws WriteConflict when the slice was replaced meanwhile; TenantTrailError when it cannot be read or written.
 */
export async function mergeIntoSlice(
  connection: DuckDBConnection,
  storage: FileStorage,
  slice: SliceName,
  held: HeldFile | undefined,
  sortBytes: number,
  signal: AbortSignal | undefined,
): Promise<SliceOutcome> {
  const table = tables[slice.table];
  const path = slicePath(slice);
  let existing: Existing | undefined;
  try {
    await interruptible(connection, signal, async () => {
      existing = await prepareExisting(connection, table, path, held);
      if (await isNotEmpty(connection, "SELECT 1 FROM incoming WHERE unnamed")) await connection.run(nameByKeySql);
      await runMerge(connection, table);
    });
  } catch (error) {
    if (held !== undefined && /parquet|snapshot/i.test(String(error))) throw brokenSlice(storage.locate(path), error);
    throw error;
  }
  const inputs = await readInputs(connection);
  if (existing === undefined || (inputs.length === 0 && !existing.changes)) return { change: undefined, inputs };
  const { define } = existing;
  const before = held?.sha256 ?? null;
  const folder = join(await storage.scratch(), `merge-${randomUUID()}`);
  const file = join(folder, "slice.parquet");
  try {
    await mkdir(folder);
    await interruptible(connection, signal, async () => {
      const size = await measureMerge(connection, held?.file);
      await writeSorted(connection, folder, Math.ceil(size.bytes / sortBytes), define, (merged) =>
        copyMerged(connection, sliceRowsSql(table, merged), rowsPerGroup(size), before, file),
      );
    });
    const [after, { size }, contents] = await Promise.all([
      sha256OfFile(file),
      stat(file),
      readContents(connection, file),
    ]);
    const condition = held === undefined ? ({ ifAbsent: true } as const) : { ifVersion: held.version };
    await writeOrFind(
      after,
      () => storage.writeFile(path, file, condition),
      () => storedSha256(storage, path),
    );
    const count = (change: MergeChange): number => sum(inputs.filter((input) => input.change === change));
    const late = inputs.reduce((total, input) => total + input.late, 0);
    const change = { path, before, after, bytes: size, ...contents, added: count("added"), updated: count("updated") };
    return { change: { ...change, late }, inputs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Existing {
  /** Makes the view `existing`, of all rows or those of a stretch of time. */
  readonly define: (times?: TimeRange) => Promise<unknown>;
  /** Whether rows leave the slice or change their tenant, so that it is written even if nothing is added. */
  readonly changes: boolean;
}

/**
 * Makes the view `existing` of the held slice's rows without those that are `withdrawn` from it; rows whose tenant
 * nobody had named are the tenant's that now brings the same key.
 */
async function prepareExisting(
  connection: DuckDBConnection,
  table: Table,
  path: string,
  held: HeldFile | undefined,
): Promise<Existing> {
  const view = (select: string) => connection.run(`CREATE OR REPLACE TEMP VIEW existing AS ${select}`);
  const withdrawn = `SELECT tenant_id, key FROM withdrawn WHERE path = ${literal(path)}`;
  const kept = (times?: TimeRange): string =>
    held === undefined
      ? "SELECT * EXCLUDE (input, unnamed, late) FROM incoming WHERE false"
      : `SELECT * FROM (${existingRowsSql(table, held.file, times)}) ANTI JOIN (${withdrawn}) AS gone USING (tenant_id, key)`;
  await connection.run(claimedSql(kept()));
  const claims = await isNotEmpty(connection, "SELECT 1 FROM claimed");
  const define = (times?: TimeRange): Promise<unknown> =>
    view(
      claims
        ? `SELECT kept.* REPLACE (coalesce(claimed.tenant_id, kept.tenant_id) AS tenant_id) FROM (${kept(times)}) AS kept
           LEFT JOIN claimed ON kept.tenant_id = ${literal(unassignedTenant)} AND kept.key = claimed.key`
        : kept(times),
    );
  await define();
  const changes = held !== undefined && (claims || (await isNotEmpty(connection, withdrawn)));
  return { define, changes };
}

/** Keys that are held under no tenant's name and that one tenant, which does not hold them yet, brings. */
function claimedSql(kept: string): string {
  return `CREATE OR REPLACE TEMP TABLE claimed AS
    WITH named AS (
      SELECT key, min(tenant_id) AS tenant_id FROM incoming WHERE NOT unnamed
      GROUP BY key HAVING count(DISTINCT tenant_id) = 1
    ), unassigned AS (
      SELECT key FROM (${kept}) WHERE tenant_id = ${literal(unassignedTenant)}
    )
    SELECT key, tenant_id FROM named SEMI JOIN unassigned USING (key)
    ANTI JOIN (${kept}) AS held USING (tenant_id, key)
    WHERE tenant_id <> ${literal(unassignedTenant)}`;
}

/** A row that names no tenant is the tenant's under whom its key is already known, so that a repeated import finds itself. */
const nameByKeySql = `
  UPDATE incoming SET tenant_id = known.tenant_id
  FROM (SELECT key, min(tenant_id) AS tenant_id
        FROM (SELECT key, tenant_id FROM existing UNION ALL SELECT key, tenant_id FROM incoming WHERE NOT unnamed)
        GROUP BY key) AS known
  WHERE incoming.unnamed AND incoming.key = known.key`;

async function copyMerged(
  connection: DuckDBConnection,
  rows: string,
  groupRows: number,
  parent: string | null,
  file: string,
): Promise<void> {
  try {
    await connection.run(
      `COPY (${rows}) TO ${literal(file)}
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows}, STRING_DICTIONARY_PAGE_SIZE_LIMIT ${dictionaryBytes},
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

async function readInputs(connection: DuckDBConnection): Promise<InputChange[]> {
  const reader = await connection.runAndReadAll(
    `SELECT input, change, count(*)::INTEGER, (count(*) FILTER (late AND change = 'added'))::INTEGER
     FROM incoming JOIN winners USING (id) GROUP BY ALL`,
  );
  return reader.getRowsJS().map(([input, change, rows, late]) => ({
    input: Number(input),
    change: change as MergeChange,
    rows: Number(rows),
    late: Number(late),
  }));
}

async function isNotEmpty(connection: DuckDBConnection, select: string): Promise<boolean> {
  return (await connection.runAndReadAll(`${select} LIMIT 1`)).currentRowCount > 0;
}

function sum(changes: readonly InputChange[]): number {
  return changes.reduce((total, { rows }) => total + rows, 0);
}

function isWriteFailure(error: unknown): boolean {
  return (
    !(error instanceof TenantTrailError) &&
    error instanceof Error &&
    /^(IO|Permission) Error/.test(error.message) &&
    /no space left|disk|write|permission/i.test(error.message)
  );
}
