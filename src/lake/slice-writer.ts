import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible, literal } from "../duckdb/database.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Table } from "../tables/table.ts";
import { schemaVersion } from "../tables/tables.ts";
import { writeError } from "./file-errors.ts";
import type { SliceChange } from "./ledger-entry.ts";
import type { MergeChange } from "./merge.ts";
import { existingRowsSql, mergedRowsSql, runMerge } from "./merge-sql.ts";
import { type SliceName, slicePath } from "./slice.ts";
import { brokenSlice, footerSql, readFooter } from "./slice-footer.ts";
import type { FileStorage } from "./storage.ts";

/** Small enough that a filter on time or account skips most of a day. */
const rowGroupRows = 20_000;

/** A slice as it lies there, held still while it is merged. */
export interface HeldSlice {
  readonly file: string;
  readonly version: string;
  readonly sha256: string;
  readonly parent: string | null | undefined;
}

/** What became of the incoming rows of one slice. */
export interface SliceOutcome {
  /** Undefined when no row changed, so that nothing was written. */
  readonly change: SliceChange | undefined;
  /** How many rows of each input were added and updated. */
  readonly inputs: readonly { readonly input: number; readonly change: MergeChange; readonly rows: number }[];
}

/** Takes a snapshot of a slice and reads its footer. @throws TenantTrailError `broken-slice`, `newer-schema`. */
export async function holdSlice(
  connection: DuckDBConnection,
  storage: FileStorage,
  slice: SliceName,
): Promise<HeldSlice | undefined> {
  const path = slicePath(slice);
  const snapshot = await storage.snapshot(path);
  if (snapshot === undefined) return undefined;
  try {
    const name = storage.locate(path);
    const footer = await readFooter(connection, snapshot.file, name);
    if (footer.schemaVersion !== null && footer.schemaVersion > schemaVersion)
      throw new TenantTrailError(
        "newer-schema",
        `${name} was written by a newer TenantTrail (schema ${footer.schemaVersion}). Update the extension to add to it.`,
      );
    return {
      file: snapshot.file,
      version: snapshot.object.version,
      sha256: await sha256OfFile(snapshot.file),
      parent: footer.parent,
    };
  } catch (error) {
    await rm(snapshot.file, { force: true });
    throw error;
  }
}

/**
 * Merges the relation `incoming` (see `mergeSql`) into a held slice and puts the outcome in its place.
 * @throws WriteConflict when the slice was replaced meanwhile; TenantTrailError when it cannot be read or written.
 */
export async function mergeIntoSlice(
  connection: DuckDBConnection,
  storage: FileStorage,
  table: Table,
  slice: SliceName,
  held: HeldSlice | undefined,
  signal: AbortSignal | undefined,
): Promise<SliceOutcome> {
  const path = slicePath(slice);
  const withdrawn = `SELECT tenant_id, key FROM withdrawn WHERE path = ${literal(path)}`;
  const existing =
    held === undefined
      ? "SELECT * EXCLUDE (input, unnamed) FROM incoming WHERE false"
      : `SELECT * FROM (${existingRowsSql(table, held.file)}) ANTI JOIN (${withdrawn}) AS gone USING (tenant_id, key)`;
  try {
    await interruptible(connection, signal, async () => {
      await connection.run(`CREATE OR REPLACE TEMP VIEW existing AS ${existing}`);
      await connection.run(nameByKeySql);
      await runMerge(connection, table);
    });
  } catch (error) {
    if (held !== undefined && /parquet|snapshot/i.test(String(error))) throw brokenSlice(storage.locate(path), error);
    throw error;
  }
  const inputs = await readInputs(connection);
  const yields = held !== undefined && (await isNotEmpty(connection, withdrawn));
  if (inputs.length === 0 && !yields) return { change: undefined, inputs };
  const file = join(await storage.scratch(), `${randomUUID()}.parquet`);
  try {
    await interruptible(connection, signal, () =>
      connection.run(
        `COPY (${mergedRowsSql(table)}) TO ${literal(file)}
         (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupRows},
          KV_METADATA ${footerSql(schemaVersion, held?.sha256 ?? null)})`,
      ),
    );
    const [digest, contents] = await Promise.all([sha256OfFile(file), readContents(connection, file)]);
    const condition = held === undefined ? ({ ifAbsent: true } as const) : { ifVersion: held.version };
    const object = await storage.writeFile(path, file, condition);
    const count = (change: MergeChange): number =>
      inputs.reduce((sum, input) => (input.change === change ? sum + input.rows : sum), 0);
    return {
      change: {
        path,
        before: held?.sha256 ?? null,
        after: digest,
        bytes: object.bytes,
        ...contents,
        added: count("added"),
        updated: count("updated"),
        late: 0,
      },
      inputs,
    };
  } catch (error) {
    if (
      /no space left|disk|write|permission/i.test(String(error)) &&
      !(error instanceof TenantTrailError) &&
      isEngineError(error)
    )
      throw writeError(file, error);
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}

/** A row that names no tenant is the tenant's under whom its key is already known, so that a repeated import finds itself. */
const nameByKeySql = `
  UPDATE incoming SET tenant_id = known.tenant_id
  FROM (SELECT key, min(tenant_id) AS tenant_id
        FROM (SELECT key, tenant_id FROM existing UNION ALL SELECT key, tenant_id FROM incoming WHERE NOT unnamed)
        GROUP BY key) AS known
  WHERE incoming.unnamed AND incoming.key = known.key`;

/** Counts the rows of a slice file by tenant. */
export async function readContents(
  connection: DuckDBConnection,
  file: string,
): Promise<{ rows: number; tenants: Record<string, number>; approximate: number }> {
  const reader = await connection.runAndReadAll(
    `SELECT tenantid, count(*)::INTEGER, (count(*) FILTER (timeisapproximate))::INTEGER
     FROM read_parquet(${literal(file)}) GROUP BY ALL ORDER BY ALL`,
  );
  const rows = reader.getRowsJS();
  return {
    rows: rows.reduce((sum, row) => sum + Number(row[1]), 0),
    tenants: Object.fromEntries(rows.map((row) => [String(row[0]), Number(row[1])])),
    approximate: rows.reduce((sum, row) => sum + Number(row[2]), 0),
  };
}

/** SHA-256 of a file's bytes, lower-case hex. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

async function readInputs(connection: DuckDBConnection): Promise<SliceOutcome["inputs"]> {
  const reader = await connection.runAndReadAll(
    "SELECT input, change, count(*)::INTEGER FROM incoming JOIN winners USING (id) GROUP BY ALL",
  );
  return reader.getRowsJS().map(([input, change, rows]) => ({
    input: Number(input),
    change: change as MergeChange,
    rows: Number(rows),
  }));
}

async function isNotEmpty(connection: DuckDBConnection, select: string): Promise<boolean> {
  return (await connection.runAndReadAll(`${select} LIMIT 1`)).currentRowCount > 0;
}

function isEngineError(error: unknown): boolean {
  return error instanceof Error && /^(IO|Permission) Error/.test(error.message);
}
