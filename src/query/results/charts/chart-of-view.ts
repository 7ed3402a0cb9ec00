import type { DuckDBConnection } from "@duckdb/node-api";
import type { Parameters } from "../../../duckdb/database.ts";
import { type ChartData, type ChartRequest, chartLimits } from "../../../protocol/chart/chart-data.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import { columnAt, type HeldColumn } from "../held-column.ts";
import type { HeldResult } from "../held-result.ts";
import { streamTexts } from "../read-rows.ts";
import { kindOf } from "../trino-types.ts";
import { axisOf, noAxis } from "./chart-axis.ts";
import { measuredColumn } from "./chart-columns.ts";
import { groupedChart } from "./grouped-chart.ts";
import { pointsChart } from "./points-chart.ts";

/**
 * What a chart of a view's rows is drawn of: rows grouped in the engine, so that the answer is small however many there
 * are.
 *
 * @throws TenantTrailError `bad-argument`, with what to choose instead, when the columns do not suit the chart.
 */
export async function chartOfView(
  held: HeldResult,
  connection: DuckDBConnection,
  request: ChartRequest,
  signal: AbortSignal | undefined,
): Promise<ChartData> {
  const { chart } = request;
  const { where, values } = held.viewSql(request);
  // Further conditions can follow.
  const from = `FROM ${held.table} AS held ${where === "" ? "WHERE true" : where}`;
  const read = async <Row>(query: string, more: Parameters = {}): Promise<Row[]> => {
    const found: Row[] = [];
    const used = Object.entries({ ...values, ...more }).filter(([name]) => query.includes(`$${name}`));
    for await (const texts of streamTexts(connection, query, Object.fromEntries(used), signal))
      for (const text of texts) found.push(JSON.parse(text) as Row);
    return found;
  };
  if (chart.measures.length === 0 || chart.measures.length > chartLimits.measures)
    throw refused(`A chart draws one to ${chartLimits.measures} values. Choose fewer of them.`);
  const split = chart.series === undefined ? undefined : columnAt(held.columns, chart.series);
  if (split !== undefined && chart.measures.length > 1)
    throw refused(`A chart that is split by ${split.shown.name} draws one value. Choose one, or do not split it.`);
  if (chart.type === "scatter") return pointsChart(...axesOfPoints(held, request), split, from, read);
  const measures = chart.measures.map((measure) => ({ ...measure, held: measuredColumn(held.columns, measure) }));
  if (chart.type === "number") return groupedChart(chart, measures, noAxis(), split, from, read);
  if (chart.x === undefined) throw refused(`A ${chart.type} chart needs a column x. Choose one.`);
  if (chart.type === "heatmap" && split === undefined)
    throw refused("A heat map has two groupings. Choose a column that splits its rows, too.");
  const column = columnAt(held.columns, chart.x);
  const axis = await axisOf(chart, column, from, zoneOf(request), read);
  return groupedChart(chart, measures, axis, split, from, read);
}

function axesOfPoints(held: HeldResult, { chart }: ChartRequest): readonly [HeldColumn, HeldColumn] {
  const [x, y] = [chart.x, chart.measures[0]?.column].map((index) =>
    index === undefined ? undefined : columnAt(held.columns, index),
  );
  const isPlace = x !== undefined && (kindOf(x.type) === "number" || kindOf(x.type) === "time");
  if (!isPlace || y === undefined || kindOf(y.type) !== "number")
    throw refused("A scatter chart needs numbers or times along x and numbers along y. Choose such columns.");
  return [x, y];
}

/** @throws TenantTrailError `bad-argument` for a zone that nobody knows. */
function zoneOf({ zone }: ChartRequest): string | undefined {
  if (zone === undefined || zone === "UTC") return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    throw new TenantTrailError("bad-argument", `${zone} is no time zone that is known here.`, { cause: error });
  }
}

function refused(sentence: string): TenantTrailError {
  return new TenantTrailError("bad-argument", sentence);
}
