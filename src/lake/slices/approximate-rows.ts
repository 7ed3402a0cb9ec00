import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import { tables } from "../../tables/schema/all-tables.ts";
import { type DayPart, parsePartKey, partKey, partOf, partTimes } from "../ledger/day-part.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { keySql } from "../merge/merge-sql.ts";
import type { FileStorage } from "../storage/storage.ts";
import { type StagedHour, slicesToSearch } from "./searched-slices.ts";
import { readFooter } from "./slice-footer.ts";
import type { FoundParts, TouchedPart } from "./slice-work.ts";

/** Parts to merge, and whether there are `rehomed` rows at all. */
export interface RehomedParts extends FoundParts {
  readonly rehomes: boolean;
}

/**
 * Finds the parts of a table's staged rows, so that a key lives in one slice (design: Slices). Two tables, which
 * every connection of the database sees, say what is not where its time would put it: `moves.rehomed`, approximate rows
 * that go to the part where their key already is or where another row of the same run goes; `moves.withdrawn`,
 * approximate rows of a slice nearby that yield to an exact one. Parts that lose rows come last.
 */
export async function findParts(
  connection: DuckDBConnection,
  storage: FileStorage,
  table: TableName,
  state: LedgerState,
): Promise<RehomedParts> {
  await connection.run("ATTACH IF NOT EXISTS ':memory:' AS moves");
  for (const [name, more] of [
    ["rehomed", ""],
    ["withdrawn", ", hour BIGINT"],
  ])
    await connection.run(`CREATE OR REPLACE TABLE moves.${name} (tenant_id VARCHAR, key VARCHAR, part VARCHAR${more})`);
  const hours = await stagedHours(connection, table);
  const touched = new Map<string, TouchedPart>();
  for (const { hourMs, rows } of hours) {
    const part = partAt(table, state, hourMs);
    const known = touched.get(partKey(part));
    touched.set(partKey(part), { part, rows: rows + (known?.rows ?? 0) });
  }
  const hasApproximate = hours.some(({ approximate }) => approximate > 0);
  if (hasApproximate) await rehomeToExact(connection, table, state);
  const toSearch = slicesToSearch(hours);
  const broken: string[] = [];
  for (const [key, { path, approximate }] of toSearch(state)) {
    const searched = { key, file: storage.fileOf(path), approximate };
    const { missing, release } = await storage.lend([path], { mayLack: true });
    try {
      if (missing.length === 0 && !(await searchSlice(connection, table, searched))) broken.push(key);
    } finally {
      await release();
    }
  }
  if (hasApproximate) await rehomeToEarliest(connection, table, state);
  const rehomed = await rehomedParts(connection);
  // The merge of a broken slice says what is wrong with it, so the slice needs no other part to be merged.
  for (const key of [...rehomed, ...broken]) {
    const part = parsePartKey(key);
    if (part !== undefined) touched.set(key, { part, rows: touched.get(key)?.rows ?? 0, gainsMoved: true });
  }
  const losing = await losingParts(connection, table, state, touched);
  for (const { part } of losing) touched.delete(partKey(part));
  const gaining = [...touched].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
  return {
    parts: [...gaining, ...losing],
    searched: (newest) => new Map([...toSearch(newest)].map(([key, { sha256 }]) => [key, sha256])),
    rehomes: rehomed.length > 0,
  };
}

async function rehomedParts(connection: DuckDBConnection): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll("SELECT DISTINCT part FROM moves.rehomed");
  return reader.getRowsJS().map(([part]) => String(part));
}

/** The parts that `moves.withdrawn` takes rows from, each with those where the exact rows go. */
async function losingParts(
  connection: DuckDBConnection,
  table: TableName,
  state: LedgerState,
  touched: ReadonlyMap<string, TouchedPart>,
): Promise<readonly TouchedPart[]> {
  const reader = await connection.runAndReadAll(
    "SELECT part, list(DISTINCT hour)::DOUBLE[] FROM moves.withdrawn GROUP BY part ORDER BY part",
  );
  return reader.getRowsJson().flatMap(([key, hours]): TouchedPart[] => {
    const part = parsePartKey(String(key));
    const gaining = (hours as readonly number[]).map((hourMs) => partKey(partAt(table, state, hourMs)));
    return part === undefined ? [] : [{ rows: 0, ...touched.get(String(key)), part, yieldsTo: [...new Set(gaining)] }];
  });
}

