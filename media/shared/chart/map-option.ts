import type { EChartsCoreOption } from "echarts/core";
import type { GroupedChart } from "../../../src/protocol/chart/chart-data.ts";
import { count } from "../amounts.ts";
import type { ChartColours } from "./chart-colours.ts";
import { type ChartSubject, measureLabel, placeLabels } from "./chart-labels.ts";
import { countryName, mappedCountries } from "./map/mapped-countries.ts";
import { axisText, type ChartOption, common, drawnNumber, shownNumber, tip, tooltip } from "./option-parts.ts";

/** A map of the world in which each country is the stronger the more there is of it. */
export function mapOption(data: GroupedChart, subject: ChartSubject, colours: ChartColours): ChartOption {
  const [series] = data.series;
  const [measure] = subject.chart.measures;
  const label = measure === undefined ? "" : measureLabel(measure, subject.columns, data.isOneRowEach);
  const codes = countryCodes(data);
  const places = new Map(codes.flatMap((code, place) => (code === undefined ? [] : [[code, place] as const])));
  const values = codes.map((_, place) => drawnNumber(series?.values[place] ?? null));
  const shown = codes.flatMap((code, place) => (code === undefined ? [] : [values[place] ?? 0]));
  const [least, most] = [Math.min(0, ...shown), Math.max(1, ...shown)];
  const labels = placeLabels(data, subject);
  const echarts: EChartsCoreOption = {
    ...common(colours),
    visualMap: {
      type: "continuous",
      min: least,
      max: most,
      calculable: false,
      left: 12,
      bottom: 8,
      itemHeight: 90,
      itemWidth: 10,
      text: [count(most), count(least)],
      textStyle: axisText(colours),
      // The least of those that have a value is seen beside those that have none.
      inRange: { color: [colours.series[0] ?? colours.text], colorAlpha: [0.3, 1] },
      outOfRange: { color: colours.background },
    },
    tooltip: {
      ...tooltip(colours),
      trigger: "item",
      formatter: (hit: unknown) => {
        const code = typeof hit === "object" && hit !== null && "name" in hit ? String(hit.name) : "";
        const place = places.get(code);
        const name = place === undefined ? (countryName(code) ?? "") : (labels[place] ?? code);
        return tip(name, place === undefined ? [] : [[label, shownNumber(series?.values[place] ?? null)]]);
      },
    },
    series: [
      {
        type: "map",
        map: "world",
        roam: false,
        top: 8,
        bottom: 8,
        left: 12,
        right: 12,
        selectedMode: false,
        label: { show: false },
        emphasis: { label: { show: false }, itemStyle: { areaColor: colours.focus } },
        itemStyle: { areaColor: colours.background, borderColor: colours.lines, borderWidth: 0.5 },
        data: codes.flatMap((code, place) => (code === undefined ? [] : [{ name: code, value: values[place] }])),
      },
    ],
  };
  return { echarts, isLying: false, needsWorld: true };
}

/** The code of each place that is on the map; of two ways to write one, the first is, for a country has one colour. */
export function countryCodes({ axis }: GroupedChart): readonly (string | undefined)[] {
  if (axis.kind !== "category") return [];
  const codes = axis.keys.map((key) => (key.kind === "value" ? String(key.value).toUpperCase() : ""));
  return codes.map((code, place) => (mappedCountries.has(code) && codes.indexOf(code) === place ? code : undefined));
}
