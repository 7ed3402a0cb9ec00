import { useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import type { ResultView } from "../../src/protocol/query.ts";
import { RowSource } from "./grid/row-source.ts";
import type { ResultHost } from "./result-host.ts";

/** The rows to draw; `loading` while another order or filter is on its way and the former rows are still shown. */
export function useRows(
  host: ResultHost,
  resultId: string,
  view: ResultView,
  heldRows: number,
): { readonly source: RowSource; readonly loading: boolean } {
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
  const wanted = useMemo(
    () =>
      new RowSource(
        (offset, limit, signal) => host.request("readWindow", { ...view, resultId, offset, limit }, signal),
        () => redraw(undefined),
      ),
    // Rows that have arrived since are other rows of the same result.
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
