import { LineCutter, type LineSink } from "./cut-lines.ts";
import type { RecordSplitter, SplitSink } from "./record-splitter.ts";

/** Cuts NDJSON into its lines; blank ones are counted and skipped. */
export class LineSplitter implements RecordSplitter {
  readonly #lines: LineCutter;

  /** @param firstLine the number of the first line. */
  constructor(sink: SplitSink, firstLine = 1) {
    const lines: LineSink = {
      line: (whole, line) => {
        // trim() also takes the byte order marks that joined files leave inside.
        const text = whole.trim();
        if (text.length > 0) sink.found({ line, text });
      },
      badLine: (rejected) => sink.rejected(rejected),
    };
    this.#lines = new LineCutter(lines, firstLine);
  }

  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  end(): void {
    this.#lines.end();
  }
}
