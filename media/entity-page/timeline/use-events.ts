import { useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import type { ResultView } from "../../../src/protocol/query.ts";
import { RowSource } from "../../result-view/grid/row-source.ts";
import type { EntityHost } from "../entity-host.ts";

/** The events to draw; `loading` while another filter is on its way and the former events are still shown. */
export function useEvents(
  host: EntityHost,
  resultId: string,
  view: ResultView,
): { readonly source: RowSource; readonly loading: boolean } {
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
  const wanted = useMemo(
    () =>
      new RowSource(
        (offset, limit, signal) => host.request("readWindow", { ...view, resultId, offset, limit }, signal),
        () => redraw(undefined),
      ),
    [host, resultId, view],
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
