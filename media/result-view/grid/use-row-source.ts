import { useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import type { ResultView, ResultWindow, WindowRequest } from "../../../src/protocol/query.ts";
import { RowSource } from "./row-source.ts";

/** What reads rows of a result: a page's host. */
export interface WindowReader {
  request(method: "readWindow", params: WindowRequest, signal: AbortSignal): Promise<ResultWindow>;
}

/**
 * The rows to draw; `loading` while another order or filter is on its way and the former rows are still shown.
 * @param heldRows how many have arrived: more of them are other rows of the same result.
 */
export function useRowSource(
  host: WindowReader,
  resultId: string,
  view: ResultView,
  heldRows?: number,
): { readonly source: RowSource; readonly loading: boolean } {
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
  const wanted = useMemo(
    () =>
      new RowSource(
        (offset, limit, signal) => host.request("readWindow", { ...view, resultId, offset, limit }, signal),
        () => redraw(undefined),
      ),
    [host, resultId, view, heldRows],
  );
  useLayoutEffect(() => {
    wanted.show(0, 1);
    return () => wanted.dispose();
  }, [wanted]);
  const drawn = useRef(wanted);
  const loading = wanted.rowCount === undefined && wanted.failure === undefined;
  if (!loading) drawn.current = wanted;
  return { source: drawn.current, loading };
}
