// biome-ignore-all lint/a11y/useSemanticElements: a table cannot draw only the rows and columns in view
import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useId, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ResultColumn, ResultView } from "../../../src/protocol/query.ts";
import { type Anchor, anchorUnder } from "../../shared/popup.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import { treeRoot } from "../../shared/tree-root.ts";
import { cellId } from "./cell-id.ts";
import { cellTip } from "./cell-tip.ts";
import { type ColumnLayout, shownColumns, widenColumns } from "./column-layout.ts";
import { numberWidths } from "./column-width.ts";
import { GridHeader } from "./grid-header.tsx";
import { gridCommand } from "./grid-keys.ts";
import { GridRow } from "./grid-row.tsx";
import type { Meanings } from "./meanings.ts";
import { textMeasure } from "./measure-text.ts";
import type { RowSource } from "./row-source.ts";
import { trackHeight } from "./scaled-scroll.ts";
import { type CellPlace, contains, move, rectangleOf, type Selection, selectAll, selectCell } from "./selection.ts";
import { useColumnScroll } from "./use-column-scroll.ts";
import { headerHeight, rowHeight, useRowScroll } from "./use-row-scroll.ts";
import "./grid.css";

export interface GridProps {
  readonly label: string;
  readonly columns: readonly ResultColumn[];
  readonly meanings: Meanings;
  readonly source: RowSource;
  readonly rowCount: number;
  readonly view: ResultView;
  readonly layout: ColumnLayout;
  readonly selection: Selection;
  readonly startRow: number;
  /** True while the active cell is open beside the grid, which is then narrower. */
  readonly isBesidePane: boolean;
  readonly clock: Clock;
  /** What the rows were searched for, which is marked in them. */
  readonly sought: string;
  readonly hasRowNumbers: boolean;
  readonly onLayout: (layout: ColumnLayout) => void;
  readonly onSelect: (selection: Selection) => void;
  readonly onSort: (column: number, add: boolean) => void;
  readonly onFit: (column: number) => void;
  readonly onColumnMenu: (place: number, anchor: Anchor) => void;
  readonly onCellMenu: (anchor: Anchor) => void;
  /** What a click with Ctrl on a cell does, where its value leads on; undefined elsewhere. */
  readonly linkAt?: (row: number, column: number) => (() => void) | undefined;
  /** Opens the active cell's row, or the cell alone. */
  readonly onOpen: (what: "record" | "cell") => void;
  readonly onCollapse: () => void;
  /** Copies what is selected; `otherwise` with headers where it would have none, and without where it would. */
  readonly onCopy: (otherwise: boolean) => void;
  readonly onTopRow: (row: number) => void;
}

