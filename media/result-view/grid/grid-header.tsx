// biome-ignore-all lint/a11y/useSemanticElements: a table cannot draw only the rows and columns in view
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names its active cell
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ResultColumn, ResultView } from "../../../src/protocol/query.ts";
import type { Anchor } from "../../shared/popup.tsx";
import { cellId } from "./cell-id.ts";
import { type ColumnLayout, moveColumn, resizeColumn } from "./column-layout.ts";
import { HeaderCell } from "./header-cell.tsx";
import type { Meanings } from "./meanings.ts";
import type { ColumnScroll, DrawnColumn } from "./use-column-scroll.ts";
import "./grid-header.css";

/** The sticky row of column names. */
export function GridHeader(props: {
  readonly id: string;
  readonly columns: readonly ResultColumn[];
  readonly meanings: Meanings;
  readonly across: ColumnScroll;
  /** Place of the active header cell, or -1. */
  readonly active: number;
  readonly view: ResultView;
  readonly layout: ColumnLayout;
  readonly onLayout: (layout: ColumnLayout) => void;
  readonly onSort: (column: number, add: boolean) => void;
  readonly onFit: (column: number) => void;
  readonly onMenu: (place: number, anchor: Anchor) => void;
}): JSX.Element {
  const { across, layout, view } = props;
  const [drop, setDrop] = useState<number | undefined>(undefined);
  const sort = view.sort ?? [];

  const cell = (drawn: DrawnColumn): JSX.Element => {
    const rank = sort.findIndex((entry) => entry.column === drawn.column);
    return (
      <HeaderCell
        key={drawn.column}
        id={cellId(props.id, { row: -1, column: drawn.place })}
        drawn={drawn}
        column={props.columns[drawn.column]}
        alignsRight={props.columns[drawn.column]?.kind === "number" && !props.meanings.has(drawn.column)}
        active={props.active === drawn.place}
        descending={sort[rank]?.descending}
        rank={sort.length > 1 && rank >= 0 ? rank + 1 : undefined}
        filtered={view.filters?.some((filter) => filter.column === drawn.column) ?? false}
        isDropTarget={drop === drawn.place}
        placeAt={across.placeAt}
        onSort={(add) => props.onSort(drawn.column, add)}
        onFit={() => props.onFit(drawn.column)}
        onMenu={(anchor) => props.onMenu(drawn.place, anchor)}
        onResize={(width) => props.onLayout(resizeColumn(layout, drawn.column, width))}
        onDragOver={setDrop}
        onDrop={(place) => {
          setDrop(undefined);
          // Dropped on a column to its right, it takes that column's place: behind it.
          const before = place > drawn.place ? place + 1 : place;
          if (place !== drawn.place) props.onLayout(moveColumn(layout, drawn.column, before));
        }}
      />
    );
  };

  return (
    <div class="grid-header" role="row" aria-rowindex={1} style={{ width: `${across.totalWidth}px` }}>
      {across.frozenWidth > 0 && (
        <div class="grid-frozen" role="presentation" style={{ width: `${across.frozenWidth}px` }}>
          {across.frozen.map(cell)}
        </div>
      )}
      {across.scrolling.map(cell)}
    </div>
  );
}
