import type { ArrangedColumns } from "../../../src/protocol/result-page.ts";
import { type ColumnLayout, initialLayout, narrowestColumn } from "../grid/column-layout.ts";

/** What of a layout is remembered for other results of the table or query, by the names of the columns. */
export function arrangedOf(layout: ColumnLayout, names: readonly string[]): ArrangedColumns {
  const nameOf = (column: number): string => names[column] ?? "";
  return {
    order: layout.order.map(nameOf),
    hidden: layout.hidden.toSorted((a, b) => a - b).map(nameOf),
    widths: Object.fromEntries(
      (layout.sized ?? []).toSorted((a, b) => a - b).map((column) => [nameOf(column), layout.widths[column] ?? 0]),
    ),
  };
}

/**
 * The first layout of a result with what was remembered of another one: columns that it has not are left out, those that
 * were not there stand behind the others. Undefined where the names do not tell the columns apart, or none is known.
 */
export function arrangedLayout(
  arranged: ArrangedColumns | undefined,
  names: readonly string[],
  widths: readonly number[],
  firstOrder: readonly number[] | undefined,
): ColumnLayout | undefined {
  if (arranged === undefined || new Set(names).size < names.length) return undefined;
  const indexes = (known: readonly string[]): readonly number[] =>
    [...new Set(known)].map((name) => names.indexOf(name)).filter((column) => column >= 0);
  const first = initialLayout(widths, firstOrder);
  const known = indexes(arranged.order);
  const hidden = indexes(arranged.hidden);
  if (known.length === 0 || hidden.length === names.length) return undefined;
  const chosen = Object.entries(arranged.widths).flatMap(([name, width]) => {
    const column = names.indexOf(name);
    return column < 0 ? [] : [[column, Math.max(narrowestColumn, width)] as const];
  });
  return {
    ...first,
    order: [...known, ...first.order.filter((column) => !known.includes(column))],
    hidden,
    widths: first.widths.map((width, column) => new Map(chosen).get(column) ?? width),
    sized: chosen.map(([column]) => column),
  };
}

/** Whether nobody moved, hid or drew a column. */
export function isAsAtFirst(
  layout: ColumnLayout,
  names: readonly string[],
  firstOrder: readonly number[] | undefined,
): boolean {
  const first = arrangedOf(initialLayout(layout.widths, firstOrder), names);
  return JSON.stringify(arrangedOf(layout, names)) === JSON.stringify(first);
}
