import type { ChartSpec } from "../../src/protocol/chart/chart-spec.ts";
import type { ResultView } from "../../src/protocol/query.ts";
import type { ColumnLayout } from "./grid/column-layout.ts";
import type { Selection } from "./grid/selection.ts";

/** What a view remembers of a result while it is hidden. */
export interface RememberedView {
  readonly version: 1;
  readonly resultId: string;
  /** The names of the result's columns. */
  readonly names?: readonly string[];
  readonly page: "grid" | "chart" | "columns";
  /** The chart as the person adjusted it. */
  readonly chart?: ChartSpec;
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
 * What of another result with the same names of columns holds for this one: a query that runs again keeps how its
 * columns were arranged and its chart. Which columns are empty is that result's own.
 */
export function recallFormer(
  memory: ViewMemory,
  names: readonly string[],
): Pick<RememberedView, "layout" | "chart"> | undefined {
  const saved = memory.load();
  if (typeof saved !== "object" || saved === null) return undefined;
  const { version, names: former, layout, chart } = saved as Partial<RememberedView>;
  if (version !== 1 || JSON.stringify(former) !== JSON.stringify(names)) return undefined;
  return { ...(layout && { layout: { ...layout, empty: [] } }), ...(chart && { chart }) };
}