async function stagedHours(connection: DuckDBConnection, table: TableName): Promise<StagedHour[]> {
  const reader = await connection.runAndReadAll(
    `SELECT (event_ms // 3600000 * 3600000)::DOUBLE AS hour, count(*)::INTEGER, (count(*) FILTER (approximate))::INTEGER
     FROM staged WHERE tbl = ${literal(table)} GROUP BY hour`,
  );
  return reader.getRowsJS().map(([hour, rows, approximate]) => ({
    hourMs: Number(hour),
    rows: Number(rows),
    approximate: Number(approximate),
  }));
}

interface SearchedSlice {
  readonly key: string;
  readonly file: string;
  readonly approximate: number;
}

/** Answers whether the slice could be read. */
async function searchSlice(
  connection: DuckDBConnection,
  table: TableName,
  { key, file, approximate }: SearchedSlice,
): Promise<boolean> {
  const part = parsePartKey(key);
  if (part === undefined) return true;
  if (!(await isReadable(connection, file))) return false;
  const held = `(SELECT tenantid AS tenant_id, ${keySql(tables[table])} AS key, timeisapproximate
                 FROM read_parquet(${literal(file)}, hive_partitioning = false))`;
  await connection.run(
    `INSERT INTO moves.rehomed
       SELECT DISTINCT tenant_id, key, ${literal(key)} FROM named_rows AS staged SEMI JOIN ${held} AS held USING (tenant_id, key)
       ANTI JOIN moves.rehomed USING (tenant_id, key)
       WHERE tbl = ${literal(table)} AND approximate`,
  );
  if (approximate === 0) return true;
  const { fromMs, toMs } = partTimes(part);
  await connection.run(
    `INSERT INTO moves.withdrawn
       SELECT DISTINCT tenant_id, key, ${literal(key)}, event_ms // 3600000 * 3600000 FROM named_rows AS staged
       SEMI JOIN (SELECT * FROM ${held} WHERE timeisapproximate) AS held USING (tenant_id, key)
       WHERE tbl = ${literal(table)} AND NOT approximate AND NOT (event_ms >= ${fromMs} AND event_ms < ${toMs})`,
  );
  return true;
}

async function isReadable(connection: DuckDBConnection, file: string): Promise<boolean> {
  try {
    await readFooter(connection, file, file);
    return true;
  } catch (error) {
    if (error instanceof TenantTrailError && error.code === "broken-slice") return false;
    throw error;
  }
}

/** An approximate row follows an exact one of the same key that came in the same run. */
async function rehomeToExact(connection: DuckDBConnection, table: TableName, state: LedgerState): Promise<void> {
  await rehome(
    connection,
    table,
    state,
    `SELECT tenant_id, key, min(event_ms)::DOUBLE FROM named_rows AS exact
     SEMI JOIN (SELECT tenant_id, key FROM named_rows WHERE tbl = ${literal(table)} AND approximate) AS rough USING (tenant_id, key)
     WHERE tbl = ${literal(table)} AND NOT approximate GROUP BY ALL`,
  );
}

/** A key that is new and came more than once, with approximate times of different hours, goes where the earliest is. */
async function rehomeToEarliest(connection: DuckDBConnection, table: TableName, state: LedgerState): Promise<void> {
  await rehome(
    connection,
    table,
    state,
    `SELECT tenant_id, key, min(event_ms)::DOUBLE FROM named_rows ANTI JOIN moves.rehomed USING (tenant_id, key)
     WHERE tbl = ${literal(table)} AND approximate GROUP BY ALL
     HAVING min(event_ms // 3600000) <> max(event_ms // 3600000)`,
  );
}

async function rehome(
  connection: DuckDBConnection,
  table: TableName,
  state: LedgerState,
  keysAndTimes: string,
): Promise<void> {
  const reader = await connection.runAndReadAll(keysAndTimes);
  for (const [tenantId, key, eventMs] of reader.getRowsJS())
    await connection.run("INSERT INTO moves.rehomed VALUES ($tenantId, $key, $part)", {
      tenantId: String(tenantId),
      key: String(key),
      part: partKey(partAt(table, state, Number(eventMs))),
    });
}

function partAt(table: TableName, state: LedgerState, eventMs: number): DayPart {
  const day = new Date(eventMs).toISOString().slice(0, 10);
  return partOf(table, eventMs, state.parts.get(day) ?? 1);
}
