import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible, literal } from "../duckdb/database.ts";
import type { TableName } from "../protocol/tables.ts";
import { type HeldFile, holdSlice, readContents } from "./held-file.ts";
import type { LedgerState } from "./ledger-state.ts";
import { findSlices } from "./rehome.ts";
import { type SliceName, slicePath, sliceTimes } from "./slice.ts";
import type { BatchWork, SliceContents, SliceOutcome, TouchedSlice } from "./slice-work.ts";
import { mergeIntoSlice } from "./slice-writer.ts";
import { createStaging, nameInput, type StagedRow, stageRows } from "./staging.ts";
import type { FileStorage } from "./storage.ts";

/** How a merge uses the work database's memory. */
export interface MergeMemory {
  /** So many bytes of records are sorted in memory, at most an eighth of its limit: all else needs the rest. */
  readonly sortBytes?: number;
  /** Its limit from then on when the usual one does not do, for example because records are very large. */
  readonly raisedLimit?: string;
}

/** Slice work by DuckDB over files. The staged rows are those of the table that `createStaging` makes. */
export class DuckDBSliceWork implements BatchWork<HeldFile> {
  readonly #connection: DuckDBConnection;
  readonly #storage: FileStorage;
  readonly #memory: MergeMemory;

  constructor(connection: DuckDBConnection, storage: FileStorage, memory: MergeMemory = {}) {
    this.#connection = connection;
    this.#storage = storage;
    this.#memory = memory;
  }

  async hold(slice: SliceName): Promise<HeldFile | undefined> {
    return holdSlice(this.#connection, this.#storage, slice);
  }

  async contents(held: HeldFile): Promise<SliceContents> {
    return readContents(this.#connection, held.file);
  }

  async release(held: HeldFile): Promise<void> {
    await rm(held.file, { force: true });
  }

  async stage(rows: readonly StagedRow[], refs: ReadonlyMap<number, string>): Promise<void> {
    await this.#connection.run("DROP VIEW IF EXISTS named_rows");
    for (const table of ["staged", "inputs"]) await this.#connection.run(`DROP TABLE IF EXISTS ${table}`);
    await createStaging(this.#connection);
    for (const [input, ref] of refs) await nameInput(this.#connection, input, ref);
    await stageRows(this.#connection, rows);
  }

  async nameTenants(unnamedTenant: string): Promise<void> {
    await this.#connection.run(
      `CREATE OR REPLACE TEMP VIEW named_rows AS
         SELECT * REPLACE (coalesce(tenant_id, ${literal(unnamedTenant)}) AS tenant_id), rowid AS id, tenant_id IS NULL AS unnamed
         FROM staged`,
    );
  }

  async rowsByDay(table: TableName): Promise<ReadonlyMap<string, number>> {
    const reader = await this.#connection.runAndReadAll(
      `SELECT strftime(make_timestamp(event_ms * 1000), '%Y-%m-%d') AS day, count(*)::INTEGER
       FROM staged WHERE tbl = ${literal(table)} GROUP BY day ORDER BY day`,
    );
    return new Map(reader.getRowsJS().map(([day, rows]) => [String(day), Number(rows)]));
  }

  async findSlices(table: TableName, state: LedgerState): Promise<readonly TouchedSlice[]> {
    return findSlices(this.#connection, this.#storage, table, state);
  }

  async select(slice: SliceName, signal: AbortSignal | undefined): Promise<void> {
    await interruptible(this.#connection, signal, async () => {
      await this.#connection.run(selectIncomingSql(slice));
    });
  }

  async merge(slice: SliceName, held: HeldFile | undefined, signal: AbortSignal | undefined): Promise<SliceOutcome> {
    const { sortBytes = 96 * 1024 * 1024, raisedLimit } = this.#memory;
    const merge = () => mergeIntoSlice(this.#connection, this.#storage, slice, held, sortBytes, signal);
    try {
      return await merge();
    } catch (error) {
      if (raisedLimit === undefined || !/^Out of Memory Error/.test(error instanceof Error ? error.message : ""))
        throw error;
      await this.#connection.run(`SET GLOBAL memory_limit = ${literal(raisedLimit)}`);
      return merge();
    }
  }
}

/** The staged rows of a slice: those of its time that go to no other (`rehomed`), and those that come here instead. */
function selectIncomingSql(slice: SliceName): string {
  const { fromMs, toMs } = sliceTimes(slice);
  const columns = `id, input, unnamed, late, tenant_id, key, event_ms, source, inputs.ref || ':' || line AS source_ref,
    observed_ms, observed_ms AS first_seen_ms, approximate, raw`;
  const staged = `SELECT ${columns} FROM named_rows AS staged JOIN inputs USING (input)`;
  const isRehomed = "staged.approximate AND rehomed.tenant_id = staged.tenant_id AND rehomed.key = staged.key";
  return `CREATE OR REPLACE TEMP TABLE incoming AS
    ${staged} ANTI JOIN rehomed ON ${isRehomed}
    WHERE tbl = ${literal(slice.table)} AND event_ms >= ${fromMs} AND event_ms < ${toMs}
    UNION ALL
    ${staged} SEMI JOIN rehomed ON ${isRehomed} AND rehomed.path = ${literal(slicePath(slice))}
    WHERE tbl = ${literal(slice.table)}`;
}
