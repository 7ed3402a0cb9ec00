import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { RangeRequest, RangeSummary, ResultColumn } from "../../../src/protocol/query.ts";
import type { Clock } from "../../shared/shown-time.ts";
import type { Meanings } from "../grid/meanings.ts";
import type { ResultHost } from "../result-host.ts";
import { selectionWords } from "./selection-words.ts";
import "./selection-line.css";

/** How long a selection must rest before it is summarised, in milliseconds. */
const pause = 200;

/** What the selected cells come to, below the rows; nothing while one cell is selected. */
export function SelectionLine(props: {
  readonly host: ResultHost;
  readonly range: RangeRequest;
  readonly columns: readonly ResultColumn[];
  readonly meanings: Meanings;
  readonly clock: Clock;
}): JSX.Element | null {
  const { host, range } = props;
  const isSeveral = (range.rows.to - range.rows.from) * range.columns.length > 1;
  const key = JSON.stringify(range);
  const [known, setKnown] = useState<{ readonly key: string; readonly words: readonly string[] }>();
  const tell = (summary: RangeSummary): readonly string[] =>
    selectionWords(summary, props.columns, (column) => props.meanings.has(column), props.clock);

  useEffect(() => {
    if (!isSeveral) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      host.request("summariseRange", range, controller.signal).then(
        (summary) => {
          if (!controller.signal.aborted) setKnown({ key, words: tell(summary) });
        },
        (error: unknown) => {
          if (controller.signal.aborted || error instanceof CancelledError) return;
          setKnown({ key, words: [error instanceof Error ? error.message : String(error)] });
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [host, key, isSeveral, props.clock]);

  if (!isSeveral) return null;
  return (
    <p class="selection-line" role="status">
      {known?.key === key ? known.words.join(" · ") : "…"}
    </p>
  );
}
