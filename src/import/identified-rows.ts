import type { StagedColumns, StagedOrigin } from "../lake/slices/staging.ts";
import type { Source, TableName } from "../protocol/tables.ts";
import { identifyRecord } from "../tables/shapes/identify.ts";
import type { Batch } from "./batches.ts";
import { GrowingBuffer } from "./bytes/growing-buffer.ts";
import type { ImportRecord, RejectedText } from "./formats/import-record.ts";

/** Records on their way into the lake and what was rejected among them, in a form that passes cheaply between threads. */
export interface IdentifiedRows extends StagedColumns {
  /** In the order of the file. */
  readonly rejected: readonly RejectedText[];
}

/** As many as a vector of DuckDB holds, so that they are appended at once. */
const maxRows = 2048;

/** Identifies records and puts them into columns. */
export class RowsBuilder {
  readonly #raw: GrowingBuffer;
  #full: IdentifiedRows[] = [];
  #open: OpenRows;

  /** @param memory for the JSON of the rows; its content does not matter. */
  constructor(memory?: ArrayBuffer) {
    this.#raw = new GrowingBuffer(memory);
    this.#open = new OpenRows(this.#raw);
  }

  /** What holds the JSON of the rows that were taken. */
  get memory(): ArrayBuffer {
    return this.#raw.view().buffer;
  }

  /** Takes in records and what was rejected, in the order of the file. */
  add(batch: Batch): void {
    for (const item of batch) {
      if (item.kind === "record") this.#open.addRecord(item.record);
      else this.#open.rejected.push(item);
      if (this.#open.count === maxRows) this.#close();
    }
  }

  /** Takes what was added since the last time; the rows are valid until more is added. */
  take(): readonly IdentifiedRows[] {
    this.#close();
    const full = this.#full;
    this.#full = [];
    this.#raw.drop(this.#raw.length);
    this.#open = new OpenRows(this.#raw);
    return full;
  }

  #close(): void {
    if (this.#open.count > 0 || this.#open.rejected.length > 0) this.#full.push(this.#open.close());
    this.#open = new OpenRows(this.#raw);
  }
}

/** Rows that more may be added to. */
class OpenRows {
  readonly rejected: RejectedText[] = [];
  readonly #raw: GrowingBuffer;
  readonly #rawStart: number;
  readonly #rawEnds: number[] = [];
  readonly #lines: number[] = [];
  readonly #keys: string[] = [];
  readonly #eventTimesMs: number[] = [];
  readonly #origins: StagedOrigin[] = [];
  readonly #originOf: number[] = [];

  constructor(raw: GrowingBuffer) {
    this.#raw = raw;
    this.#rawStart = raw.length;
  }

  get count(): number {
    return this.#lines.length;
  }

  addRecord({ line, raw, table, source, record }: ImportRecord): void {
    const identity = identifyRecord(table, source, record);
    if ("rejected" in identity) {
      this.rejected.push({ line, reason: `The record ${identity.rejected}.`, text: raw });
      return;
    }
    const { key, eventTimeMs, tenantId, timeIsApproximate } = identity;
    this.#lines.push(line);
    this.#keys.push(key);
    this.#eventTimesMs.push(eventTimeMs);
    this.#originOf.push(this.#indexOfOrigin(table, source, tenantId, timeIsApproximate));
    this.#raw.appendText(raw);
    this.#rawEnds.push(this.#raw.length - this.#rawStart);
  }

  close(): IdentifiedRows {
    return {
      lines: Int32Array.from(this.#lines),
      keys: this.#keys,
      eventTimesMs: Float64Array.from(this.#eventTimesMs),
      origins: this.#origins,
      originOf: Uint16Array.from(this.#originOf),
      raw: this.#raw.view().subarray(this.#rawStart),
      rawEnds: Uint32Array.from(this.#rawEnds),
      rejected: this.rejected,
    };
  }

  #indexOfOrigin(table: TableName, source: Source, tenantId: string | null, timeIsApproximate: boolean): number {
    const found = this.#origins.findIndex(
      (origin) =>
        origin.table === table &&
        origin.source === source &&
        origin.tenantId === tenantId &&
        origin.timeIsApproximate === timeIsApproximate,
    );
    return found >= 0 ? found : this.#origins.push({ table, source, tenantId, timeIsApproximate }) - 1;
  }
}
