import { useEffect, useState } from "preact/hooks";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { ResultSummary } from "../../../src/protocol/query.ts";
import type { ResultHost } from "../result-host.ts";

const none: readonly number[] = [];

/** The columns without any value, to be left out; none while nobody wants that, undefined while it is asked. */
export function useEmptyColumns(
  host: ResultHost,
  { resultId, rowCount }: Pick<ResultSummary, "resultId" | "rowCount">,
  isWanted: boolean,
): readonly number[] | undefined {
  const [empty, setEmpty] = useState<readonly number[] | undefined>(undefined);
  useEffect(() => {
    if (!isWanted) return;
    const controller = new AbortController();
    host.request("emptyColumns", { resultId }, controller.signal).then(
      ({ columns }) => {
        if (!controller.signal.aborted) setEmpty(columns);
      },
      (error: unknown) => {
        // Without the answer every column is shown, which hides nothing.
        if (!(error instanceof CancelledError)) setEmpty(none);
      },
    );
    return () => controller.abort();
    // Rows that have arrived since may hold the first value of a column.
  }, [host, resultId, rowCount, isWanted]);
  return isWanted ? empty : none;
}
