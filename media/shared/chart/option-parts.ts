import type { EChartsCoreOption } from "echarts/core";
import { t } from "../../../src/base/translated.ts";
import type { ChartNumber } from "../../../src/protocol/chart/chart-data.ts";
import { count } from "../amounts.ts";
import type { ChartColours } from "./chart-colours.ts";
import { topUnder } from "./legend-room.ts";

/** What ECharts is told to draw, and what of it can be pointed at. */
export interface ChartOption {
  readonly echarts: EChartsCoreOption;
  /** Places along the axis; left out where there is no such axis. */
  readonly places?: number;
  /** What the legend says, in its order; what is drawn stands under as many lines as that takes. */
  readonly legendNames?: readonly string[];
  /** Draws on the outline of the world, which is loaded for it. */
  readonly needsWorld?: true;
  /** The axis of places goes downwards. */
  readonly isLying: boolean;
}

/** Labels longer than this are cut; the whole is in the tip and the table. In pixels. */
export const longestLabel = 220;

/** Shapes that tell series apart, too. */
export const symbols = [
  "circle",
  "rect",
  "triangle",
  "diamond",
  "roundRect",
  "pin",
  "arrow",
  "emptyCircle",
  "emptyRect",
];

export function common(colours: ChartColours): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: colours.font, fontSize: colours.fontSize - 1, color: colours.text },
    // Words for those who do not see it are the page's own.
    aria: { enabled: colours.isHighContrast, label: { enabled: false }, decal: { show: colours.isHighContrast } },
  };
}

export function axisText(colours: ChartColours): {
  readonly color: string;
  readonly fontSize: number;
  readonly fontFamily: string;
} {
  return { color: colours.quietText, fontSize: colours.fontSize - 2, fontFamily: colours.font };
}

export function gridBox(): object {
  return { left: 12, right: 20, top: topUnder(0), bottom: 12, containLabel: true };
}

export function legend(names: readonly string[], colours: ChartColours): EChartsCoreOption {
  if (names.length < 2) return {};
  return {
    legend: {
      type: "plain",
      left: 12,
      right: 12,
      top: 4,
      icon: "roundRect",
      itemWidth: 10,
      itemHeight: 10,
      // What is switched off would be left out without a word.
      selectedMode: false,
      data: names.map((_, index) => String(index)),
      formatter: (index: string) => shortened(names[Number(index)] ?? ""),
      textStyle: axisText(colours),
      // A legend that is paged, because all of it would leave no chart.
      pageTextStyle: axisText(colours),
      pageIconColor: colours.text,
      pageIconInactiveColor: colours.lines,
    },
  };
}

export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

export function valueAxis(colours: ChartColours): EChartsCoreOption {
  return {
    type: "value",
    axisLabel: { ...axisText(colours), formatter: (value: number) => shortNumber(value), hideOverlap: true },
    splitLine: { lineStyle: { color: colours.lines, opacity: colours.isHighContrast ? 0.6 : 0.3 } },
    axisLine: { show: false },
  };
}

const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 2 });

export function shortNumber(value: number): string {
  return Math.abs(value) >= 10_000 ? short.format(value) : count(value);
}

/** A number as the canvas takes it; a large integer is rounded there, and whole in words. */
export function drawnNumber(value: ChartNumber): number | null {
  if (value === null) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** A number in words, every digit of it. */
export function shownNumber(value: ChartNumber): string {
  if (value === null) return t("no value");
  if (typeof value === "number") return count(value);
  return value.replace(/^[+-]?\d+/, (digits) => digits.replaceAll(/\B(?=(\d{3})+$)/g, ","));
}

export type TipLine = readonly [name: string, value: string];

export function tooltip(colours: ChartColours): object {
  return {
    renderMode: "html",
    confine: true,
    backgroundColor: colours.raised,
    borderColor: colours.lines,
    borderWidth: 1,
    padding: [4, 8],
    textStyle: { color: colours.text, fontSize: colours.fontSize - 1 },
    extraCssText: "box-shadow: none;",
  };
}

/** A tip as elements, so that nothing in a log is taken for markup. */
export function tip(title: string, lines: readonly TipLine[]): HTMLElement {
  const whole = document.createElement("div");
  for (const [name, value] of [["", title] as const, ...lines]) {
    const line = document.createElement("div");
    line.textContent = name === "" ? value : `${name}: ${value}`;
    if (line.textContent !== "") whole.append(line);
  }
  return whole;
}

export function indexOf(hit: unknown): number {
  return typeof hit === "object" && hit !== null && "dataIndex" in hit ? Number(hit.dataIndex) : 0;
}

export function seriesOf(hit: unknown): number {
  return typeof hit === "object" && hit !== null && "seriesIndex" in hit ? Number(hit.seriesIndex) : 0;
}

export function valuesOf(hit: unknown): readonly number[] {
  return typeof hit === "object" && hit !== null && "value" in hit && Array.isArray(hit.value)
    ? hit.value.map(Number)
    : [];
}
