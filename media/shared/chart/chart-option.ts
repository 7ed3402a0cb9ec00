import type { EChartsCoreOption } from "echarts/core";
import { t } from "../../../src/base/translated.ts";
import type { ChartData, GroupedChart } from "../../../src/protocol/chart/chart-data.ts";
import { type ChartColours, seriesColour } from "./chart-colours.ts";
import { type ChartSubject, placeLabels, seriesLabel } from "./chart-labels.ts";
import { heatOption } from "./heat-option.ts";
import { mapOption } from "./map-option.ts";
import {
  axisText,
  type ChartOption,
  common,
  drawnNumber,
  gridBox,
  indexOf,
  legend,
  longestLabel,
  shownNumber,
  symbols,
  type TipLine,
  tip,
  tooltip,
  valueAxis,
} from "./option-parts.ts";
import { pieOption } from "./pie-option.ts";
import { pointsOption } from "./points-option.ts";

/** The option that draws a chart in a theme's colours. Every text in it is plain, never markup. */
export function chartOption(data: ChartData, subject: ChartSubject, colours: ChartColours): ChartOption {
  const { chart } = subject;
  if (data.kind === "points") return pointsOption(data, subject, colours);
  if (chart.type === "pie") return pieOption(data, subject, colours);
  if (chart.type === "map") return mapOption(data, subject, colours);
  if (chart.type === "heatmap") return heatOption(data, subject, colours);
  return groupedOption(data, subject, colours);
}

/** Whether names along the axis need the room that lying bars give them. */
export function liesDown(data: ChartData, { chart }: ChartSubject, labels: readonly string[]): boolean {
  if (data.kind !== "grouped" || data.axis.kind !== "category" || chart.type !== "bar") return false;
  return labels.some((label) => label.length > 7) || labels.length > 16;
}

function groupedOption(data: GroupedChart, subject: ChartSubject, colours: ChartColours): ChartOption {
  const { chart } = subject;
  const labels = placeLabels(data, subject);
  const isLying = liesDown(data, subject, labels);
  const isLine = chart.type === "line" || chart.type === "area";
  const adds =
    chart.series !== undefined && chart.measures.every(({ aggregate }) => aggregate === "count" || aggregate === "sum");
  const isStacked = adds && chart.type !== "line";
  const places = {
    type: "category",
    data: labels.map((_, place) => String(place)),
    inverse: isLying,
    axisLabel: {
      ...axisText(colours),
      formatter: (place: string) => labels[Number(place)] ?? "",
      width: isLying ? longestLabel : 120,
      overflow: "truncate",
      hideOverlap: true,
      ...(labels.length <= 60 && isLying && { interval: 0 }),
    },
    axisTick: { alignWithLabel: true, lineStyle: { color: colours.lines } },
    axisLine: { lineStyle: { color: colours.lines } },
    boundaryGap: true,
  };
  const names = data.series.map((series) => seriesLabel(series, data, subject));
  const echarts: EChartsCoreOption = {
    ...common(colours),
    ...legend(names, colours),
    grid: gridBox(),
    tooltip: {
      ...tooltip(colours),
      trigger: "axis",
      axisPointer: { type: isLine ? "line" : "shadow", label: { show: false } },
      formatter: (hits: unknown) => tipOfPlace(hits, data, labels, names),
    },
    ...(isLying ? { yAxis: places, xAxis: valueAxis(colours) } : { xAxis: places, yAxis: valueAxis(colours) }),
    series: data.series.map((series, index) => {
      const color = seriesColour(colours, index, names[index] ?? "", series.key?.kind === "others");
      return {
        name: String(index),
        type: isLine ? "line" : "bar",
        data: series.values.map((value) => drawnNumber(value)),
        ...(isStacked && { stack: "all" }),
        itemStyle: { color, ...(colours.isHighContrast && { borderColor: colours.text, borderWidth: 1 }) },
        ...(isLine
          ? {
              lineStyle: { color, width: 2 },
              symbol: symbols[index % symbols.length],
              symbolSize: 5,
              showSymbol: series.values.length <= 40 || colours.isHighContrast,
              ...(chart.type === "area" && { areaStyle: { color, opacity: 0.35 } }),
            }
          : { barMaxWidth: 32, barMinHeight: 1 }),
      };
    }),
  };
  return { echarts, places: labels.length, isLying, legendNames: names };
}

/** Lines of a tip are as many as can be read. */
const mostTipLines = 12;

function tipOfPlace(
  hits: unknown,
  data: GroupedChart,
  labels: readonly string[],
  names: readonly string[],
): HTMLElement {
  const place = indexOf(Array.isArray(hits) ? hits[0] : hits);
  const lines = data.series.flatMap(({ values }, index): TipLine[] => {
    const value = values[place] ?? null;
    return value === null || (value === 0 && data.series.length > 1) ? [] : [[names[index] ?? "", shownNumber(value)]];
  });
  const shown = lines.slice(0, mostTipLines);
  const more: TipLine[] = lines.length > shown.length ? [["", t("and {0} more", lines.length - shown.length)]] : [];
  return tip(labels[place] ?? "", [...shown, ...more]);
}
