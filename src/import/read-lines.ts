import { TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import { type Batch, BatchCollector } from "./batches.ts";
import type { Bytes } from "./byte-source.ts";
import type { Interpreter } from "./interpret.ts";
import { BlockCutter, type LineBlock, lastLineWithText } from "./line-blocks.ts";
import { LineSplitter } from "./split-lines.ts";

/** Lines behind the first record, which whoever knows a faster way need not have read. */
export class UnreadLines {
  readonly block: LineBlock;
  readonly #collector: BatchCollector;

  constructor(block: LineBlock, collector: BatchCollector) {
    this.block = block;
    this.#collector = collector;
  }

  /** Reads all of the lines; the block's bytes must still be valid. */
  readAll(): readonly Batch[] {
    const splitter = new LineSplitter(this.#collector, this.block.firstLine);
    splitter.push(this.block.bytes);
    splitter.end();
    return this.#collector.takeAll();
  }
}

/**
 * Reads NDJSON: batches up to the first record, then unread lines; batches again behind a line that is too long for a
 * block. Damage costs what lies behind it, not the records before.
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
  try {
    for await (const chunk of bytes) {
      throwIfCancelled(signal);
      const block = splitter === undefined ? cutter.push(chunk) : undefined;
      if (block !== undefined) {
        yield* parts(new UnreadLines(block, collector), collector);
        lastLine = lastLineWithText(block) ?? lastLine;
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
    if (rest !== undefined) yield* parts(new UnreadLines(rest, collector), collector);
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

function parts(unread: UnreadLines, collector: BatchCollector): readonly (Batch | UnreadLines)[] {
  return collector.hasRecords ? [unread] : unread.readAll();
}

/** A splitter that goes on where the blocks end. */
function splitterOf(cutter: BlockCutter, collector: BatchCollector): LineSplitter {
  const rest = cutter.rest();
  const splitter = new LineSplitter(collector, rest?.firstLine);
  if (rest !== undefined) splitter.push(rest.bytes);
  return splitter;
}
