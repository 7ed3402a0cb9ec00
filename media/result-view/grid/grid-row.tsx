// biome-ignore-all lint/a11y/useSemanticElements: a table cannot draw only the rows and columns in view
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names its active cell
import type { JSX } from "preact";
import type { Cell, ResultColumn } from "../../../src/protocol/query.ts";
import { MarkedText } from "../../shared/marked-text.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import { FoundText } from "../cell/found-text.tsx";
import { cellId } from "./cell-id.ts";
import { fitsCell } from "./column-width.ts";
import type { Meanings } from "./meanings.ts";
import { type CellPlace, contains, type Rectangle } from "./selection.ts";
import { type ShownCell, shownCell } from "./shown-cell.ts";
import type { ColumnScroll, DrawnColumn } from "./use-column-scroll.ts";
import "./grid-row.css";

/** One row; its cells are grey bars until they have come. */
export function GridRow(props: {
  readonly id: string;
  readonly row: number;
  readonly cells: readonly Cell[] | undefined;
  readonly columns: readonly ResultColumn[];
  readonly meanings: Meanings;
  readonly across: ColumnScroll;
  /** How wide a text is drawn, in pixels. */
  readonly measure: (text: string) => number;
  readonly clock: Clock;
  readonly sought: string;
  readonly rectangle: Rectangle;
  readonly head: CellPlace;
}): JSX.Element {
  const { across, row } = props;
  const cell = (drawn: DrawnColumn): JSX.Element => (
    <GridCell
      key={drawn.column}
      id={cellId(props.id, { row, column: drawn.place })}
      row={row}
      drawn={drawn}
      column={props.columns[drawn.column]}
      cell={props.cells === undefined ? undefined : (props.cells[drawn.column] ?? null)}
      meanings={props.meanings.get(drawn.column)}
      measure={props.measure}
      clock={props.clock}
      sought={props.sought}
      selected={contains(props.rectangle, row, drawn.place)}
      active={props.head.row === row && props.head.column === drawn.place}
    />
  );
  return (
    // aria-rowindex counts the header as the first row.
    <div class="grid-row" role="row" aria-rowindex={row + 2} aria-busy={props.cells === undefined}>
      {across.frozenWidth > 0 && (
        <div class="grid-frozen" role="presentation" style={{ width: `${across.frozenWidth}px` }}>
          {across.margin > 0 && (
            <span class="row-number" aria-hidden="true" style={{ width: `${across.margin}px` }}>
              {row + 1}
            </span>
          )}
          {across.frozen.map(cell)}
        </div>
      )}
      {across.scrolling.map(cell)}
    </div>
  );
}

function GridCell(props: {
  readonly id: string;
  readonly row: number;
  readonly drawn: DrawnColumn;
  readonly column: ResultColumn | undefined;
  readonly cell: Cell | undefined;
  readonly meanings: Readonly<Record<string, string>> | undefined;
  readonly measure: (text: string) => number;
  readonly clock: Clock;
  readonly sought: string;
  readonly selected: boolean;
  readonly active: boolean;
}): JSX.Element {
  const { drawn, column, cell } = props;
  const shown = cell === undefined || !column ? undefined : shownCell(cell, column, props.meanings, props.clock);
  const isNarrow =
    column?.kind === "number" && shown?.kind === "value" && !fitsCell(shown.text, drawn.width, props.measure);
  const classes = [
    "cell",
    isNarrow && "cell-narrow",
    column?.kind === "number" && !props.meanings && "cell-right",
    shown && shown.kind !== "value" && `cell-${shown.kind}`,
    props.selected && "cell-selected",
    props.active && "cell-active",
  ];
  return (
    <div
      id={props.id}
      class={classes.filter(Boolean).join(" ")}
      role="gridcell"
      aria-colindex={drawn.place + 1}
      aria-selected={props.selected}
      data-row={props.row}
      data-column={drawn.column}
      style={{ left: `${drawn.left}px`, width: `${drawn.width}px` }}
    >
      {isNarrow ? <NarrowNumber text={shown.text} /> : content()}
    </div>
  );

  function content(): JSX.Element {
    if (shown === undefined) return <span class="cell-coming" />;
    return (
      <>
        {props.sought !== "" && isText(shown) ? (
          <FoundText text={shown.text} sought={props.sought} lines="marked" />
        ) : (
          <MarkedText text={shown.text} />
        )}
        {shown.meaning !== undefined && <span class="cell-meaning"> {shown.meaning}</span>}
      </>
    );
  }
}

/** True for what the record holds; the words in place of a value are none of its text. */
function isText({ kind }: ShownCell): boolean {
  return kind === "value" || kind === "cut";
}

/** Signs in place of a number that its column is too narrow for: its first digits alone are another number. */
function NarrowNumber(props: { readonly text: string }): JSX.Element {
  return (
    <>
      <span aria-hidden="true">{"#".repeat(40)}</span>
      <span class="visually-hidden">{props.text}</span>
    </>
  );
}
