import { useEffect, useState } from "preact/hooks";
import type { ChartData, ChartRequest } from "../../../src/protocol/chart/chart-data.ts";
import type { ChartSpec } from "../../../src/protocol/chart/chart-spec.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { ResultView } from "../../../src/protocol/query.ts";
import type { Clock } from "../shown-time.ts";

/** What a chart of a result has come to; `data` stays the former one's while another is on its way. */
export interface ChartState {
  readonly data: ChartData | undefined;
  /** The chart that `data` is of. */
  readonly chart: ChartSpec | undefined;
  readonly isLoading: boolean;
  readonly failure: string | undefined;
}

/** Of which rows of which result. */
export interface ChartRows {
  readonly resultId: string;
  readonly view: ResultView;
  /** Rows held; more are another chart. */
  readonly rowCount: number;
}

/** Asks for what a chart is drawn of, again when the chart or the rows change; an outdated question is given up. */
export function useChartData(
  ask: (request: ChartRequest, signal: AbortSignal) => Promise<ChartData>,
  { resultId, view, rowCount }: ChartRows,
  chart: ChartSpec | undefined,
  clock: Clock,
): ChartState {
  const [state, setState] = useState<ChartState>({
    data: undefined,
    chart: undefined,
    isLoading: true,
    failure: undefined,
  });
  const { sort: _, ...narrowed } = view;
  const request = chart === undefined ? undefined : { resultId, chart, ...narrowed, ...zoneOf(clock) };
  useEffect(() => {
    if (request === undefined) return;
    const giveUp = new AbortController();
    setState((former) => ({ ...former, isLoading: true }));
    ask(request, giveUp.signal)
      .then((data) => {
        if (!giveUp.signal.aborted) setState({ data, chart, isLoading: false, failure: undefined });
      })
      .catch((error: unknown) => {
        if (giveUp.signal.aborted || error instanceof CancelledError) return;
        const failure = error instanceof Error ? error.message : String(error);
        setState({ data: undefined, chart, isLoading: false, failure });
      });
    return () => giveUp.abort();
  }, [JSON.stringify(request), rowCount]);
  return state;
}

function zoneOf(clock: Clock): { readonly zone?: string } {
  return clock === "utc" ? {} : { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone };
}
