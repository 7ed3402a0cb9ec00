import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { ColumnStatistics, ResultView } from "../../../src/protocol/query.ts";
import type { ResultHost } from "../result-host.ts";

export type StatisticsState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly statistics: ColumnStatistics }
  | { readonly kind: "failed"; readonly message: string };

export interface Statistics {
  of(column: number): StatisticsState | undefined;
  /** Asks for the statistics of columns, one after the other, unless they are known. */
  load(columns: readonly number[]): void;
}

/** Statistics of the rows in view, asked for by column and forgotten when the view changes. */
export function useStatistics(host: ResultHost, resultId: string, view: ResultView): Statistics {
  const [known, setKnown] = useState<ReadonlyMap<number, StatisticsState>>(new Map());
  const controller = useRef(new AbortController());
  const { search, filters } = view;

  useLayoutEffect(() => {
    controller.current = new AbortController();
    setKnown(new Map());
    return () => controller.current.abort();
  }, [host, resultId, search, filters]);

  const load = useCallback(
    (columns: readonly number[]) => {
      const { signal } = controller.current;
      const narrowing = { ...(search !== undefined && { search }), ...(filters && { filters }) };
      const learn = (column: number, state: StatisticsState): void => {
        if (!signal.aborted) setKnown((before) => new Map(before).set(column, state));
      };
      const wanted = columns.filter((column) => {
        const state = known.get(column);
        return state === undefined || state.kind === "failed";
      });
      for (const column of wanted) learn(column, { kind: "loading" });
      void (async () => {
        for (const column of wanted) {
          try {
            const statistics = await host.request("columnStatistics", { ...narrowing, resultId, column }, signal);
            learn(column, { kind: "ready", statistics });
          } catch (error) {
            if (error instanceof CancelledError) return;
            learn(column, { kind: "failed", message: error instanceof Error ? error.message : String(error) });
          }
        }
      })();
    },
    [host, resultId, search, filters, known],
  );
  return { of: (column) => known.get(column), load };
}
