import { filled, t } from "../../../src/base/translated.ts";
import type { ChartData, ChartKey, GroupedChart, TimeStep } from "../../../src/protocol/chart/chart-data.ts";
import type { ChartSpec, Measure } from "../../../src/protocol/chart/chart-spec.ts";
import type { JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { count } from "../amounts.ts";
import { type Clock, timeOn } from "../shown-time.ts";
import { countryName } from "./map/mapped-countries.ts";

/** What a chart is of, and how its values are read. */
export interface ChartSubject {
  readonly chart: ChartSpec;
  readonly columns: readonly ResultColumn[];
  readonly clock: Clock;
  /** What a value stands for, where somebody knows: the words of an error code. */
  readonly meaningOf?: ((column: number, value: JsonValue) => string | undefined) | undefined;
}

/** The name of a column, in which nothing is unseen. */
export function columnName(columns: readonly ResultColumn[], column: number | undefined): string {
  const name = visibleText(columns[column ?? -1]?.name ?? "");
  return name === "" ? t("column {0}", (column ?? 0) + 1) : name;
}

/** A value that rows were grouped by: never empty, and unlike any other one's. */
export function keyLabel(
  key: ChartKey,
  column: number | undefined,
  { chart, columns, clock, meaningOf }: ChartSubject,
): string {
  if (key.kind === "others")
    return key.values === 1 ? t("Other ({0} value)", count(key.values)) : t("Other ({0} values)", count(key.values));
  const { value, isCut } = key;
  if (value === null) return t("No value");
  if (value === "") return t("Empty text");
  const kind = columns[column ?? -1]?.kind;
  const text =
    kind === "time" ? timeOn(clock, String(value)) : typeof value === "object" ? JSON.stringify(value) : String(value);
  const country = chart.type === "map" ? countryName(text.toUpperCase()) : undefined;
  const meaning = column === undefined ? undefined : (meaningOf?.(column, value) ?? country);
  return `${visibleText(text)}${isCut ? "…" : ""}${meaning === undefined ? "" : ` ${visibleText(meaning)}`}`;
}

const aggregateWords = {
  sum: t("sum of {0}"),
  avg: t("average of {0}"),
  min: t("least {0}"),
  max: t("greatest {0}"),
  distinct: t("different {0}"),
  count: t("rows with {0}"),
};

/** `Rows`, `failures`, `average of minutes`. A value that is one row's is called by its column alone. */
export function measureLabel(
  { column, aggregate }: Measure,
  columns: readonly ResultColumn[],
  isOneRowEach = false,
): string {
  if (column === undefined) return t("Rows");
  const name = columnName(columns, column);
  const isItself = isOneRowEach && aggregate !== "distinct" && aggregate !== "count";
  return isItself ? name : filled(aggregateWords[aggregate], [name]);
}

/** What the chart shows, as its title: `Rows by createdDateTime, split by outcome`. */
export function chartTitle({ chart, columns }: ChartSubject, data?: ChartData): string {
  const isOne = data?.kind === "grouped" && data.isOneRowEach;
  const measures =
    chart.type === "scatter"
      ? [columnName(columns, chart.measures[0]?.column)]
      : chart.measures.map((measure) => measureLabel(measure, columns, isOne));
  const values = `${measures.join(", ").slice(0, 1).toUpperCase()}${measures.join(", ").slice(1)}`;
  const along = chart.x === undefined || chart.type === "number" ? undefined : columnName(columns, chart.x);
  if (chart.series === undefined) return along === undefined ? values : t("{0} by {1}", values, along);
  const series = columnName(columns, chart.series);
  if (chart.type === "heatmap")
    return along === undefined ? t("{0} and {1}", values, series) : t("{0} by {1} and {2}", values, along, series);
  return along === undefined
    ? t("{0} split by {1}", values, series)
    : t("{0} by {1}, split by {2}", values, along, series);
}

/** The name of a series: the value that it is split by, or what is drawn. */
export function seriesLabel(
  { measure, key }: GroupedChart["series"][number],
  data: GroupedChart,
  subject: ChartSubject,
): string {
  if (key !== undefined) return keyLabel(key, subject.chart.series, subject);
  const own = subject.chart.measures[measure];
  return own === undefined ? "" : measureLabel(own, subject.columns, data.isOneRowEach);
}

/** The places of the axis in words, from left to right. */
export function placeLabels({ axis }: GroupedChart, subject: ChartSubject): readonly string[] {
  if (axis.kind === "category") return axis.keys.map((key) => keyLabel(key, subject.chart.x, subject));
  if (axis.kind === "time") {
    const clock = clockOfSteps(axis, subject.clock);
    return axis.starts.map((start) => stepLabel(start, axis.step, clock));
  }
  if (axis.kind === "none") return [""];
  const { values, width } = axis;
  return values.map((value) => (width === undefined ? count(value) : `${count(value)} – ${count(value + width)}`));
}

/**
 * The clock by which the steps of an axis are named: days and longer ones that begin at UTC's midnights are days that a
 * query made, which on another clock would have the name of the day before.
 */
export function clockOfSteps(
  { starts, step }: { readonly starts: readonly string[]; readonly step: TimeStep },
  clock: Clock,
): Clock {
  const isCalendar = step.unit !== "second" && step.unit !== "minute" && step.unit !== "hour";
  return isCalendar && starts.every((start) => start.endsWith("T00:00:00.000Z")) ? "utc" : clock;
}

/** The beginning of a step, with no more of it than tells it apart: `2026-11-22`, `2026-11-22 03:15`. */
export function stepLabel(start: string, { unit, count: times }: TimeStep, clock: Clock): string {
  const shown = timeOn(clock, start);
  if (unit === "second") return shown;
  if (unit === "minute" || unit === "hour") return `${shown.slice(0, 16)}${clock === "local" ? shown.slice(19) : ""}`;
  if (unit === "day" || unit === "week") return shown.slice(0, 10);
  return unit === "year" && times >= 1 ? shown.slice(0, 4) : shown.slice(0, 7);
}

/** `3 hours`, `day`. */
export function stepWords({ unit, count: times }: TimeStep): string {
  return times === 1 ? unit : `${times} ${unit}s`;
}
