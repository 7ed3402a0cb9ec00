import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "../duckdb/database.ts";
import { LockBroken, lockDown } from "../duckdb/lock-down.ts";
import { trinoFunctionsSql } from "../duckdb/trino-functions.ts";
import { slicesByTable } from "../lake/days.ts";
import type { LedgerLook } from "../lake/ledger-look.ts";
import { makePrivateFolder } from "../lake/private-files.ts";
import { CancelledError, throwIfCancelled } from "../protocol/errors.ts";
import type { QueryRequest, ResultSummary } from "../protocol/query.ts";
import { tableNames } from "../protocol/tables.ts";
import { LakeQueries } from "../query/lake-queries.ts";
import { ResultSets } from "../query/results/result-sets.ts";
import { isSampleTenant } from "../sample-tenant/tenant.ts";
import { isMovedSlice } from "./moved-slice.ts";

/** A question may use this much memory before it spills to the disk. */
const memoryLimit = "1GB";

interface Opened {
  readonly database: Database;
  readonly folder: string;
  readonly queries: LakeQueries;
  readonly results: ResultSets;
}

/**
 * DuckDB for the user's own SQL: locked, reading the lake's tables (never its ledger or settings) and a folder of its
 * own for exports. Opened with the first question.
 */
export class LocalEngine {
  readonly #look: LedgerLook;
  #opened: Promise<Opened> | undefined;

  constructor(look: LedgerLook) {
    this.#look = look;
  }

  async run(request: QueryRequest, signal?: AbortSignal): Promise<ResultSummary> {
    const { queries } = await this.#open();
    throwIfCancelled(signal);
    try {
      return await queries.run(request, await slicesByTable(this.#look, signal), signal);
    } catch (error) {
      if (error instanceof LockBroken) await this.close();
      if (error instanceof CancelledError || !isMovedSlice(error)) throw error;
      // A slice was replaced while it was read; the newer one answers.
      return queries.run(request, await slicesByTable(this.#look, signal), signal);
    }
  }

  async results(): Promise<ResultSets> {
    return (await this.#open()).results;
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened === undefined) return;
    const { database, folder } = await opened;
    database.close();
    await rm(folder, { recursive: true, force: true });
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#start().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #start(): Promise<Opened> {
    const folder = join(tmpdir(), `tenanttrail-${process.pid}-${randomUUID()}`);
    const [exports, spill] = [join(folder, "exports"), join(folder, "spill")];
    for (const own of [folder, exports, spill]) await makePrivateFolder(own);
    const database = await Database.open({ memoryLimit, temporaryFolder: spill });
    await database.use(async (connection) => {
      await connection.run("SET GLOBAL parquet_metadata_cache = true");
      for (const statement of trinoFunctionsSql()) await connection.run(statement);
    });
    const { storage } = this.#look.lake;
    await lockDown(database, [...tableNames.map((table) => storage.locate(table)), exports]);
    const results = new ResultSets(database, { scratchFolder: exports });
    const requireFiles = (paths: readonly string[]): Promise<void> => storage.requireFiles(paths);
    return { database, folder, results, queries: new LakeQueries(database, results, isSampleTenant, requireFiles) };
  }
}
