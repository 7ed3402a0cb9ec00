/** How the columns of a result are arranged; columns are named by their index in the result. */
export interface ColumnLayout {
  /** Every column, shown or hidden, from left to right. */
  readonly order: readonly number[];
  readonly hidden: readonly number[];
  /** Columns left out because no row has a value for them. */
  readonly empty?: readonly number[];
  /** How many of the shown columns stay in place when the rest scrolls. */
  readonly frozen: number;
  /** In pixels, by column. */
  readonly widths: readonly number[];
  /** Columns whose width a person chose: it is not changed for the sake of their content. */
  readonly sized?: readonly number[];
}

export const narrowestColumn = 48;

/** All columns, in an order or as the query named them. */
export function initialLayout(widths: readonly number[], order?: readonly number[]): ColumnLayout {
  return { order: order ?? widths.map((_, column) => column), hidden: [], frozen: 0, widths };
}

/** The shown columns from left to right. */
export function shownColumns(layout: ColumnLayout): readonly number[] {
  return layout.order.filter((column) => !layout.hidden.includes(column) && !layout.empty?.includes(column));
}

/** Puts all columns in an order; as many as before are frozen. */
export function orderColumns(layout: ColumnLayout, order: readonly number[]): ColumnLayout {
  return { ...layout, order };
}

/** Leaves out the columns without values, and shows those that were left out before; never leaves out all. */
export function leaveOutEmpty(layout: ColumnLayout, empty: readonly number[]): ColumnLayout {
  const lastFrozen = shownColumns(layout)
    .slice(0, layout.frozen)
    .findLast((column) => !empty.includes(column));
  const next = { ...layout, empty };
  const shown = shownColumns(next);
  if (shown.length === 0) return { ...layout, empty: [] };
  return { ...next, frozen: lastFrozen === undefined ? 0 : shown.indexOf(lastFrozen) + 1 };
}

/** Shows every column. */
export function showAll(layout: ColumnLayout): ColumnLayout {
  return { ...layout, hidden: [], empty: [] };
}

/** Gives a column the width that a person drew it to. */
export function resizeColumn(layout: ColumnLayout, column: number, width: number): ColumnLayout {
  const sized = [...new Set([...(layout.sized ?? []), column])];
  return { ...layout, widths: layout.widths.with(column, Math.max(narrowestColumn, Math.round(width))), sized };
}

/** Gives a column the width of its content, and lets it grow with it again. */
export function fitColumn(layout: ColumnLayout, column: number, width: number): ColumnLayout {
  const sized = (layout.sized ?? []).filter((other) => other !== column);
  return { ...layout, widths: layout.widths.with(column, width), sized };
}

/** Gives the columns whose width nobody chose the widths of another content. */
export function withWidths(layout: ColumnLayout, widths: readonly number[]): ColumnLayout {
  const chosen = (column: number): number | undefined =>
    layout.sized?.includes(column) ? layout.widths[column] : undefined;
  return { ...layout, widths: widths.map((width, column) => chosen(column) ?? width) };
}

/** Widens columns whose width nobody chose, by column; the same layout when none has to be wider. */
export function widenColumns(layout: ColumnLayout, wanted: ReadonlyMap<number, number>): ColumnLayout {
  const wider = [...wanted].filter(
    ([column, width]) => width > (layout.widths[column] ?? 0) && !layout.sized?.includes(column),
  );
  if (wider.length === 0) return layout;
  return { ...layout, widths: layout.widths.map((width, column) => new Map(wider).get(column) ?? width) };
}

/** Puts a column before another shown one (`place` counts shown columns; their number means the end). */
export function moveColumn(layout: ColumnLayout, column: number, place: number): ColumnLayout {
  const target = shownColumns(layout)[place];
  if (target === column) return layout;
  const others = layout.order.filter((other) => other !== column);
  const index = target === undefined ? others.length : others.indexOf(target);
  return { ...layout, order: others.toSpliced(index, 0, column) };
}

/** Freezes the shown columns up to and including one; -1 frees all. */
export function freezeThrough(layout: ColumnLayout, place: number): ColumnLayout {
  return { ...layout, frozen: place + 1 };
}

/** Hides a column, but never the last shown one. */
export function hideColumn(layout: ColumnLayout, column: number): ColumnLayout {
  return shownColumns(layout).length === 1 ? layout : leaveOut(layout, column);
}

/** Hides a column, even the last one: whoever wants three of ninety begins with none. */
export function leaveOut(layout: ColumnLayout, column: number): ColumnLayout {
  const place = shownColumns(layout).indexOf(column);
  if (place < 0) return layout;
  const frozen = place < layout.frozen ? layout.frozen - 1 : layout.frozen;
  return { ...layout, hidden: [...layout.hidden, column], frozen };
}

export function showColumn(layout: ColumnLayout, column: number): ColumnLayout {
  if (shownColumns(layout).includes(column)) return layout;
  const without = (columns: readonly number[]): readonly number[] => columns.filter((other) => other !== column);
  const shown = { ...layout, hidden: without(layout.hidden), empty: without(layout.empty ?? []) };
  const place = shownColumns(shown).indexOf(column);
  return { ...shown, frozen: place < layout.frozen ? layout.frozen + 1 : layout.frozen };
}
