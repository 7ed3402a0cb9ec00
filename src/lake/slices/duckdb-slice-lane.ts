import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible, literal } from "../../duckdb/database.ts";
import type { FileStorage } from "../storage/storage.ts";
import { type HeldFile, holdSlice, readContents } from "./held-file.ts";
import { type SliceName, slicePath, sliceTimes } from "./slice.ts";
import type { SliceContents, SliceLane, SliceOutcome } from "./slice-work.ts";
import { mergeIntoSlice } from "./slice-writer.ts";

/** How a merge uses the work database's memory. */
export interface MergeMemory {
  /** A lane sorts so many bytes of records at once, at most an eighth of its limit: all else needs the rest. */
  readonly sortBytes?: number;
  /** Its limit from then on when the usual one does not do, for example because records are very large. */
  readonly raisedLimit?: string;
}

/** What the lanes of a work have in common. */
export interface SharedMerging {
  readonly storage: FileStorage;
  readonly memory: MergeMemory;
  /** Whether `moves.rehomed` has rows. */
  rehomes: boolean;
}

/** Merges slices by DuckDB over files, on a connection that knows `named_rows`, `inputs` and `moves`. */
export class DuckDBSliceLane implements SliceLane<HeldFile> {
  readonly #connection: DuckDBConnection;
  readonly #shared: SharedMerging;

  constructor(connection: DuckDBConnection, shared: SharedMerging) {
    this.#connection = connection;
    this.#shared = shared;
  }

  async hold(slice: SliceName): Promise<HeldFile | undefined> {
    return holdSlice(this.#connection, this.#shared.storage, slice);
  }

  async contents(held: HeldFile): Promise<SliceContents> {
    return readContents(this.#connection, held.file);
  }

  async release(held: HeldFile): Promise<void> {
    await rm(held.file, { force: true });
  }

  async select(slice: SliceName, signal: AbortSignal | undefined): Promise<void> {
    await interruptible(this.#connection, signal, async () => {
      await this.#connection.run(
        `CREATE OR REPLACE TEMP VIEW selected AS ${selectedRowsSql(slice, this.#shared.rehomes)}`,
      );
    });
  }

  async merge(
    slice: SliceName,
    held: HeldFile | undefined,
    loses: boolean,
    signal: AbortSignal | undefined,
  ): Promise<SliceOutcome> {
    const { storage, memory } = this.#shared;
    const { sortBytes = 96 * 1024 * 1024, raisedLimit } = memory;
    const merge = () =>
      mergeIntoSlice({ connection: this.#connection, storage, slice, held, loses, sortBytes, signal });
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
function selectedRowsSql(slice: SliceName, rehomes: boolean): string {
  const { fromMs, toMs } = sliceTimes(slice);
  const columns = `id, input, unnamed, late, tenant_id, key, event_ms, source, inputs.ref || ':' || line AS source_ref,
    observed_ms, observed_ms AS first_seen_ms, approximate, raw`;
  const staged = `SELECT ${columns} FROM named_rows AS staged JOIN inputs USING (input)`;
  const inTable = `tbl = ${literal(slice.table)}`;
  const inTime = `${inTable} AND event_ms >= ${fromMs} AND event_ms < ${toMs}`;
  if (!rehomes) return `${staged} WHERE ${inTime}`;
  const isRehomed = "staged.approximate AND rehomed.tenant_id = staged.tenant_id AND rehomed.key = staged.key";
  return `${staged} ANTI JOIN moves.rehomed ON ${isRehomed} WHERE ${inTime}
    UNION ALL
    ${staged} SEMI JOIN moves.rehomed ON ${isRehomed} AND rehomed.path = ${literal(slicePath(slice))} WHERE ${inTable}`;
}
