import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible, literal } from "../../duckdb/database.ts";
import { failureOf } from "../../duckdb/failures.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { tables } from "../../tables/schema/all-tables.ts";
import { type DayPart, partKey, partTimes } from "../ledger/day-part.ts";
import type { SliceChange } from "../ledger/ledger-entry.ts";
import { existingRowsSql } from "../merge/merge-sql.ts";
import type { FileStorage } from "../storage/storage.ts";
import type { HeldFile } from "./held-file.ts";
import { SliceLook } from "./slice-look.ts";
import type { SliceLane, SliceOutcome } from "./slice-work.ts";
import { mergeIntoSlice } from "./slice-writer.ts";
import { partsThatFit, readBytesByPart, writeSmallSlices } from "./small-slices.ts";

/** How a merge uses the work database's memory. */
export interface MergeMemory {
  /**
   * How many bytes of records a lane sorts at once: at most an eighth of its limit, because everything else needs the
   * rest.
   */
  readonly sortBytes?: number;
  /**
   * The limit that it gets for the rest of the run when the usual one is too small, for example because records are
   * very large.
   */
  readonly raisedLimit?: string;
}

/** What the lanes of a work have in common. */
export interface SharedMerging {
  readonly storage: FileStorage;
  readonly memory: MergeMemory;
  /** Whether `moves.rehomed` has rows. */
  rehomes: boolean;
  /** The staged column that tells when a row was first seen. */
  firstSeen: "observed_ms" | "first_seen_ms";
}

/** Merges slices by DuckDB over files, on a connection that knows `named_rows`, `inputs` and `moves`. */
export class DuckDBSliceLane extends SliceLook implements SliceLane<HeldFile> {
  readonly #connection: DuckDBConnection;
  readonly #shared: SharedMerging;

  constructor(connection: DuckDBConnection, shared: SharedMerging) {
    super(connection, shared.storage);
    this.#connection = connection;
    this.#shared = shared;
  }

