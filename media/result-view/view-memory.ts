import type { ResultView } from "../../src/protocol/query.ts";
import type { ColumnLayout } from "./grid/column-layout.ts";
import type { Selection } from "./grid/selection.ts";

/** What a view remembers of a result while it is hidden. */
export interface RememberedView {
  readonly version: 1;
  readonly resultId: string;
  /** The names of the result's columns. */
  readonly names?: readonly string[];
  readonly page: "grid" | "columns";
  readonly view: ResultView;
  readonly layout?: ColumnLayout;
  readonly selection?: Selection;
  /** The topmost row. */
  readonly row: number;
}

/** Keeps what a view remembers beyond the life of its page. */
export interface ViewMemory {
  load(): unknown;
  save(remembered: RememberedView): void;
}

/** What was remembered of this result; undefined for another one's or an older extension's. */
export function recall(memory: ViewMemory, resultId: string): RememberedView | undefined {
  const saved = memory.load();
  if (typeof saved !== "object" || saved === null) return undefined;
  const remembered = saved as Partial<RememberedView>;
  return remembered.version === 1 && remembered.resultId === resultId ? (saved as RememberedView) : undefined;
}

/**
 * How the columns of another result with the same names were arranged: a query that runs again keeps it. Which of them
 * are empty is that result's own.
 */
export function recallLayout(memory: ViewMemory, names: readonly string[]): ColumnLayout | undefined {
  const saved = memory.load();
  if (typeof saved !== "object" || saved === null) return undefined;
  const remembered = saved as Partial<RememberedView>;
  if (remembered.version !== 1 || JSON.stringify(remembered.names) !== JSON.stringify(names)) return undefined;
  return remembered.layout && { ...remembered.layout, empty: [] };
}
