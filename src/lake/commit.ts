import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible, literal } from "../duckdb/database.ts";
import { TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { tables } from "../tables/tables.ts";
import { claimParts, rowsByDay } from "./claim.ts";
import type { Lake } from "./lake.ts";
import type { SliceChange } from "./ledger-entry.ts";
import type { LedgerState } from "./ledger-state.ts";
import type { MergeChange } from "./merge.ts";
import { findSlices, type TouchedSlice } from "./rehome.ts";
import { type SliceName, slicePath } from "./slice.ts";
import { type HeldSlice, mergeIntoSlice, type SliceOutcome } from "./slice-writer.ts";
import { WriteConflict } from "./storage.ts";
import { unassignedTenant } from "./tenants.ts";

/** After so many slices the ledger is told, so that little is left unfinished by a kill. */
const slicesPerEntry = 16;

const attempts = 50;

export interface CommitProgress {
  readonly table: TableName;
  readonly mergedRows: number;
  readonly totalRows: number;
}

export interface CommitOptions {
  /** Whose the rows are that name no tenant, unless the lake already holds their key. */
  readonly unnamedTenant?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CommitProgress) => void;
}

/** What became of the staged rows. */
export interface CommitOutcome {
  readonly counts: readonly {
    readonly input: number;
    readonly table: TableName;
    readonly change: MergeChange;
    readonly rows: number;
  }[];
  /** Slices that could not be merged, with the reason; the others were. */
  readonly failed: readonly { readonly slice: SliceName; readonly error: TenantTrailError }[];
}

/**
 * Merges every row of the staging table into its slice, slice by slice, and tells the ledger. A cancelled or killed
 * commit leaves whole slices; running it again finishes it.
 */
export async function commitStaged(
  connection: DuckDBConnection,
  lake: Lake,
  options: CommitOptions = {},
): Promise<CommitOutcome> {
  await nameTenants(connection, options.unnamedTenant ?? unassignedTenant);
  const counts: CommitOutcome["counts"][number][] = [];
  const failed: CommitOutcome["failed"][number][] = [];
  for (const table of tableNames) {
    const days = await rowsByDay(connection, table);
    if (days.size === 0) continue;
    const run = new TableCommit(connection, lake, table, options.signal);
    const totalRows = [...days.values()].reduce((sum, rows) => sum + rows, 0);
    let mergedRows = 0;
    try {
      for (const { slice, rows } of await run.slices(days)) {
        try {
          const outcome = await run.merge(slice);
          counts.push(...outcome.inputs.map((input) => ({ ...input, table })));
        } catch (error) {
          if (!(error instanceof TenantTrailError) || !["broken-slice", "newer-schema"].includes(error.code))
            throw error;
          failed.push({ slice, error });
        }
        mergedRows += rows;
        options.onProgress?.({ table, mergedRows, totalRows });
      }
    } finally {
      await run.tellLedger();
    }
  }
  return { counts, failed };
}

async function nameTenants(connection: DuckDBConnection, unnamedTenant: string): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW named_rows AS
       SELECT * REPLACE (coalesce(tenant_id, ${literal(unnamedTenant)}) AS tenant_id), rowid AS id, tenant_id IS NULL AS unnamed
       FROM staged`,
  );
}

/** The commit of one table's staged rows. */
class TableCommit {
  readonly #connection: DuckDBConnection;
  readonly #lake: Lake;
  readonly #table: TableName;
  readonly #signal: AbortSignal | undefined;
  #state: LedgerState | undefined;
  #untold: SliceChange[] = [];

  constructor(connection: DuckDBConnection, lake: Lake, table: TableName, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#lake = lake;
    this.#table = table;
    this.#signal = signal;
  }

  /** Claims the part counts of new days and finds the slices that the staged rows fall in, oldest first. */
  async slices(days: ReadonlyMap<string, number>): Promise<TouchedSlice[]> {
    const before = await this.#lake.state(this.#connection, this.#table, this.#signal);
    this.#state = await this.#lake.append(this.#table, before, (state) => claimParts(state, days), this.#signal);
    return findSlices(this.#connection, this.#lake, this.#table, this.#state);
  }

  /** Merges one slice's rows, again when another writer was faster. */
  async merge(slice: SliceName): Promise<SliceOutcome> {
    await interruptible(this.#connection, this.#signal, () => this.#selectIncoming(slice));
    for (let attempt = 1; ; attempt += 1) {
      throwIfCancelled(this.#signal);
      const held = await this.#hold(slice);
      try {
        const outcome = await mergeIntoSlice(
          this.#connection,
          this.#lake.storage,
          tables[this.#table],
          slice,
          held,
          this.#signal,
        );
        if (outcome.change !== undefined) this.#untold.push(outcome.change);
        if (this.#untold.length >= slicesPerEntry) await this.tellLedger();
        return outcome;
      } catch (error) {
        if (!(error instanceof WriteConflict) || attempt === attempts) throw error;
        await sleep(Math.random() * Math.min(attempt * 20, 500));
      } finally {
        if (held !== undefined) await rm(held.file, { force: true });
      }
    }
  }

  /** Records the slices written since the last time. Not cancelled: what was written is to be known. */
  async tellLedger(): Promise<void> {
    const slices = this.#untold;
    if (slices.length === 0 || this.#state === undefined) return;
    this.#untold = [];
    this.#state = await this.#lake.append(this.#table, this.#state, () => ({ kind: "commit", slices }));
  }

  async #hold(slice: SliceName): Promise<HeldSlice | undefined> {
    const from = this.#state ?? (await this.#lake.state(this.#connection, this.#table));
    const { held, state } = await this.#lake.hold(this.#connection, slice, from, this.#signal);
    this.#state = state;
    return held;
  }

  async #selectIncoming(slice: SliceName): Promise<void> {
    const start = Date.parse(`${slice.day}T00:00:00Z`);
    const [from, to] = [start + slice.fromHour * 3_600_000, start + slice.toHour * 3_600_000];
    const columns = `id, input, unnamed, tenant_id, key, event_ms, source, inputs.ref || ':' || line AS source_ref,
      observed_ms, observed_ms AS first_seen_ms, approximate, raw`;
    await this.#connection.run(
      `CREATE OR REPLACE TEMP TABLE incoming AS
         SELECT ${columns} FROM named_rows AS staged JOIN inputs USING (input)
         ANTI JOIN rehomed ON staged.approximate AND rehomed.tenant_id = staged.tenant_id AND rehomed.key = staged.key
         WHERE tbl = ${literal(this.#table)} AND event_ms >= ${from} AND event_ms < ${to}
         UNION ALL
         SELECT ${columns} FROM named_rows AS staged JOIN inputs USING (input)
         SEMI JOIN rehomed ON staged.approximate AND rehomed.tenant_id = staged.tenant_id AND rehomed.key = staged.key
           AND rehomed.path = ${literal(slicePath(slice))}
         WHERE tbl = ${literal(this.#table)}`,
    );
  }
}
