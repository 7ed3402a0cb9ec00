import type { Batch } from "./batches.ts";
import type { BlockReaders } from "./block-readers.ts";
import { type IdentifiedRows, RowsBuilder } from "./identified-rows.ts";
import type { BlockAnswer } from "./read-block.ts";
import { UnreadLines } from "./read-lines.ts";
import type { HeldLengths } from "./split/unheld-lines.ts";

/** Lines of the file that is read which need not be read again, because the lake holds what they say. */
export interface HeldLines {
  /** Undefined when nothing is known of any line. */
  of(lines: UnreadLines): Promise<HeldLengths | undefined>;
  /** So many lines were passed over; each of them is one record. */
  passed(lines: number): void;
}

/** A record of 64 MB must not hold its memory for the rest of a run. */
const maxKeptBytes = 16 * 1024 * 1024;

/**
 * What a text holds, in its order, with lines read by `readers` if there are any and the text is longer than one block;
 * rows are valid until the next ones are asked for.
 * @param lake what it holds of lines behind the first record, which then are not read.
 * @throws what reading throws.
 */
export async function* rowsOfParts(
  parts: AsyncIterable<Batch | UnreadLines>,
  readers: BlockReaders | undefined,
  lake?: HeldLines,
): AsyncGenerator<IdentifiedRows> {
  const waiting: { readonly unread: UnreadLines; readonly answer: Promise<BlockAnswer> }[] = [];
  let builder = new RowsBuilder();
  let blocks = 0;
  async function* answers(most: number): AsyncGenerator<IdentifiedRows> {
    while (waiting.length > most) {
      const first = waiting.shift();
      if (first === undefined) return;
      const { rows, memory, passed } = await first.answer;
      if (passed > 0) lake?.passed(passed);
      yield* rows;
      first.unread.reuse(memory);
    }
  }
  for await (const part of parts) {
    if (part instanceof UnreadLines) blocks += 1;
    const held = part instanceof UnreadLines ? await lake?.of(part) : undefined;
    if (part instanceof UnreadLines && readers !== undefined && (readers.areStarted || blocks > 1)) {
      waiting.push({ unread: part, answer: readers.read(part, held) });
      yield* answers(readers.capacity);
      continue;
    }
    yield* answers(0);
    const passed = (lines: number): void => lake?.passed(lines);
    for (const batch of part instanceof UnreadLines ? part.readAll(held, passed) : [part]) {
      builder.add(batch);
      yield* builder.take();
      if (builder.memory.byteLength > maxKeptBytes) builder = new RowsBuilder();
    }
  }
  yield* answers(0);
}
