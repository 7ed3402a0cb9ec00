import type { ResultColumn } from "../query.ts";
import { type Aggregate, type ChartDeclaration, type ChartSpec, isOfOneSeries, type Measure } from "./chart-spec.ts";

/** A chart of a result, or why it cannot be drawn of it. */
export type PlacedChart = { readonly chart: ChartSpec } | { readonly problem: string };

/**
 * Finds the columns that a declaration names; names ignore case, and of two columns with one name the first counts.
 * Without `y` the rows are counted.
 */
export function placeChart(declared: ChartDeclaration, columns: readonly ResultColumn[]): PlacedChart {
  const { type, x, y = [], series } = declared;
  const names = [x, ...y, series].filter((name) => name !== undefined);
  const missing = names.find((name) => find(name, columns) === undefined);
  if (missing !== undefined)
    return { problem: `The query's chart names the column ${missing}, which the result has not.` };
  if (x === undefined && type !== "number") return { problem: `The query's chart is a ${type} and names no column x.` };
  if (isOfOneSeries(type) && series !== undefined)
    return { problem: `The query's chart is a ${type}, which is not split, and names the series ${series}.` };
  if ((isOfOneSeries(type) || type === "scatter") && y.length > 1)
    return { problem: `The query's chart is a ${type}, which draws one value, and names ${y.length} columns y.` };
  const at = (name: string | undefined): number | undefined => (name === undefined ? undefined : find(name, columns));
  const [place, split] = [at(x), at(series)];
  const measures: Measure[] = y.map((name) => {
    const column = at(name);
    const aggregate = declared.aggregate ?? guessAggregate(columns[column ?? -1]);
    return { ...(column !== undefined && { column }), aggregate };
  });
  return {
    chart: {
      type,
      measures: measures.length === 0 ? [{ aggregate: "count" }] : measures,
      ...(place !== undefined && type !== "number" && { x: place }),
      ...(split !== undefined && { series: split }),
    },
  };
}

/**
 * A chart as a header can declare it. Undefined when the header cannot say it: several aggregates, or a column whose
 * name another one has.
 */
export function declareChart(chart: ChartSpec, columns: readonly ResultColumn[]): ChartDeclaration | undefined {
  const used = [chart.x, chart.series, ...chart.measures.map(({ column }) => column)].filter(
    (each) => each !== undefined,
  );
  if (used.some((column) => find(columns[column]?.name ?? "", columns) !== column)) return undefined;
  const nameOf = (column: number): string => columns[column]?.name ?? "";
  const y = chart.measures.flatMap(({ column }) => (column === undefined ? [] : [nameOf(column)]));
  const [first, ...others] = new Set(chart.measures.map(({ aggregate }) => aggregate));
  const guessed = chart.measures.every(
    ({ column, aggregate }) => aggregate === (column === undefined ? "count" : guessAggregate(columns[column])),
  );
  if (!guessed && (others.length > 0 || first === undefined)) return undefined;
  return {
    type: chart.type,
    ...(chart.x !== undefined && { x: nameOf(chart.x) }),
    ...(y.length > 0 && { y }),
    ...(chart.series !== undefined && { series: nameOf(chart.series) }),
    ...(!guessed && first !== undefined && { aggregate: first }),
  };
}

/** What is made of a column's values that fall together when nobody says: counts add up, and means do not. */
export function guessAggregate(column: ResultColumn | undefined): Aggregate {
  if (column?.kind !== "number") return "distinct";
  const words = column.name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  if (/\b(max|maximum|most|longest|highest|largest|last)\b/.test(words)) return "max";
  if (/\b(min|minimum|least|shortest|lowest|smallest|first)\b/.test(words)) return "min";
  if (/\b(avg|average|mean|median|p\d+|percent(ile|age)?|pct|rate|ratio|share|score)\b/.test(words)) return "avg";
  return "sum";
}

function find(name: string, columns: readonly ResultColumn[]): number | undefined {
  const index = columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
  return index < 0 ? undefined : index;
}
