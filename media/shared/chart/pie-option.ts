import type { EChartsCoreOption } from "echarts/core";
import type { GroupedChart } from "../../../src/protocol/chart/chart-data.ts";
import { type ChartColours, seriesColour } from "./chart-colours.ts";
import { type ChartSubject, placeLabels } from "./chart-labels.ts";
import {
  axisText,
  type ChartOption,
  common,
  drawnNumber,
  indexOf,
  longestLabel,
  shownNumber,
  tip,
  tooltip,
} from "./option-parts.ts";

/** The parts of a whole as a ring. */
export function pieOption(data: GroupedChart, subject: ChartSubject, colours: ChartColours): ChartOption {
  const labels = placeLabels(data, subject);
  const keys = data.axis.kind === "category" ? data.axis.keys : [];
  const values = data.series[0]?.values ?? [];
  const all = values.reduce<number>((sum, value) => sum + (drawnNumber(value) ?? 0), 0);
  const echarts: EChartsCoreOption = {
    ...common(colours),
    tooltip: {
      ...tooltip(colours),
      trigger: "item",
      formatter: (hit: unknown) => {
        const place = indexOf(hit);
        return tip(labels[place] ?? "", [["", shownNumber(values[place] ?? null)]]);
      },
    },
    series: [
      {
        type: "pie",
        radius: ["38%", "68%"],
        data: values.map((value, place) => ({
          name: String(place),
          value: drawnNumber(value) ?? 0,
          itemStyle: {
            color: seriesColour(colours, place, labels[place] ?? "", keys[place]?.kind === "others"),
            borderColor: colours.background,
            borderWidth: 1,
          },
        })),
        label: {
          ...axisText(colours),
          formatter: (hit: unknown) => {
            const place = indexOf(hit);
            const part = all > 0 ? ` ${Math.round(((drawnNumber(values[place] ?? null) ?? 0) / all) * 100)}%` : "";
            return `${labels[place] ?? ""}${part}`;
          },
          width: longestLabel,
          overflow: "truncate",
        },
        labelLine: { lineStyle: { color: colours.lines } },
      },
    ],
  };
  return { echarts, isLying: false };
}
