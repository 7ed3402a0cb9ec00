import { BatchCollector } from "./batches.ts";
import { type IdentifiedRows, RowsBuilder } from "./identified-rows.ts";
import { Interpreter, type InterpretOptions } from "./interpret.ts";
import { LineSplitter } from "./split/split-lines.ts";
import { type HeldLengths, readUnheld } from "./split/unheld-lines.ts";

/** Lines that another thread is to read; the memory of their bytes goes with them. */
export interface BlockRequest {
  readonly options: InterpretOptions;
  /** Number of the first line, from 1. */
  readonly firstLine: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the lake holds of them. */
  readonly held: HeldLengths | undefined;
}

/** What the lines hold. */
export interface BlockAnswer {
  readonly rows: readonly IdentifiedRows[];
  /** The rows' JSON is in here; it goes with the answer. */
  readonly memory: ArrayBuffer;
  /** How many lines were passed over, because the lake holds them. */
  readonly passed: number;
}

/** After so many bytes the records are identified and their objects dropped, which keeps the heap small. */
const pieceBytes = 128 * 1024;

/**
 * Reads whole lines of NDJSON.
 * @param memory for the rows' JSON, of any content.
 */
export function readBlock(request: BlockRequest, memory: ArrayBuffer | undefined): BlockAnswer {
  const { options, firstLine, bytes, held } = request;
  const collector = new BatchCollector(new Interpreter(options));
  const builder = new RowsBuilder(memory);
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const addAll = (): void => {
    for (const batch of collector.takeAll()) builder.add(batch);
  };
  const read = (some: Buffer, first: number): void => {
    const splitter = new LineSplitter(collector, first);
    for (let at = 0; at < some.length; at += pieceBytes) {
      splitter.push(some.subarray(at, at + pieceBytes));
      addAll();
    }
    splitter.end();
    addAll();
  };
  let passed = 0;
  if (held === undefined) read(lines, firstLine);
  else passed = readUnheld(lines, firstLine, held, read);
  const rows = builder.take();
  return { rows, memory: builder.memory, passed };
}