  async select(part: DayPart, signal: AbortSignal | undefined): Promise<void> {
    await interruptible(this.#connection, signal, async () => {
      await this.#connection.run(`CREATE OR REPLACE TEMP VIEW selected AS ${selectedRowsSql(part, this.#shared)}`);
    });
  }

  async join(part: DayPart, held: readonly HeldFile[]): Promise<SliceChange | undefined> {
    const [first, ...others] = held;
    const rows = others.map(({ file }) => existingRowsSql(tables[part.table], file)).join(" UNION ALL ");
    await this.#connection.run(
      `CREATE OR REPLACE TEMP TABLE joined AS
         SELECT * REPLACE (row_number() OVER () AS id), 0 AS input, false AS unnamed, false AS late FROM (${rows})`,
    );
    await this.#connection.run("CREATE OR REPLACE TEMP VIEW selected AS FROM joined");
    const { written } = await this.merge(part, first, false, undefined);
    await this.#connection.run("DROP TABLE joined");
    await written?.forget();
    return written?.change;
  }

  async mergeNew(
    parts: readonly DayPart[],
    signal: AbortSignal | undefined,
  ): Promise<readonly (SliceOutcome | undefined)[]> {
    if (this.#shared.rehomes) return parts.map(() => undefined);
    return interruptible(this.#connection, signal, () => this.#mergeSmall(parts));
  }

  /** Writes as many slices together as memory allows; what does not fit is left to be merged by itself. */
  async #mergeSmall(parts: readonly DayPart[]): Promise<readonly (SliceOutcome | undefined)[]> {
    const [connection, { storage }] = [this.#connection, this.#shared];
    const bytes = await readBytesByPart(connection, parts);
    const outcomes = new Map<DayPart, SliceOutcome | undefined>();
    try {
      for (const some of partsThatFit(parts, bytes)) {
        const rows = rowsOfPartsSql(some, this.#shared);
        const written = await unlessOutOfMemory(writeSmallSlices({ connection, storage, parts: some, rows }));
        for (const [index, part] of some.entries()) outcomes.set(part, written?.[index]);
      }
    } catch (error) {
      for (const outcome of outcomes.values()) await outcome?.written?.forget();
      throw error;
    }
    return parts.map((part) => outcomes.get(part));
  }

  async merge(
    part: DayPart,
    held: HeldFile | undefined,
    loses: boolean,
    signal: AbortSignal | undefined,
  ): Promise<SliceOutcome> {
    const { storage, memory } = this.#shared;
    const { sortBytes = 96 * 1024 * 1024, raisedLimit } = memory;
    const merge = () => mergeIntoSlice({ connection: this.#connection, storage, part, held, loses, sortBytes, signal });
    try {
      return await merge();
    } catch (error) {
      if (failureOf(error)?.kind !== "out-of-memory") throw error;
      if (raisedLimit === undefined) throw tooLarge(part, error);
      await this.#connection.run(`SET GLOBAL memory_limit = ${literal(raisedLimit)}`);
    }
    try {
      return await merge();
    } catch (error) {
      throw failureOf(error)?.kind === "out-of-memory" ? tooLarge(part, error) : error;
    }
  }
}

function tooLarge(part: DayPart, cause: unknown): TenantTrailError {
  return new TenantTrailError(
    "out-of-memory",
    `The records of ${partKey(part)} are too many or too large to be merged in the memory that TenantTrail takes. Bring them in in smaller files.`,
    { cause },
  );
}

async function unlessOutOfMemory<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (failureOf(error)?.kind === "out-of-memory") return undefined;
    throw error;
  }
}

function selectedColumns(firstSeen: SharedMerging["firstSeen"]): string {
  return `id, input, unnamed, late, tenant_id, key, event_ms, source, inputs.ref || ':' || line AS source_ref,
    observed_ms, ${firstSeen} AS first_seen_ms, approximate, raw`;
}

/**
 * The staged rows of the times of some parts of one table, each with the number of its part: in one pass, because a
 * pass for each part would read them again and again.
 */
function rowsOfPartsSql(parts: readonly DayPart[], { firstSeen }: SharedMerging): string {
  const times = parts.map(partTimes);
  const [fromMs, toMs] = [Math.min(...times.map((each) => each.fromMs)), Math.max(...times.map((each) => each.toMs))];
  const list = (values: readonly number[]): string => `[${values.map((value) => `${value}::BIGINT`).join(", ")}]`;
  const begins = list(times.map((each) => each.fromMs));
  const ends = list(times.map((each) => each.toMs));
  // A join by times would hold the records of all rows at once.
  return `SELECT * FROM (
      SELECT len(list_filter(${begins}, lambda begin: begin <= event_ms)) - 1 AS part, ${selectedColumns(firstSeen)}
      FROM named_rows AS staged JOIN inputs USING (input)
      WHERE tbl = ${literal(parts[0]?.table ?? "")} AND event_ms >= ${fromMs} AND event_ms < ${toMs}
    ) WHERE event_ms < ${ends}[part + 1]`;
}

/** The staged rows of a part: those of its time that go to no other (`rehomed`), and those that come here instead. */
function selectedRowsSql(part: DayPart, { rehomes, firstSeen }: SharedMerging): string {
  const { fromMs, toMs } = partTimes(part);
  const staged = `SELECT ${selectedColumns(firstSeen)} FROM named_rows AS staged JOIN inputs USING (input)`;
  const inTable = `tbl = ${literal(part.table)}`;
  const inTime = `${inTable} AND event_ms >= ${fromMs} AND event_ms < ${toMs}`;
  if (!rehomes) return `${staged} WHERE ${inTime}`;
  const isRehomed = "staged.approximate AND rehomed.tenant_id = staged.tenant_id AND rehomed.key = staged.key";
  return `${staged} ANTI JOIN moves.rehomed ON ${isRehomed} WHERE ${inTime}
    UNION ALL
    ${staged} SEMI JOIN moves.rehomed ON ${isRehomed} AND rehomed.part = ${literal(partKey(part))} WHERE ${inTable}`;
}
