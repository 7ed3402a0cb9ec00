import type { DuckDBConnection } from "@duckdb/node-api";
import { blockEnds } from "../../import/block-ends.ts";
import type { DigestOfRead } from "../../import/bytes/digest-of-read.ts";
import type { UnreadLines } from "../../import/read-lines.ts";
import type { HeldLines } from "../../import/rows-of-parts.ts";
import type { Lake } from "../../lake/lake.ts";
import type { SliceState } from "../../lake/ledger/ledger-state.ts";
import { linesHeld } from "../../lake/slices/held-rows.ts";
import { type ErrorCode, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import { importRef } from "./import-ref.ts";

/**
 * While so many lines are known, no further slice is looked into: those of a file that is in no order of time would all
 * be held at once. It is about 50 MB.
 */
const mostKnown = 1_000_000;

/** After so many slices without a line of the file no further one is looked into. */
const mostInVain = 4;

export interface LinesOfFileOptions {
  /** To the work database; nobody else uses it while files are read. */
  readonly connection: DuckDBConnection;
  readonly lake: Lake;
  readonly digest: DigestOfRead;
  /** The tenant that was given for rows that name none. */
  readonly tenantId: string | undefined;
  /** The table that the user named. */
  readonly table: TableName | undefined;
  /** Whether a row of the file was read. It tells what source the file is of, so no line is passed over before. */
  readonly isBegun: () => boolean;
  readonly onPassed: (table: TableName, lines: number) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * What a lake holds of the lines of an NDJSON file that was imported before, wholly or in part. A row says which line
 * of which file it came from, and slices are held against the ledger's digests; so where a row is there, its line would
 * change nothing (design: Merging). Rows of one table are looked for, that of the first record.
 */
export class LinesOfFile implements HeldLines {
  readonly #options: LinesOfFileOptions;
  /** The bytes of held records by line; lines that were asked for are gone. */
  readonly #lines = new Map<number, number>();
  readonly #seen = new Set<SliceState>();
  #table: TableName | undefined;
  /** None when the lake does not hold the file. */
  #slices: readonly SliceState[] | undefined;
  #inVain = 0;

  constructor(options: LinesOfFileOptions) {
    this.#options = options;
  }

  async of(lines: UnreadLines): Promise<Int32Array<ArrayBuffer> | undefined> {
    if (this.#slices?.length === 0 || !this.#options.isBegun()) return undefined;
    const ends = blockEnds(lines);
    if (ends === undefined) return undefined;
    const { first, last } = ends;
    this.#table ??= first.table;
    if (first.table !== this.#table || last.table !== this.#table) return undefined;
    if (this.#slices === undefined) {
      this.#slices = await this.#slicesOf(this.#table);
      await this.#look(first.eventTimeMs, first.eventTimeMs);
      if (this.#lines.size === 0) {
        this.#slices = [];
        return undefined;
      }
    }
    const [fromMs, toMs] = [first.eventTimeMs, last.eventTimeMs].toSorted((a, b) => a - b);
    await this.#look(fromMs ?? 0, toMs ?? 0);
    return this.#take(lines.block.firstLine, lines.block.lines);
  }

  passed(lines: number): void {
    if (this.#table !== undefined) this.#options.onPassed(this.#table, lines);
  }

  async #slicesOf(table: TableName): Promise<readonly SliceState[]> {
    const { lake, table: named, signal } = this.#options;
    if (named !== undefined && named !== table) return [];
    const { state, damage } = await lake.ledger(table).read(signal);
    return damage === undefined ? [...state.slices.values()] : [];
  }

  /** Looks into the slices with rows of a stretch of time, each once. */
  async #look(fromMs: number, toMs: number): Promise<void> {
    for (const slice of this.#slices ?? []) {
      const { firstMs, lastMs } = slice;
      if (firstMs === null || lastMs === null || lastMs < fromMs || firstMs > toMs || this.#seen.has(slice)) continue;
      if (this.#inVain > mostInVain || this.#lines.size > mostKnown) return;
      this.#seen.add(slice);
      const known = this.#lines.size;
      await this.#lookInto(slice);
      if (this.#lines.size === known) this.#inVain += 1;
    }
  }

  async #lookInto(slice: SliceState): Promise<void> {
    const { connection, lake, digest, table, tenantId, signal } = this.#options;
    throwIfCancelled(signal);
    const sha256 = await digest.sha256();
    // What showed what it is without a named table is the same with one.
    const refs = table === undefined ? [sha256] : [sha256, importRef(sha256, table)];
    const question = { refs, tenantId };
    try {
      await linesHeld(connection, lake.storage, slice, question, (line, bytes) => this.#lines.set(line, bytes));
    } catch (error) {
      // The merge says so, of the slices that it touches.
      const ofSlice: readonly ErrorCode[] = ["broken-slice", "newer-schema"];
      if (error instanceof TenantTrailError && ofSlice.includes(error.code)) return;
      throw error;
    }
  }

  #take(firstLine: number, count: number): Int32Array<ArrayBuffer> | undefined {
    const lengths = new Int32Array(count);
    let known = 0;
    for (let index = 0; index < count; index += 1) {
      const bytes = this.#lines.get(firstLine + index);
      if (bytes === undefined) continue;
      this.#lines.delete(firstLine + index);
      lengths[index] = bytes;
      known += 1;
    }
    return known === 0 ? undefined : lengths;
  }
}
