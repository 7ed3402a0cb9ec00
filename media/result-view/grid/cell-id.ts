import type { CellPlace } from "./selection.ts";

/** The element id by which a screen reader finds the active cell. */
export function cellId(gridId: string, { row, column }: CellPlace): string {
  return `${gridId}-${row}-${column}`;
}
