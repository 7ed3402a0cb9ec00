import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "../duckdb/database.ts";
import { lockDown } from "../duckdb/lock-down.ts";
import { trinoFunctionsSql } from "../duckdb/trino-functions.ts";
import { slicesByTable } from "../lake/days.ts";
import { FolderStorage } from "../lake/folder-storage.ts";
import type { Lake } from "../lake/lake.ts";
import type { LedgerState } from "../lake/ledger-state.ts";
import { CancelledError, throwIfCancelled } from "../protocol/errors.ts";
import type { QueryRequest, ResultSummary } from "../protocol/query.ts";
import type { TableName } from "../protocol/tables.ts";
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

/** DuckDB for the user's own SQL: locked, reading the lake and a scratch folder only. Opened with the first question. */
export class LocalEngine {
  readonly #lake: Lake;
  readonly #ledgers = new Map<TableName, LedgerState>();
  #opened: Promise<Opened> | undefined;

  constructor(lake: Lake) {
    this.#lake = lake;
  }

  async run(request: QueryRequest, signal?: AbortSignal): Promise<ResultSummary> {
    const { queries } = await this.#open();
    throwIfCancelled(signal);
    try {
      return await queries.run(request, await slicesByTable(this.#lake, signal, this.#ledgers), signal);
    } catch (error) {
      if (error instanceof CancelledError || !isMovedSlice(error)) throw error;
      // A slice was replaced while it was read; the newer one answers.
      return queries.run(request, await slicesByTable(this.#lake, signal, this.#ledgers), signal);
    }
  }

  async results(): Promise<ResultSets> {
    return (await this.#open()).results;
  }

  async close(): Promise<void> {
    if (this.#opened === undefined) return;
    const { database, folder } = await this.#opened;
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
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const database = await Database.open({ memoryLimit, temporaryFolder: folder });
    await database.use(async (connection) => {
      await connection.run("SET GLOBAL parquet_metadata_cache = true");
      for (const statement of trinoFunctionsSql()) await connection.run(statement);
    });
    const { storage } = this.#lake;
    await lockDown(database, [storage instanceof FolderStorage ? storage.root : storage.locate(""), folder]);
    const results = new ResultSets(database, { scratchFolder: folder });
    return { database, folder, results, queries: new LakeQueries(database, results, isSampleTenant) };
  }
}
