import type { EChartsCoreOption } from "echarts/core";
import type { PointsChart } from "../../../src/protocol/chart/chart-data.ts";
import { count } from "../amounts.ts";
import { type Clock, timeOn } from "../shown-time.ts";
import { type ChartColours, seriesColour } from "./chart-colours.ts";
import { type ChartSubject, columnName, keyLabel } from "./chart-labels.ts";
import {
  axisText,
  type ChartOption,
  common,
  gridBox,
  legend,
  seriesOf,
  symbols,
  type TipLine,
  tip,
  tooltip,
  valueAxis,
  valuesOf,
} from "./option-parts.ts";

/** Points between two axes of numbers. */
export function pointsOption(data: PointsChart, subject: ChartSubject, colours: ChartColours): ChartOption {
  const { chart, columns } = subject;
  const names = data.series.map(({ key }) => (key === undefined ? "" : keyLabel(key, chart.series, subject)));
  const most = data.points.reduce((rows, point) => Math.max(rows, point.rows), 1);
  const across = (value: number): string => (data.x === "time" ? timeOf(value, subject.clock) : count(value));
  const [left, up] = [columnName(columns, chart.x), columnName(columns, chart.measures[0]?.column)];
  const named = (name: string, gap: number): object => ({
    name,
    nameLocation: "middle",
    nameGap: gap,
    nameTextStyle: axisText(colours),
  });
  const echarts: EChartsCoreOption = {
    ...common(colours),
    ...(data.series.length > 1 && legend(names, colours)),
    grid: { ...gridBox(), bottom: 44, left: 28 },
    xAxis: {
      ...valueAxis(colours),
      ...named(left, 28),
      scale: true,
      axisLabel: { ...axisText(colours), formatter: across, hideOverlap: true },
    },
    yAxis: { ...valueAxis(colours), ...named(up, 44), scale: true },
    tooltip: {
      ...tooltip(colours),
      trigger: "item",
      formatter: (hit: unknown) => {
        const [x = 0, y = 0, rows = 1] = valuesOf(hit);
        const more: TipLine[] = rows > 1 ? [["rows", count(rows)]] : [];
        return tip(names[seriesOf(hit)] ?? "", [[left, across(x)], [up, count(y)], ...more]);
      },
    },
    series: data.series.map(({ key }, index) => ({
      name: String(index),
      type: "scatter",
      symbol: symbols[index % symbols.length],
      symbolSize: (value: readonly number[]) => 6 + 18 * Math.sqrt(((value[2] ?? 1) - 1) / most),
      data: data.points.filter(({ series }) => series === index).map(({ x, y, rows }) => [x, y, rows]),
      itemStyle: { color: seriesColour(colours, index, names[index] ?? "", key?.kind === "others"), opacity: 0.75 },
    })),
  };
  return { echarts, isLying: false, legendNames: names };
}

function timeOf(milliseconds: number, clock: Clock): string {
  return timeOn(clock, new Date(milliseconds).toISOString());
}
