import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, interruptible, literal } from "../../duckdb/database.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import { tables } from "../../tables/schema/all-tables.ts";
import { declaredRowsSql } from "../../tables/sql/declared-rows-sql.ts";
import { keySql } from "../merge/merge-sql.ts";
import type { FileStorage } from "../storage/storage.ts";

/** A key that more than one slice holds, or one slice more than once. */
export interface DuplicateKey {
  readonly tenantId: string;
  readonly key: string;
  /** The slices, each as often as it holds the key. */
  readonly paths: readonly string[];
}

/** The rows of a slice, counted anew. */
export interface CountedRows {
  readonly tenants: Readonly<Record<string, number>>;
  readonly approximate: number;
  readonly portalCsv: number;
  /** The least and the greatest event time, milliseconds since 1970; null without rows. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export interface CheckedRows {
  /** What each slice holds, by path. */
  readonly contents: ReadonlyMap<string, CountedRows>;
  readonly duplicates: readonly DuplicateKey[];
}

/** So many files are open at once: DuckDB keeps what it has read of each outside its own limit of memory. */
const filesAtOnce = 200;

/** So many keys are named. */
const most = 1_000;

type Run = (sql: string) => ReturnType<DuckDBConnection["runAndReadAll"]>;

/**
 * Counts the rows of a table's slices, and finds the keys that they hold more than once. Keys are compared by a hash of
 * eight bytes first, so that those of many slices need little memory; only what has the same hash is read again.
 * @param paths readable slices; some at a time are lent.
 * @throws CancelledError.
 */
export async function checkRows(
  connection: DuckDBConnection,
  storage: FileStorage,
  table: TableName,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<CheckedRows> {
  const contents = new Map<string, CountedRows>();
  const run: Run = (sql) => interruptible(connection, signal, () => connection.runAndReadAll(sql));
  const key = keySql(tables[table]);
  const eventTime = identifier(tables[table].eventTime.toLowerCase());
  await run("CREATE OR REPLACE TEMP TABLE verified_keys (hash UBIGINT, file INTEGER)");
  try {
    for (const [first, some] of batches(paths)) {
      throwIfCancelled(signal);
      const numbered = some.map((path, index) => `(${literal(storage.fileOf(path))}, ${first + index})`).join(", ");
      await withLent(storage, some, signal, (files) =>
        run(
          `CREATE OR REPLACE TEMP TABLE verified_rows AS
           SELECT numbered.n, tenantid, hash(tenantid, ${key}) AS hash, timeisapproximate AS approximate, source,
                  epoch_ms(${eventTime}::TIMESTAMP) AS ms
           FROM ${sliceRows(table, files)} AS slices
           JOIN (VALUES ${numbered}) AS numbered(file, n) ON numbered.file = slices.filename`,
        ),
      );
      await run("INSERT INTO verified_keys SELECT hash, n FROM verified_rows");
      const counted = await run(
        `SELECT n, tenantid, count(*)::DOUBLE, (count(*) FILTER (approximate))::DOUBLE,
                (count(*) FILTER (source = 'portal-csv'))::DOUBLE, min(ms)::DOUBLE, max(ms)::DOUBLE
         FROM verified_rows GROUP BY n, tenantid`,
      );
      for (const [n, tenantId, ...figures] of counted.getRowsJS()) {
        const path = paths[Number(n)] ?? "";
        const [rows = 0, approximate = 0, portalCsv = 0, firstMs = 0, lastMs = 0] = figures.map(Number);
        const ofTenant = { tenants: { [String(tenantId)]: rows }, approximate, portalCsv, firstMs, lastMs };
        contents.set(path, joined(contents.get(path) ?? noRows, ofTenant));
      }
    }
    return { contents, duplicates: await duplicates(run, storage, table, paths, signal) };
  } finally {
    await connection.run("DROP TABLE IF EXISTS verified_keys");
    await connection.run("DROP TABLE IF EXISTS verified_rows");
  }
}

/** Of the slices that hold a hash twice, the keys that they hold twice. */
async function duplicates(
  run: Run,
  storage: FileStorage,
  table: TableName,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly DuplicateKey[]> {
  const key = keySql(tables[table]);
  await run(
    `CREATE OR REPLACE TEMP TABLE suspect_hashes AS
     SELECT hash FROM verified_keys GROUP BY hash HAVING count(*) > 1`,
  );
  await run("CREATE OR REPLACE TEMP TABLE suspect_keys (tenantid VARCHAR, key VARCHAR, filename VARCHAR)");
  try {
    const reader = await run(
      "SELECT DISTINCT file FROM verified_keys SEMI JOIN suspect_hashes USING (hash) ORDER BY file",
    );
    const suspects = reader.getRowsJS().flatMap(([n]) => paths[Number(n)] ?? []);
    const pathOf = new Map(suspects.map((path) => [storage.fileOf(path), path]));
    for (const [, some] of batches(suspects))
      await withLent(storage, some, signal, (files) =>
        run(
          `INSERT INTO suspect_keys SELECT tenantid, ${key}, filename FROM ${sliceRows(table, files)} AS slices
           WHERE hash(tenantid, ${key}) IN (SELECT hash FROM suspect_hashes)`,
        ),
      );
    const found = await run(
      `SELECT tenantid, key, list(filename ORDER BY filename) FROM suspect_keys
       GROUP BY tenantid, key HAVING count(*) > 1 ORDER BY tenantid, key LIMIT ${most}`,
    );
    return found.getRowsJS().map(([tenantId, text, list]) => ({
      tenantId: String(tenantId),
      key: String(text),
      paths: (list as readonly unknown[]).map((file) => pathOf.get(String(file)) ?? String(file)),
    }));
  } finally {
    await run("DROP TABLE IF EXISTS suspect_hashes");
    await run("DROP TABLE IF EXISTS suspect_keys");
  }
}

export const noRows: CountedRows = { tenants: {}, approximate: 0, portalCsv: 0, firstMs: null, lastMs: null };

function joined(a: CountedRows, b: CountedRows): CountedRows {
  const times = [a.firstMs, a.lastMs, b.firstMs, b.lastMs].filter((ms) => ms !== null);
  return {
    tenants: { ...a.tenants, ...b.tenants },
    approximate: a.approximate + b.approximate,
    portalCsv: a.portalCsv + b.portalCsv,
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
  };
}

async function withLent(
  storage: FileStorage,
  paths: readonly string[],
  signal: AbortSignal | undefined,
  look: (files: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const lent = await storage.lend(paths, { signal });
  try {
    await look(paths.map((path) => storage.fileOf(path)));
  } finally {
    await lent.release();
  }
}

/** Some paths at a time, each with the number of its first. */
function* batches(paths: readonly string[]): Generator<readonly [first: number, some: readonly string[]]> {
  for (let first = 0; first < paths.length; first += filesAtOnce)
    yield [first, paths.slice(first, first + filesAtOnce)];
}

/** What the checks of a table ask of its slices; binding them opens no footer, which would stay in memory. */
function sliceRows(table: TableName, files: readonly string[]): string {
  const { keyColumns, eventTime } = tables[table];
  const names = ["tenantId", "timeIsApproximate", "source", eventTime, ...keyColumns].map((name) => name.toLowerCase());
  return declaredRowsSql(table, files, new Set(names));
}
