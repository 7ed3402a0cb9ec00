import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Parameters } from "../../../src/duckdb/database.ts";
import { Database } from "../../../src/duckdb/database.ts";
import { lockDown } from "../../../src/duckdb/lock-down.ts";
import type { ResultSummary } from "../../../src/protocol/query.ts";
import { type NewResult, ResultSets } from "../../../src/query/results/result-sets.ts";

export interface LockedEngine extends AsyncDisposable {
  readonly database: Database;
  readonly results: ResultSets;
  /** Where the engine may write. */
  readonly scratch: string;
  /** Where exports go; the engine may not write here. */
  readonly folder: string;
  run(statement: string, more?: Partial<NewResult>): Promise<ResultSummary>;
}

/** The engine as in production: locked, in memory, spilling to a folder of its own. */
export async function lockedEngine(
  options: { memoryLimit?: string; heldResults?: number; spill?: boolean } = {},
): Promise<LockedEngine> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-results-"));
  const [scratch, folder, spill] = await Promise.all(
    ["scratch", "exports", "spill"].map((name) => mkdtemp(join(root, `${name}-`))),
  );
  if (scratch === undefined || folder === undefined || spill === undefined) throw new Error("no folders");
  const database = await Database.open({
    memoryLimit: options.memoryLimit ?? "1GB",
    threads: 2,
    ...(options.spill === false ? { temporaryFolder: "" } : { temporaryFolder: spill }),
  });
  await lockDown(database, [scratch]);
  const results = new ResultSets(database, {
    scratchFolder: scratch,
    ...(options.heldResults === undefined ? {} : { heldResults: options.heldResults }),
  });
  return {
    database,
    results,
    scratch,
    folder,
    run: (statement, more = {}) =>
      results.create({
        title: "test",
        sql: statement,
        statement,
        engine: "duckdb",
        scannedBytes: 0,
        simulated: false,
        lake: "/lakes/contoso",
        params: {},
        askedAt: "2026-11-22T10:42:00.000Z",
        coverage: [],
        ...more,
      }),
    async [Symbol.asyncDispose]() {
      database.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Names of the tables that the engine holds for results. */
export async function heldTables({ database }: LockedEngine): Promise<readonly string[]> {
  return database.use(async (connection) => {
    const reader = await connection.runAndReadAll(
      "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'results' ORDER BY table_name",
    );
    return reader.getRowsJson().map((row) => String(row[0]));
  });
}

/** Every value of the first row of a statement, with its Trino type. */
export async function onlyRow(engine: LockedEngine, statement: string, values: Parameters = {}) {
  const summary = await engine.run(statement, { values });
  const [row] = await engine.results.rowsOf(summary.resultId, 1);
  return {
    row,
    types: summary.columns.map(({ type }) => type),
    kinds: summary.columns.map(({ kind }) => kind),
    summary,
  };
}
