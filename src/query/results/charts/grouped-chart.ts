import type { DuckDBType } from "@duckdb/node-api";
import {
  type ChartAxis,
  type ChartKey,
  type ChartNumber,
  type ChartSeries,
  chartLimits,
  type GroupedChart,
} from "../../../protocol/chart/chart-data.ts";
import type { ChartSpec, Measure } from "../../../protocol/chart/chart-spec.ts";
import type { HeldColumn } from "../held-column.ts";
import { type AxisSql, categoryAxis, keysOf, noAxis, type ReadJson } from "./chart-axis.ts";
import { aggregateSql, leftOfMeasure, rankSql } from "./chart-columns.ts";

/** A measure with the column that it is of. */
export interface HeldMeasure extends Measure {
  readonly held: HeldColumn | undefined;
}

/** A line of what the one query answers: what it is, and what it says. */
type Line = readonly [name: "rows" | "others" | "x" | "s" | "cell", ...unknown[]];

type KeyLine = readonly [place: number, json: unknown];
type CellLine = readonly [x: number, series: number, ...values: (string | null)[]];
type RowsLine = readonly [rows: number, placeless: number, isOneEach: boolean, ...(readonly [number, number])[]];

/**
 * Groups a view's rows by their places along the axis and by their series. Values beyond the limits fall together, so
 * that every row with a place is in exactly one group.
 */
export async function groupedChart(
  chart: ChartSpec,
  measures: readonly HeldMeasure[],
  axis: AxisSql,
  split: HeldColumn | undefined,
  from: string,
  read: ReadJson,
): Promise<GroupedChart> {
  const series = split === undefined ? noAxis() : categoryAxis(split, seriesLimit(chart));
  const lines = await read<Line>(query(measures, axis, series, from), axis.values);
  const [rows = 0, placeless = 0, isOneRowEach = false, ...left] = pick<RowsLine>(lines, "rows")[0] ?? [];
  const [otherX = 0, otherSeries = 0] = pick<readonly [number, number]>(lines, "others")[0] ?? [];
  const found = pick<KeyLine>(lines, "x").map(([, json]) => json);
  const { axis: shape, places: foundAt = found.map((_, place) => place) } = await axis.axis(found, otherX);
  const keys: readonly (ChartKey | undefined)[] =
    split === undefined
      ? [undefined]
      : keysOf(
          pick<KeyLine>(lines, "s").map(([, json]) => json),
          otherSeries,
        );
  const cells = new Map(
    pick<CellLine>(lines, "cell").map(([x, s, ...values]) => [`${foundAt[x] ?? found.length} ${s}`, values] as const),
  );
  const places = lengthOf(shape);
  const drawn = measures.flatMap(({ aggregate }, measure) =>
    keys.map((key, s): ChartSeries => {
      const values = Array.from({ length: places }, (_, place) => {
        const cell = cells.get(`${place} ${s}`);
        // Where there are no rows, nothing was counted and nothing adds up.
        const nothing = aggregate === "count" || aggregate === "sum" || aggregate === "distinct" ? 0 : null;
        return cell === undefined ? nothing : chartNumber(cell[measure] ?? null);
      });
      return { measure, ...(key !== undefined && { key }), values };
    }),
  );
  return {
    kind: "grouped",
    rows,
    axis: shape,
    series: drawn,
    left: { placeless, measures: left.map(([nulls, notFinite]) => ({ nulls, notFinite })) },
    isOneRowEach: isOneRowEach && otherX === 0 && otherSeries === 0,
  };
}

function seriesLimit({ type }: ChartSpec): number {
  return type === "heatmap" ? chartLimits.heatRows : chartLimits.series;
}

