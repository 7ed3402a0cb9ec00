import { TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import { type Batch, BatchCollector } from "./batches.ts";
import type { Bytes } from "./bytes/byte-source.ts";
import type { Interpreter, InterpretOptions } from "./interpret.ts";
import { BlockCutter, type LineBlock, lastLineWithText } from "./split/line-blocks.ts";
import { LineSplitter } from "./split/split-lines.ts";
import { type HeldLengths, readUnheld } from "./split/unheld-lines.ts";

/** Lines behind the first record that are not read yet, so that a caller can read them in a faster way. */
export class UnreadLines {
  readonly block: LineBlock;
  /** How the lines are to be interpreted. */
  readonly options: InterpretOptions;
  readonly #collector: BatchCollector;
  readonly #cutter: BlockCutter;

  constructor(block: LineBlock, options: InterpretOptions, collector: BatchCollector, cutter: BlockCutter) {
    this.block = block;
    this.options = options;
    this.#collector = collector;
    this.#cutter = cutter;
  }

  /**
   * Reads the lines here, once; the block's bytes are not valid any more afterwards.
   * @param held what the lake holds of them, which is passed over.
   * @param passed is told how many lines were passed over.
   */
  readAll(held?: HeldLengths, passed?: (lines: number) => void): readonly Batch[] {
    const { bytes, firstLine } = this.block;
    const read = (lines: Buffer, first: number): void => {
      const splitter = new LineSplitter(this.#collector, first);
      splitter.push(lines);
      splitter.end();
    };
    if (held === undefined) read(bytes, firstLine);
    else passed?.(readUnheld(bytes, firstLine, held, read));
    this.reuse(bytes.buffer);
    return this.#collector.takeAll();
  }

  /** Gives the memory of the block back, or other memory in its place. */
  reuse(memory: ArrayBuffer): void {
    this.#cutter.reuse(memory);
  }
}

/**
 * Reads NDJSON: batches up to the first record, then unread lines; batches again behind a line that is too long for a
 * block. Damage loses what lies behind it, but no record before it.
 * @throws TenantTrailError what the bytes throw before the first record; CancelledError.
 */
export async function* readLines(
  bytes: Bytes,
  interpreter: Interpreter,
  signal: AbortSignal | undefined,
): AsyncGenerator<Batch | UnreadLines> {
  const collector = new BatchCollector(interpreter);
  const cutter = new BlockCutter();
  let splitter: LineSplitter | undefined;
  let lastLine = 0;
  let failure: TenantTrailError | undefined;
  const given = (block: LineBlock): readonly (Batch | UnreadLines)[] => {
    const unread = new UnreadLines(block, interpreter.options, collector, cutter);
    return collector.hasRecords ? [unread] : unread.readAll();
  };
  try {
    for await (const chunk of bytes) {
      throwIfCancelled(signal);
      const block = splitter === undefined ? cutter.push(chunk) : undefined;
      if (block !== undefined) {
        lastLine = lastLineWithText(block) ?? lastLine;
        yield* given(block);
      } else if (splitter !== undefined) splitter.push(chunk);
      else if (cutter.hasLongLine) splitter = splitterOf(cutter, collector);
      yield* collector.takeFull();
    }
  } catch (error) {
    if (!(error instanceof TenantTrailError)) throw error;
    failure = error;
  }
  if (failure === undefined && splitter === undefined) {
    const rest = cutter.rest();
    if (rest !== undefined) yield* given(rest);
    return;
  }
  splitter ??= splitterOf(cutter, collector);
  splitter.end();
  if (failure !== undefined) {
    if (!collector.hasRecords) throw failure;
    const line = Math.max(lastLine, collector.lastLine) + 1;
    collector.rejected({ line, reason: `could not be read: ${failure.message}`, text: "" });
  }
  yield* collector.takeAll();
}

/** A splitter that goes on where the blocks end. */
function splitterOf(cutter: BlockCutter, collector: BatchCollector): LineSplitter {
  const rest = cutter.rest();
  const splitter = new LineSplitter(collector, rest?.firstLine);
  if (rest !== undefined) splitter.push(rest.bytes);
  return splitter;
}
