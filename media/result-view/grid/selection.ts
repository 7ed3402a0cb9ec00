/** A cell by its row in the view and its place among the shown columns; row -1 is the header. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** The rectangle between two cells; `head` is the active cell. */
export interface Selection {
  readonly anchor: CellPlace;
  readonly head: CellPlace;
}

/** Half-open in both directions; without the header. */
export interface Rectangle {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

export type Motion =
  | "up"
  | "down"
  | "left"
  | "right"
  | "pageUp"
  | "pageDown"
  | "rowStart"
  | "rowEnd"
  | "columnStart"
  | "columnEnd"
  | "first"
  | "last";

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page key moves by. */
  readonly page: number;
}

/** A selection of one cell. */
export function selectCell(cell: CellPlace): Selection {
  return { anchor: cell, head: cell };
}

/** Every cell, with the first one active so that nothing scrolls. */
export function selectAll(size: GridSize): Selection {
  return { anchor: { row: size.rows - 1, column: size.columns - 1 }, head: { row: 0, column: 0 } };
}

/** Moves the active cell; `extend` keeps the anchor. An extended selection does not enter the header. */
export function move(selection: Selection, motion: Motion, size: GridSize, extend: boolean): Selection {
  const moved = step(selection.head, motion, size);
  const top = extend ? Math.min(0, size.rows - 1) : -1;
  const head = {
    row: clamp(moved.row, top, size.rows - 1),
    column: clamp(moved.column, 0, size.columns - 1),
  };
  return { anchor: extend ? selection.anchor : head, head };
}

function step({ row, column }: CellPlace, motion: Motion, size: GridSize): CellPlace {
  switch (motion) {
    case "up":
      return { row: row - 1, column };
    case "down":
      return { row: row + 1, column };
    case "left":
      return { row, column: column - 1 };
    case "right":
      return { row, column: column + 1 };
    case "pageUp":
      return { row: Math.max(0, row - size.page), column };
    case "pageDown":
      return { row: row + size.page, column };
    case "rowStart":
      return { row, column: 0 };
    case "rowEnd":
      return { row, column: size.columns - 1 };
    case "columnStart":
      return { row: 0, column };
    case "columnEnd":
      return { row: size.rows - 1, column };
    case "first":
      return { row: 0, column: 0 };
    case "last":
      return { row: size.rows - 1, column: size.columns - 1 };
  }
}

/** The selected cells; empty when only a header is. */
export function rectangleOf({ anchor, head }: Selection): Rectangle {
  return {
    fromRow: Math.max(0, Math.min(anchor.row, head.row)),
    toRow: Math.max(anchor.row, head.row) + 1,
    fromColumn: Math.min(anchor.column, head.column),
    toColumn: Math.max(anchor.column, head.column) + 1,
  };
}

export function contains(rectangle: Rectangle, row: number, column: number): boolean {
  return (
    row >= rectangle.fromRow && row < rectangle.toRow && column >= rectangle.fromColumn && column < rectangle.toColumn
  );
}

/** The selection inside a grid that became smaller. */
export function keepInside(selection: Selection, size: GridSize): Selection {
  const inside = ({ row, column }: CellPlace): CellPlace => ({
    row: clamp(row, -1, size.rows - 1),
    column: clamp(column, 0, Math.max(0, size.columns - 1)),
  });
  return { anchor: inside(selection.anchor), head: inside(selection.head) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