function query(measures: readonly HeldMeasure[], axis: AxisSql, series: AxisSql, from: string): string {
  const typeOf = ({ held }: HeldMeasure): DuckDBType | undefined => held?.type;
  const own = measures.map(({ held }, index) => `${held?.sql ?? "NULL"} AS m${index}`);
  const [first] = measures;
  const rank = first === undefined ? "count(*)" : rankSql(first, typeOf(first), "m0");
  const totals = measures.map((measure, index) => aggregateSql(measure, typeOf(measure), `m${index}`));
  const left = measures.map((measure, index) => leftOfMeasure(measure, typeOf(measure), `m${index}`));
  const placed = axis.needsValue ? "WHERE x IS NOT NULL" : "";
  /** The values of one side with their order, and what lies beyond its places. */
  const ranked = (name: "x" | "s", { isOrdered }: AxisSql): string =>
    `SELECT ${name} AS value, row_number() OVER (ORDER BY ${
      isOrdered
        ? `${name} NULLS LAST`
        : `CASE WHEN one THEN least_row END NULLS LAST, rank DESC NULLS LAST, ${name} NULLS LAST`
    }) - 1 AS place FROM (SELECT ${name}, ${rank} AS rank, min(r) AS least_row, any_value(one) AS one
      FROM placed, few_${name} GROUP BY ${name})`;
  /** True while the result's own order can be kept: each group is a row, and all of them have a place. */
  const few = (name: "x" | "s", { places }: AxisSql): string =>
    `SELECT count(DISTINCT ${name}) < ${places} AND count(*) = (SELECT count(*) FROM (SELECT DISTINCT x, s FROM placed)) AS one FROM placed`;
  const place = (side: string, { places }: AxisSql): string => `least(${side}.place, ${places})`;
  const beyond = (side: string, { places }: AxisSql): string =>
    `(SELECT count(*) FROM ${side} WHERE place >= ${places})`;
  return `WITH base AS MATERIALIZED (SELECT held.rowid AS r, ${axis.value} AS x, ${series.value} AS s, ${own.join(", ")} ${from}),
    placed AS (SELECT * FROM base ${placed}),
    few_x AS MATERIALIZED (${few("x", axis)}), few_s AS MATERIALIZED (${few("s", series)}),
    xs AS MATERIALIZED (${ranked("x", axis)}), ss AS MATERIALIZED (${ranked("s", series)})
    SELECT line FROM (
      SELECT 0 AS part, 0 AS place, json_array('rows', (SELECT count(*) FROM base),
        (SELECT count(*) FROM base) - count(*), count(*) = (SELECT count(*) FROM (SELECT DISTINCT x, s FROM placed)),
        ${left.join(", ")})::VARCHAR AS line FROM placed
      UNION ALL SELECT 1, 0, json_array('others', ${beyond("xs", axis)}, ${beyond("ss", series)})::VARCHAR
      UNION ALL SELECT 2, place, json_array('x', place, ${axis.json})::VARCHAR FROM xs WHERE place < ${axis.places}
      UNION ALL SELECT 3, place, json_array('s', place, ${series.json})::VARCHAR FROM ss WHERE place < ${series.places}
      UNION ALL SELECT 4, 0, json_array('cell', x_place, s_place, ${totals.join(", ")})::VARCHAR
        FROM (SELECT placed.*, ${place("xs", axis)} AS x_place, ${place("ss", series)} AS s_place FROM placed
          JOIN xs ON placed.x IS NOT DISTINCT FROM xs.value JOIN ss ON placed.s IS NOT DISTINCT FROM ss.value)
        GROUP BY x_place, s_place
    ) ORDER BY part, place`;
}

function pick<Said extends readonly unknown[]>(lines: readonly Line[], wanted: Line[0]): readonly Said[] {
  return lines.filter(([name]) => name === wanted).map(([, ...said]) => said as readonly unknown[] as Said);
}

function lengthOf(axis: ChartAxis): number {
  if (axis.kind === "category") return axis.keys.length;
  if (axis.kind === "time") return axis.starts.length;
  return axis.kind === "number" ? axis.values.length : 1;
}

/** A number where JSON's numbers hold the value exactly, else its text. */
export function chartNumber(text: string | null): ChartNumber {
  if (text === null) return null;
  const value = Number(text);
  if (/^[+-]?\d+$/.test(text)) return Number.isSafeInteger(value) ? value : text;
  const digits = text.replace(/e.*$/i, "").replaceAll(/\D/g, "").replace(/^0+/, "").length;
  return digits <= 15 || String(value) === text ? value : text;
}
