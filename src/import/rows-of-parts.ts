import type { Batch } from "./batches.ts";
import type { BlockReaders } from "./block-readers.ts";
import { type IdentifiedRows, RowsBuilder } from "./identified-rows.ts";
import type { BlockAnswer } from "./read-block.ts";
import { UnreadLines } from "./read-lines.ts";

/** A record of 64 MB must not hold its memory for the rest of a run. */
const maxKeptBytes = 16 * 1024 * 1024;

/**
 * What a text holds, in its order, with lines read by `readers` if there are any and the text is longer than one block;
 * rows are valid until the next ones are asked for.
 * @throws what reading throws.
 */
export async function* rowsOfParts(
  parts: AsyncIterable<Batch | UnreadLines>,
  readers: BlockReaders | undefined,
): AsyncGenerator<IdentifiedRows> {
  const waiting: { readonly unread: UnreadLines; readonly answer: Promise<BlockAnswer> }[] = [];
  let builder = new RowsBuilder();
  let blocks = 0;
  async function* answers(most: number): AsyncGenerator<IdentifiedRows> {
    while (waiting.length > most) {
      const first = waiting.shift();
      if (first === undefined) return;
      const { rows, memory } = await first.answer;
      yield* rows;
      first.unread.reuse(memory);
    }
  }
  for await (const part of parts) {
    if (part instanceof UnreadLines) blocks += 1;
    if (part instanceof UnreadLines && readers !== undefined && (readers.areStarted || blocks > 1)) {
      waiting.push({ unread: part, answer: readers.read(part) });
      yield* answers(readers.capacity);
      continue;
    }
    yield* answers(0);
    for (const batch of part instanceof UnreadLines ? part.readAll() : [part]) {
      builder.add(batch);
      yield* builder.take();
      if (builder.memory.byteLength > maxKeptBytes) builder = new RowsBuilder();
    }
  }
  yield* answers(0);
}
