import { LineCutter, type LineSink } from "./line-cutter.ts";
import type { FoundText, RecordSplitter, SplitSink } from "./record-splitter.ts";
import { ValueSplitter } from "./split-values.ts";

/** Cuts NDJSON into its lines; blank ones are counted and skipped. */
export class LineSplitter implements RecordSplitter {
  readonly #lines: LineCutter;

  /** @param firstLine the number of the first line. */
  constructor(sink: SplitSink, firstLine = 1) {
    const lines: LineSink = {
      line: (whole, line) => {
        // trim() also takes the byte order marks that joined files leave inside.
        const text = whole.trim();
        if (text.length === 0) return;
        const taken = sink.found({ line, text });
        if (typeof taken === "object") searchLine(sink, { line, text }, taken.damage);
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

/** A cut that took a line break with it leaves whole records in a damaged line. */
function searchLine(sink: SplitSink, { line, text }: FoundText, damage: string): void {
  if (!text.includes("{", 1)) {
    sink.rejected({ line, reason: damage, text });
    return;
  }
  const splitter = new ValueSplitter(
    {
      isRecord: (inner) => sink.isRecord(inner),
      found: (inner) => sink.found({ ...inner, line }),
      rejected: (inner) => sink.rejected({ ...inner, line }),
    },
    damage,
  );
  splitter.push(Buffer.from(text));
  splitter.end();
}
