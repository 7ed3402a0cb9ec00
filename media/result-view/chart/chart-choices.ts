import { t } from "../../../src/base/translated.ts";
import {
  type Aggregate,
  type ChartSpec,
  type ChartType,
  isOfOneSeries,
  type Measure,
} from "../../../src/protocol/chart/chart-spec.ts";
import { guessAggregate } from "../../../src/protocol/chart/place-chart.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";

export const typeLabels: Readonly<Record<ChartType, string>> = {
  bar: t("Bars"),
  line: t("Line"),
  area: t("Area"),
  pie: t("Pie"),
  scatter: t("Scatter"),
  heatmap: t("Heat map"),
  map: t("Map of countries"),
  number: t("Number"),
};

export const aggregateLabels: Readonly<Record<Aggregate, string>> = {
  count: t("Count"),
  sum: t("Sum"),
  avg: t("Average"),
  min: t("Least"),
  max: t("Greatest"),
  distinct: t("Different values"),
};

/** No column. */
export const none = "none";

/** A column in a list of choices: names may repeat, so that they are told apart by their place. */
export interface ColumnChoice {
  readonly value: string;
  readonly label: string;
}

export function columnChoices(
  columns: readonly ResultColumn[],
  fits: (column: ResultColumn) => boolean,
): readonly ColumnChoice[] {
  return columns.flatMap((column, index) => {
    if (!fits(column)) return [];
    const isTwice = columns.some((other, place) => place !== index && other.name === column.name);
    const name = column.name === "" ? t("column {0}", index + 1) : column.name;
    return [{ value: String(index), label: isTwice ? t("{0} (column {1})", name, index + 1) : name }];
  });
}

/** Whether a chart can have a column along its axis. */
export function fitsAxis(type: ChartType, { kind }: ResultColumn): boolean {
  return type !== "scatter" || kind === "number" || kind === "time";
}

/** The aggregates that a column has. */
export function aggregatesOf(column: ResultColumn | undefined): readonly Aggregate[] {
  if (column === undefined) return ["count"];
  return column.kind === "number" ? ["sum", "avg", "min", "max", "distinct", "count"] : ["distinct", "count"];
}

/** Another kind of chart of the same columns, as far as it can have them. */
export function withType(chart: ChartSpec, type: ChartType, columns: readonly ResultColumn[]): ChartSpec {
  const { x: former, series, measures } = chart;
  const next = { ...chart, type };
  if (type === "number") return { type, measures };
  const numbers = columns.flatMap(({ kind }, index) => (kind === "number" ? [index] : []));
  if (type === "scatter") {
    const x =
      former !== undefined && fitsAxis(type, columns[former] ?? { name: "", type: "", kind: "text" })
        ? former
        : numbers[0];
    const y =
      measures.find(({ column }) => column !== undefined && numbers.includes(column))?.column ??
      numbers.find((each) => each !== x) ??
      numbers[0];
    const measure: Measure = { ...(y !== undefined && { column: y }), aggregate: "avg" };
    return { type, measures: [measure], ...(x !== undefined && { x }), ...(series !== undefined && { series }) };
  }
  const x =
    former ??
    Math.max(
      0,
      columns.findIndex(({ kind }) => kind === "text" || kind === "time"),
    );
  if (isOfOneSeries(type)) return { type, x, measures: measures.slice(0, 1) };
  const one = type === "heatmap" || series !== undefined ? measures.slice(0, 1) : measures;
  if (type === "heatmap") {
    const split =
      series ??
      Math.max(
        0,
        columns.findIndex(({ kind }, index) => index !== x && kind === "text"),
      );
    return { type, x, measures: one, series: split };
  }
  return { ...next, x, measures: one };
}

/** The chart with another measure in the place of its first one. */
export function withMeasure(chart: ChartSpec, column: number | undefined, columns: readonly ResultColumn[]): ChartSpec {
  const own = column === undefined ? undefined : columns[column];
  const [former] = chart.measures;
  const aggregates = aggregatesOf(own);
  const kept = former?.column !== undefined && aggregates.includes(former.aggregate) ? former.aggregate : undefined;
  const aggregate = own === undefined ? "count" : (kept ?? guessAggregate(own));
  return { ...chart, measures: [{ ...(column !== undefined && { column }), aggregate }] };
}
