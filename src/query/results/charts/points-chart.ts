import { type ChartPoint, chartLimits, type PointsChart } from "../../../protocol/chart/chart-data.ts";
import type { HeldColumn } from "../held-column.ts";
import { kindOf } from "../trino-types.ts";
import { categoryAxis, keysOf, noAxis, type ReadJson } from "./chart-axis.ts";
import { momentSql, numberSql } from "./chart-columns.ts";

/** Cells that near points are joined in, from left to right and from bottom to top. */
const cells = { x: 48, y: 32 } as const;

type Line =
  | readonly ["rows", number, number, number, number]
  | readonly ["s", number, unknown]
  | readonly ["point", number, number, number, number];

/** Every row as a point; of more rows than can be told apart, those near each other as one at their mean. */
export async function pointsChart(
  x: HeldColumn,
  y: HeldColumn,
  split: HeldColumn | undefined,
  from: string,
  read: ReadJson,
): Promise<PointsChart> {
  const kind = kindOf(x.type) === "time" ? "time" : "number";
  const series = split === undefined ? noAxis() : categoryAxis(split, chartLimits.series);
  const across = kind === "time" ? `epoch_us(${momentSql(x)}) / 1000` : numberSql(x);
  const cellOf = (name: "x" | "y"): string =>
    `CASE WHEN joined THEN least(floor((${name} - least_${name}) / nullif(most_${name} - least_${name}, 0) * ${cells[name]}), ${cells[name] - 1}) END`;
  const lines = await read<Line>(`WITH base AS MATERIALIZED (
      SELECT held.rowid AS r, ${across} AS x, ${numberSql(y)} AS y, ${y.sql} IS NULL AS y_null, ${series.value} AS s ${from}),
    placed AS (SELECT * FROM base WHERE x IS NOT NULL AND y IS NOT NULL),
    ss AS MATERIALIZED (SELECT s AS value, row_number() OVER (ORDER BY count(*) DESC, s NULLS LAST) - 1 AS place FROM placed GROUP BY s),
    bounds AS MATERIALIZED (SELECT min(x) AS least_x, max(x) AS most_x, min(y) AS least_y, max(y) AS most_y,
      count(*) > ${chartLimits.points} AS joined FROM placed)
    SELECT line FROM (
      SELECT 0 AS part, 0 AS place, json_array('rows', count(*), count(*) FILTER (x IS NULL),
        count(*) FILTER (x IS NOT NULL AND y_null), count(*) FILTER (x IS NOT NULL AND y IS NULL AND NOT y_null))::VARCHAR AS line FROM base
      UNION ALL SELECT 1, place, json_array('s', place, ${series.json})::VARCHAR FROM ss WHERE place < ${series.places}
      UNION ALL SELECT 2, min(r), json_array('point', avg(x), avg(y), s_place, count(*))::VARCHAR
        FROM (SELECT r, x, y, least(ss.place, ${series.places}) AS s_place, ${cellOf("x")} AS x_cell, ${cellOf("y")} AS y_cell,
            CASE WHEN NOT joined THEN r END AS own
          FROM placed JOIN ss ON placed.s IS NOT DISTINCT FROM ss.value, bounds)
        GROUP BY s_place, x_cell, y_cell, own
      UNION ALL SELECT 3, 0, json_array('s', ${series.places}, count(*))::VARCHAR FROM ss WHERE place >= ${series.places} HAVING count(*) > 0
    ) ORDER BY part, place`);
  const [, rows = 0, placeless = 0, nulls = 0, notFinite = 0] = lines.find((line) => line[0] === "rows") ?? [];
  const points = lines.flatMap((line): ChartPoint[] => {
    if (line[0] !== "point") return [];
    const [, left, up, place, times] = line;
    return [{ x: left, y: up, series: place, rows: times }];
  });
  const found = lines.flatMap((line) => (line[0] === "s" ? [line] : []));
  const own = found.filter(([, place]) => place < series.places).map(([, , json]) => json);
  const others = Number(found.find(([, place]) => place === series.places)?.[2] ?? 0);
  const keys = keysOf(own, others);
  return {
    kind: "points",
    rows,
    x: kind,
    series: split === undefined ? [{}] : keys.map((key) => ({ key })),
    points,
    isJoined: points.some(({ rows: times }) => times > 1),
    left: { placeless, measures: [{ nulls, notFinite }] },
  };
}
