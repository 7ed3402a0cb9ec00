import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ChartSpec } from "../../src/protocol/chart/chart-spec.ts";
import type { Cell, ResultColumn, ResultSummary, ResultView } from "../../src/protocol/query.ts";
import type { ArrangedColumns } from "../../src/protocol/result-page.ts";
import type { Clock } from "../shared/shown-time.ts";
import { arrangedLayout, arrangedOf, isAsAtFirst } from "./arrange/arranged-columns.ts";
import { type ColumnLayout, initialLayout, shownColumns, withWidths } from "./grid/column-layout.ts";
import { fittingWidth } from "./grid/column-width.ts";
import type { Meanings } from "./grid/meanings.ts";
import { textMeasure } from "./grid/measure-text.ts";
import type { RowSource } from "./grid/row-source.ts";
import { keepInside, type Selection, selectCell } from "./grid/selection.ts";
import { useRowSource } from "./grid/use-row-source.ts";
import type { ResultHost } from "./result-host.ts";
import type { Page } from "./title-line.tsx";
import { recall, recallFormer, type ViewMemory } from "./view-memory.ts";

/** Everything that can change while a result is looked at. */
export interface Result {
  readonly summary: ResultSummary;
  readonly page: Page;
  readonly setPage: (page: Page) => void;
  readonly view: ResultView;
  /** Changes order or filters; the selection goes to the first row. */
  readonly setView: (view: ResultView) => void;
  /** The chart as the person adjusted it. */
  readonly chart: ChartSpec | undefined;
  readonly setChart: (chart: ChartSpec) => void;
  /** Undefined until the first rows have come, whose content decides the widths. */
  readonly layout: ColumnLayout | undefined;
  readonly setLayout: (layout: ColumnLayout) => void;
  /** The shown columns from left to right. */
  readonly shown: readonly number[];
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly source: RowSource;
  readonly loading: boolean;
  readonly rowCount: number;
  readonly activeColumn: number;
  readonly activeCell: Cell | undefined;
  readonly topRow: number;
  readonly setTopRow: (row: number) => void;
  /** The first rows that are held, up to a hundred. */
  readonly sample: () => readonly (readonly Cell[])[];
  /** The width that shows a column's content, in pixels. */
  readonly fittingWidth: (column: number) => number;
}

/** How a result that nobody has looked at yet begins. */
export interface FirstLook {
  readonly firstOrder: readonly number[] | undefined;
  /** How the columns of such results were arranged the last time. */
  readonly arranged: ArrangedColumns | undefined;
  readonly clock: Clock;
}

/** Holds the state of a result view and keeps it for when the view is hidden. */
export function useResult(
  host: ResultHost,
  memory: ViewMemory,
  summary: ResultSummary,
  meanings: Meanings,
  { firstOrder, arranged, clock }: FirstLook,
): Result {
  const { resultId, columns } = summary;
  const names = useMemo(() => columns.map(({ name }) => name), [columns]);
  const recalled = useMemo(() => recall(memory, resultId), [memory, resultId]);
  const [page, setPage] = useState<Page>(recalled?.page ?? "grid");
  const [view, setView] = useState<ResultView>(recalled?.view ?? {});
  const former = useMemo(() => recallFormer(memory, names), [memory, names]);
  const [chart, setChart] = useState<ChartSpec | undefined>(recalled?.chart ?? former?.chart);
  const [layout, setLayout] = useState<ColumnLayout | undefined>(recalled?.layout);
  const [selected, setSelection] = useState<Selection>(recalled?.selection ?? selectCell({ row: 0, column: 0 }));
  const topRow = useRef(recalled?.row ?? 0);
  const { source, loading } = useRowSource(host, resultId, view, summary.rowCount);
  const rowCount = source.rowCount ?? 0;

  const fitting = useCallback(
    (column: number) => fitColumn(source, topRow.current, columns, column, meanings, clock),
    [source, columns, meanings, clock],
  );
  const isRead = source.rowCount !== undefined;
  useLayoutEffect(() => {
    if (layout === undefined && isRead) {
      const widths = columns.map((_, column) => fitting(column));
      const first = arrangedLayout(arranged, names, widths, firstOrder) ?? initialLayout(widths, firstOrder);
      setLayout(former?.layout ? withWidths(former.layout, widths) : first);
    }
  }, [layout, isRead, columns, fitting]);

  /** What a person does to the columns is remembered for the next result of the table or query. */
  const arrange = (next: ColumnLayout): void => {
    const told = JSON.stringify(arrangedOf(next, names));
    const isNew = layout !== undefined && told !== JSON.stringify(arrangedOf(layout, names));
    setLayout(next);
    if (!isNew) return;
    host.notify("arrange", isAsAtFirst(next, names, firstOrder) ? null : arrangedOf(next, names));
  };

  const save = useCallback(() => {
    memory.save({
      version: 1,
      resultId,
      names,
      page,
      view,
      selection: selected,
      row: topRow.current,
      ...(layout && { layout }),
      ...(chart && { chart }),
    });
  }, [memory, resultId, names, page, view, selected, layout, chart]);
  useLayoutEffect(save, [save]);

  const shown = useMemo(() => (layout ? shownColumns(layout) : []), [layout]);
  const selection = keepInside(selected, { rows: rowCount, columns: shown.length, page: 1 });
  const activeColumn = shown[selection.head.column] ?? 0;
  return {
    summary,
    page,
    setPage,
    view,
    setView: (next) => {
      setView(next);
      setSelection(selectCell({ row: 0, column: selection.head.column }));
    },
    chart,
    setChart,
    layout,
    setLayout: arrange,
    shown,
    selection,
    setSelection,
    source,
    loading,
    rowCount,
    activeColumn,
    activeCell: selection.head.row < 0 ? undefined : source.row(selection.head.row)?.[activeColumn],
    topRow: topRow.current,
    setTopRow: (row) => {
      if (row === topRow.current) return;
      topRow.current = row;
      save();
    },
    sample: () => heldRows(source, 0),
    fittingWidth: fitting,
  };
}

const measuredRows = 100;

function fitColumn(
  source: RowSource,
  topRow: number,
  columns: readonly ResultColumn[],
  index: number,
  meanings: Meanings,
  clock: Clock,
): number {
  const column = columns[index];
  if (!column) return 0;
  const held = heldRows(source, topRow);
  return fittingWidth(column, index, held, textMeasure(document.body), meanings.get(index), clock);
}

function heldRows(source: RowSource, topRow: number): readonly (readonly Cell[])[] {
  const rows = Array.from({ length: measuredRows }, (_, offset) => source.row(topRow + offset));
  return rows.filter((row) => row !== undefined);
}
