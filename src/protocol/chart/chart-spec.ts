/** How a result can be drawn. */
export const chartTypes = ["bar", "line", "area", "pie", "scatter", "number", "heatmap", "map"] as const;
export type ChartType = (typeof chartTypes)[number];

/** What is made of the rows that fall together: `count` of the rows, or an aggregate of a column. */
export const aggregates = ["count", "sum", "avg", "min", "max", "distinct"] as const;
export type Aggregate = (typeof aggregates)[number];

/** A chart as the header of a saved query declares it; `x`, `y` and `series` name columns of the result. */
export interface ChartDeclaration {
  readonly type: ChartType;
  readonly x?: string;
  readonly y?: readonly string[];
  readonly series?: string;
  readonly aggregate?: Aggregate;
}

/** A value that is drawn: an aggregate of a column; without a column the rows are counted. */
export interface Measure {
  /** Index into the result's columns. */
  readonly column?: number;
  readonly aggregate: Aggregate;
}

/** A chart of one result, whose columns are indices into the result's. */
export interface ChartSpec {
  readonly type: ChartType;
  /** Along the horizontal axis, the slices of a pie, the countries of a map; absent for `number`. */
  readonly x?: number;
  /** At least one; two of a `scatter` are not: its vertical axis is the first one's column. */
  readonly measures: readonly Measure[];
  /** The column whose values become series, or the rows of a heat map. */
  readonly series?: number;
}

/** Charts that lay their values out along an axis from left to right. */
export function hasAxis(type: ChartType): boolean {
  return type === "bar" || type === "line" || type === "area" || type === "scatter" || type === "heatmap";
}

/** Charts that have room for one value of each place: of several, the others would not be seen. */
export function isOfOneSeries(type: ChartType): boolean {
  return type === "pie" || type === "map";
}
