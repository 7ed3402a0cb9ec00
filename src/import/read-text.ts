import { TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import type { TableName } from "../protocol/tables.ts";
import { BatchCollector } from "./batches.ts";
import { type Bytes, peek } from "./byte-source.ts";
import { unrecognised } from "./content-kind.ts";
import { formatWords } from "./format-words.ts";
import type { ImportRecord, ReadItem } from "./import-record.ts";
import { Interpreter } from "./interpret.ts";
import type { RecordSplitter, SplitSink } from "./record-splitter.ts";
import { CsvSplitter } from "./split-csv.ts";
import { LineSplitter } from "./split-lines.ts";
import { ValueSplitter } from "./split-values.ts";
import { asUtf8, encodingOf } from "./text-encoding.ts";
import { type TextLayout, textLayout } from "./text-layout.ts";

export interface ReadTextOptions {
  readonly table?: TableName | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly packing?: "gzip" | "zip" | undefined;
}

export type Batch = readonly ReadItem[];

/** The records of one text, which has been recognised and not yet read. */
export interface TextReading {
  /** What the content was recognised as, for example `Graph beta sign-ins (NDJSON)`. */
  readonly format: string;
  /** At most 2,048 items or about 4 MB each; can be read once. */
  readonly batches: AsyncIterable<Batch>;
  /** Ends the reading, also in the middle. */
  close(): Promise<void>;
}

/** How much of a text decides its layout, in bytes. */
const headBytes = 256 * 1024;

/** How many batches without a record are held back, before they are given as rejected. */
const patience = 8;

/**
 * Recognises a text by its content and reads it up to its first record.
 * @throws TenantTrailError `unrecognised-format`, `localised-header`, and what its bytes throw before the first record.
 */
export async function readText(bytes: Bytes, options: ReadTextOptions): Promise<TextReading> {
  const start = await peek(bytes, 1);
  const encoding = encodingOf(start.head);
  const text = await peek(asUtf8(start.all, encoding), headBytes);
  try {
    const layout = textLayout(text.head.toString("utf8"), text.head.length < headBytes);
    const reading = batchesOf(text.all, layout, options);
    const read: Batch[] = [];
    let first: ImportRecord | undefined;
    while (first === undefined && read.length < patience) {
      const next = await reading.next();
      if (next.done) break;
      read.push(next.value);
      first = firstRecord(next.value);
    }
    if (first === undefined && read.length > 0 && read.length < patience) throw nothingKnown(read);
    const format = formatWords({ first, layout, encoding, packing: options.packing });
    return { format, batches: joined(read, reading), close: text.close };
  } catch (error) {
    await text.close();
    throw error;
  }
}

async function* batchesOf(bytes: Bytes, layout: TextLayout, options: ReadTextOptions): AsyncGenerator<Batch> {
  const inArray = layout.kind === "values" && layout.isArray;
  const collector = new BatchCollector(new Interpreter({ table: options.table, inArray }));
  const splitter = splitterFor(layout, collector);
  try {
    for await (const chunk of bytes) {
      throwIfCancelled(options.signal);
      splitter.push(chunk);
      yield* collector.takeFull();
    }
    splitter.end();
  } catch (error) {
    if (!(error instanceof TenantTrailError)) throw error;
    splitter.end();
    // Damage costs what lies behind it, not the records before.
    if (!collector.hasRecords) throw error;
    collector.rejected({ line: collector.lastLine + 1, reason: `could not be read: ${error.message}`, text: "" });
  }
  yield* collector.takeAll();
}

function splitterFor(layout: TextLayout, sink: SplitSink): RecordSplitter {
  if (layout.kind === "lines") return new LineSplitter(sink);
  if (layout.kind === "csv") return new CsvSplitter(layout.header, sink);
  return new ValueSplitter(sink);
}

function firstRecord(batch: Batch): ImportRecord | undefined {
  const item = batch.find((candidate) => candidate.kind === "record");
  return item?.kind === "record" ? item.record : undefined;
}

function nothingKnown(batches: readonly Batch[]): TenantTrailError {
  const [first] = batches.flat();
  const reason = first?.kind === "rejected" ? first.reason : "";
  return unrecognised(`Nothing in this file is a record of a known log; the first thing in it ${reason}.`);
}

async function* joined(read: readonly Batch[], rest: AsyncGenerator<Batch>): AsyncIterable<Batch> {
  try {
    yield* read;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