/** The rows of a result; draws what is in view and moves by keyboard and pointer. */
export function Grid(props: GridProps): JSX.Element {
  const { columns, layout, selection, source, rowCount } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const shown = useMemo(() => shownColumns(layout), [layout]);
  const numberWidth = props.hasRowNumbers ? rowNumberWidth(rowCount) : 0;
  const across = useColumnScroll(scroller, shown, layout.widths, Math.min(layout.frozen, shown.length), numberWidth);
  const down = useRowScroll(scroller, rowCount, props.startRow, (first, end) => {
    source.show(first, end);
    props.onTopRow(first);
  });
  const rectangle = rectangleOf(selection);
  const { head } = selection;
  const headIsDrawn = head.row === -1 || (head.row >= down.first && head.row < down.end);

  // Only a moved selection scrolls; a redraw for other reasons must leave the reader where they are.
  const revealed = useRef(head);
  useLayoutEffect(() => {
    if (revealed.current.row === head.row && revealed.current.column === head.column) return;
    revealed.current = head;
    if (head.row >= 0) down.reveal(head.row);
    across.reveal(head.column);
  });

  useLayoutEffect(() => across.reveal(head.column), [props.isBesidePane]);

  const measure = useMemo(() => textMeasure(document.body), []);
  useLayoutEffect(() => {
    const rows = rowNumbers(down.first, down.end).flatMap((row) => [source.row(row) ?? []]);
    const drawn = [...across.frozen, ...across.scrolling].map(({ column }) => column);
    const wider = widenColumns(layout, numberWidths(columns, drawn, rows, measure, props.clock));
    if (wider !== layout) props.onLayout(wider);
  });

  const drawnSource = useRef(source);
  useLayoutEffect(() => {
    if (drawnSource.current === source) return;
    drawnSource.current = source;
    down.goTo(0);
  });

  const placeAt = (event: MouseEvent): CellPlace => {
    const box = scroller.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const row = Math.floor((down.offset() + event.clientY - box.top - headerHeight) / rowHeight);
    return { row: Math.max(0, Math.min(row, rowCount - 1)), column: across.placeAt(event.clientX - box.left) };
  };

  const anchorOfHead = (): Anchor => {
    const grid = scroller.current as HTMLElement;
    const cell = treeRoot(grid).getElementById(cellId(id, head));
    return anchorUnder(cell ?? grid);
  };

  const pressKey = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const command = gridCommand(event);
    if (!command) return;
    const size = { rows: rowCount, columns: shown.length, page: down.page };
    switch (command.kind) {
      case "move":
        props.onSelect(move(selection, command.motion, size, command.extend));
        break;
      case "selectAll":
        props.onSelect(selectAll(size));
        break;
      case "copy":
      case "copyOtherwise":
        props.onCopy(command.kind === "copyOtherwise");
        break;
      case "collapse":
        props.onCollapse();
        break;
      case "open":
        if (head.row >= 0) props.onOpen(event.shiftKey ? "cell" : "record");
        else props.onSort(shown[head.column] ?? 0, event.shiftKey);
        break;
      case "menu":
        if (head.row >= 0) props.onCellMenu(anchorOfHead());
        else props.onColumnMenu(head.column, anchorOfHead());
        break;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const pressPointer = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const place = placeAt(event);
    if (event.button === 2) {
      if (!contains(rectangle, place.row, place.column)) props.onSelect(selectCell(place));
      return;
    }
    if (event.button !== 0) return;
    const link = event.ctrlKey || event.metaKey ? props.linkAt?.(place.row, shown[place.column] ?? -1) : undefined;
    if (link) {
      props.onSelect(selectCell(place));
      link();
      return;
    }
    const x = event.clientX - (scroller.current?.getBoundingClientRect().left ?? 0);
    if (x < numberWidth) {
      const from = event.shiftKey ? selection.anchor.row : place.row;
      props.onSelect({ anchor: { row: from, column: shown.length - 1 }, head: { row: place.row, column: 0 } });
      return;
    }
    props.onSelect(event.shiftKey ? { anchor: selection.anchor, head: place } : selectCell(place));
    const anchor = event.shiftKey ? selection.anchor : place;
    event.currentTarget.setPointerCapture(event.pointerId);
    const drag = (moved: PointerEvent): void => props.onSelect({ anchor, head: placeAt(moved) });
    const track = event.currentTarget;
    track.addEventListener("pointermove", drag);
    track.addEventListener("lostpointercapture", () => track.removeEventListener("pointermove", drag), { once: true });
  };

  return (
    <div
      ref={scroller}
      class="grid"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={rowCount + 1}
      aria-colcount={shown.length}
      aria-multiselectable="true"
      {...(headIsDrawn && { "aria-activedescendant": cellId(id, head) })}
      onKeyDown={pressKey}
      // The Edit menu's copy comes without a key.
      onCopy={(event) => {
        event.preventDefault();
        props.onCopy(false);
      }}
    >
      <GridHeader
        id={id}
        columns={columns}
        meanings={props.meanings}
        across={across}
        active={head.row === -1 ? head.column : -1}
        view={props.view}
        layout={layout}
        onLayout={props.onLayout}
        onSort={props.onSort}
        onFit={props.onFit}
        onMenu={props.onColumnMenu}
      />
      <div
        class="grid-track"
        role="rowgroup"
        style={{ height: `${trackHeight(down.geometry)}px`, width: `${across.totalWidth}px` }}
        onPointerDown={pressPointer}
        onDblClick={() => props.onOpen("record")}
        onContextMenu={(event) => {
          event.preventDefault();
          props.onCellMenu({ left: event.clientX, top: event.clientY, bottom: event.clientY });
        }}
        onPointerOver={(event) => {
          const cell = (event.target as Element).closest<HTMLElement>(".cell");
          if (!cell) return;
          const link = props.linkAt?.(Number(cell.dataset["row"]), Number(cell.dataset["column"]));
          cell.toggleAttribute("data-link", link !== undefined);
          cell.title = cellTip(cell, source, columns, props.clock);
        }}
      >
        <div class="grid-rows" role="presentation" style={{ top: `${down.top}px` }}>
          {rowNumbers(down.first, down.end).map((row) => (
            <GridRow
              key={row}
              id={id}
              row={row}
              cells={source.row(row)}
              columns={columns}
              meanings={props.meanings}
              across={across}
              measure={measure}
              clock={props.clock}
              sought={props.sought}
              rectangle={rectangle}
              head={head}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function rowNumbers(first: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

/** Room for the number of the last row, in pixels. */
function rowNumberWidth(rowCount: number): number {
  return Math.max(3, String(rowCount).length) * 8 + 16;
}
