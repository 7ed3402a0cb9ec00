import { withoutStop } from "../base/without-stop.ts";
import { TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import type { TableName } from "../protocol/tables.ts";
import { type Batch, BatchCollector } from "./batches.ts";
import { type Bytes, peek } from "./bytes/byte-source.ts";
import { unrecognised } from "./bytes/content-kind.ts";
import { asUtf8, encodingOf } from "./bytes/text-encoding.ts";
import { formatWords } from "./format-words.ts";
import type { ImportRecord } from "./formats/import-record.ts";
import { Interpreter } from "./interpret.ts";
import { readLines, UnreadLines } from "./read-lines.ts";
import type { RecordSplitter, SplitSink } from "./split/record-splitter.ts";
import { CsvSplitter } from "./split/split-csv.ts";
import { ValueSplitter } from "./split/split-values.ts";
import { type TextLayout, textLayout } from "./split/text-layout.ts";

export interface ReadTextOptions {
  readonly table?: TableName | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly packing?: "gzip" | "zip" | undefined;
}

/** The records of one text, which has been recognised and not yet read. */
export interface TextReading {
  /** What the content was recognised as, for example `Graph beta sign-ins (NDJSON)`. */
  readonly format: string;
  /** At most 2,048 items or about 4 MB each, for lines also unread ones; can be read once. */
  readonly batches: AsyncIterable<Batch | UnreadLines>;
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
    const interpreter = new Interpreter({ table: options.table, inArray: layout.kind === "values" && layout.isArray });
    const reading =
      layout.kind === "lines"
        ? readLines(text.all, interpreter, options.signal)
        : batchesOf(text.all, layout, interpreter, options.signal);
    const read: Batch[] = [];
    let first: ImportRecord | undefined;
    while (first === undefined && read.length < patience) {
      const next = await reading.next();
      if (next.done) break;
      // Lines are given unread only behind the first record.
      if (next.value instanceof UnreadLines) continue;
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

type RecordLayout = Exclude<TextLayout, { readonly kind: "lines" }>;

async function* batchesOf(
  bytes: Bytes,
  layout: RecordLayout,
  interpreter: Interpreter,
  signal: AbortSignal | undefined,
): AsyncGenerator<Batch> {
  const collector = new BatchCollector(interpreter);
  const splitter = splitterFor(layout, collector);
  try {
    for await (const chunk of bytes) {
      throwIfCancelled(signal);
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

function splitterFor(layout: RecordLayout, sink: SplitSink): RecordSplitter {
  return layout.kind === "csv" ? new CsvSplitter(layout.header, sink) : new ValueSplitter(sink);
}

function firstRecord(batch: Batch): ImportRecord | undefined {
  const item = batch.find((candidate) => candidate.kind === "record");
  return item?.kind === "record" ? item.record : undefined;
}

function nothingKnown(batches: readonly Batch[]): TenantTrailError {
  const [first] = batches.flat();
  const reason = first?.kind === "rejected" ? first.reason : "";
  return unrecognised(`Nothing in this file is a record of a known log; the first thing in it ${withoutStop(reason)}.`);
}

async function* joined<Part>(read: readonly Part[], rest: AsyncGenerator<Part>): AsyncIterable<Part> {
  try {
    yield* read;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
