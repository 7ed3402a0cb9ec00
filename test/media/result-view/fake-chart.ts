import type { ChartData, ChartKey, ChartRequest } from "../../../src/protocol/chart/chart-data.ts";
import { fakeColumns, hostileText } from "./fake-rows.ts";

const hours = Array.from({ length: 25 }, (_, hour) => new Date(Date.UTC(2026, 10, 22, hour)).toISOString());

const value = (each: string | number | boolean | null): ChartKey => ({ kind: "value", value: each });

const countries = ["NL", "DE", "US", "GB", "SG", "JP", null].map(value);
const accounts = [
  ...["adele.vance@contoso.com", "alex.wilber@contoso.com", hostileText, "", null].map(value),
  { kind: "others", values: 1154 } as const,
];

/** What a chart of the fake rows is drawn of: a day in hours, some countries, some accounts and all the others. */
export function fakeChart({ chart }: ChartRequest): ChartData {
  const column = fakeColumns[chart.x ?? -1];
  const left = {
    placeless: column?.kind === "time" ? 12 : 0,
    measures: chart.measures.map(() => ({ nulls: 0, notFinite: 0 })),
  };
  if (chart.type === "scatter") {
    const points = Array.from({ length: 60 }, (_, n) => ({
      x: n * 3,
      y: (n * n * 37) % 500,
      series: n % 2,
      rows: 1 + (n % 9),
    }));
    return {
      kind: "points",
      rows: 240,
      x: column?.kind === "time" ? "time" : "number",
      series: [{ key: value("success") }, { key: value("failure") }],
      points,
      isJoined: true,
      left,
    };
  }
  const split: readonly (ChartKey | undefined)[] =
    chart.series === undefined ? [undefined] : ["success", "failure", "interrupted", null].map(value);
  const keys = column?.name === "country" ? countries : accounts;
  const places = chart.type === "number" ? 1 : column?.kind === "time" ? hours.length - 1 : keys.length;
  return {
    kind: "grouped",
    rows: 1204,
    axis:
      chart.type === "number"
        ? { kind: "none" }
        : column?.kind === "time"
          ? { kind: "time", starts: hours.slice(0, -1), end: hours.at(-1) ?? "", step: { count: 1, unit: "hour" } }
          : { kind: "category", keys },
    series: chart.measures.flatMap((_, measure) =>
      split.map((key, series) => ({
        measure,
        ...(key !== undefined && { key }),
        values: Array.from({ length: places }, (__, place) =>
          column?.kind === "text" && column.name !== "country" && place === 3 && series === 0
            ? "9007199254740993"
            : ((place * 7 + series * 13) % 23) * (5 - series),
        ).map((each, place) => (place === 3 && series === 0 && chart.series !== undefined ? 21 : each)),
      })),
    ),
    left,
    isOneRowEach: false,
  };
}
