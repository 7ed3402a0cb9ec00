import type { EChartsCoreOption } from "echarts/core";
import type { GroupedChart } from "../../../src/protocol/chart/chart-data.ts";
import { count } from "../amounts.ts";
import type { ChartColours } from "./chart-colours.ts";
import { type ChartSubject, placeLabels, seriesLabel } from "./chart-labels.ts";
import {
  axisText,
  type ChartOption,
  common,
  drawnNumber,
  gridBox,
  longestLabel,
  shownNumber,
  tip,
  tooltip,
  valuesOf,
} from "./option-parts.ts";

/** Two groupings as a field of cells, the stronger the more. */
export function heatOption(data: GroupedChart, subject: ChartSubject, colours: ChartColours): ChartOption {
  const labels = placeLabels(data, subject);
  const names = data.series.map((series) => seriesLabel(series, data, subject));
  const cells = data.series.flatMap(({ values }, row) =>
    values.flatMap((value, place) => {
      const number = drawnNumber(value);
      return number === null ? [] : [[place, row, number]];
    }),
  );
  const numbers = cells.map((cell) => cell[2] ?? 0);
  const axis = (texts: readonly string[], width: number): object => ({
    type: "category",
    data: texts.map((_, place) => String(place)),
    axisLabel: {
      ...axisText(colours),
      formatter: (place: string) => texts[Number(place)] ?? "",
      width,
      overflow: "truncate",
      hideOverlap: true,
    },
    axisLine: { lineStyle: { color: colours.lines } },
    axisTick: { show: false },
    splitArea: { show: false },
  });
  const echarts: EChartsCoreOption = {
    ...common(colours),
    grid: { ...gridBox(), bottom: 56 },
    xAxis: axis(labels, 120),
    yAxis: { ...axis(names, longestLabel), inverse: true },
    visualMap: {
      min: Math.min(0, ...numbers),
      max: Math.max(1, ...numbers),
      calculable: false,
      orient: "horizontal",
      left: "center",
      bottom: 4,
      itemHeight: 160,
      itemWidth: 10,
      text: [count(Math.max(1, ...numbers)), count(Math.min(0, ...numbers))],
      textStyle: axisText(colours),
      inRange: { color: [colours.raised, colours.series[0] ?? colours.text] },
    },
    tooltip: {
      ...tooltip(colours),
      trigger: "item",
      formatter: (hit: unknown) => {
        const [place = 0, row = 0] = valuesOf(hit);
        return tip(labels[place] ?? "", [[names[row] ?? "", shownNumber(data.series[row]?.values[place] ?? null)]]);
      },
    },
    series: [
      {
        type: "heatmap",
        data: cells,
        itemStyle: { borderColor: colours.isHighContrast ? colours.lines : colours.background, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: colours.focus, borderWidth: 2 } },
      },
    ],
  };
  return { echarts, places: labels.length, isLying: false };
}
