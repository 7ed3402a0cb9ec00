import { BarChart, HeatmapChart, LineChart, MapChart, PieChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { type EChartsCoreOption, type EChartsType, getMap, init, registerMap, use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { type LegendRoom, legendRoom, topUnder } from "./legend-room.ts";
import { type ChartOption, shortened } from "./option-parts.ts";

/** A chart on the page. */
export interface DrawnChart {
  /** Resolves when it is drawn; the outline of the world comes with the first map. */
  draw(option: ChartOption): Promise<void>;
  resize(): void;
  /** The place of the axis that lies at a point of the chart, in pixels from its left and top. */
  placeAt(x: number, y: number): number | undefined;
  /** From where to where a place of the axis lies, in pixels from the chart's left or, of lying bars, its top. */
  extentOf(place: number): { readonly from: number; readonly to: number } | undefined;
  /** As a picture, base64. */
  png(background: string): string;
  svg(background: string): string;
  dispose(): void;
}

/** The name of the map in ECharts. */
const world = "world";

/** Draws with ECharts into an element; called once the script with ECharts has come. */
export function drawChart(element: HTMLElement): DrawnChart {
  use([
    ...[BarChart, LineChart, PieChart, ScatterChart, HeatmapChart, MapChart],
    ...[GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, AriaComponent],
    ...[CanvasRenderer, SVGRenderer],
  ]);
  const chart = init(element, null, { renderer: "canvas" });
  let drawn: ChartOption | undefined;
  let room: LegendRoom | undefined;
  const makeRoom = (option: ChartOption): void => {
    const next = legendRoom(widthsOf(option), { width: chart.getWidth(), height: chart.getHeight() });
    if (next.lines === room?.lines && next.isPaged === room.isPaged) return;
    room = next;
    chart.setOption(withRoom(option, next), { notMerge: true });
  };
  return {
    draw: async (option) => {
      drawn = option;
      if (option.needsWorld && !getMap(world)) {
        const { worldOutline } = await import("./map/world-outline.ts");
        registerMap(world, worldOutline() as Parameters<typeof registerMap>[1]);
      }
      // Another one was drawn meanwhile, or none is wanted any more.
      if (drawn !== option || chart.isDisposed()) return;
      room = undefined;
      makeRoom(option);
    },
    resize: () => {
      chart.resize();
      if (room !== undefined && drawn !== undefined) makeRoom(drawn);
    },
    placeAt: (x, y) => placeAt(chart, drawn, x, y),
    extentOf: (place) => extentOf(chart, drawn, place),
    png: (backgroundColor) => {
      const [, base64 = ""] = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor }).split(",");
      return base64;
    },
    svg: (backgroundColor) => {
      const { width, height } = { width: chart.getWidth(), height: chart.getHeight() };
      const picture = init(null, null, { renderer: "svg", ssr: true, width, height });
      try {
        const shown = drawn && room ? withRoom(drawn, room) : {};
        picture.setOption({ ...shown, animation: false, backgroundColor });
        return picture.renderToSVGString();
      } finally {
        picture.dispose();
      }
    },
    dispose: () => chart.dispose(),
  };
}

/** How wide the names of a legend are drawn, in pixels. */
function widthsOf({ legendNames = [], echarts }: ChartOption): readonly number[] {
  const context = document.createElement("canvas").getContext("2d");
  const font = fontOf(echarts["legend"]);
  if (context && font !== undefined) context.font = font;
  return legendNames.map((name) => context?.measureText(shortened(name)).width ?? name.length * 8);
}

function fontOf(legend: unknown): string | undefined {
  const { textStyle = {} }: { readonly textStyle?: { fontSize?: number; fontFamily?: string } } = objectOf(legend);
  return textStyle.fontSize === undefined ? undefined : `${textStyle.fontSize}px ${textStyle.fontFamily}`;
}

/** What is drawn begins under the legend, which a narrow chart breaks into lines. */
function withRoom({ echarts, legendNames = [] }: ChartOption, { lines, isPaged }: LegendRoom): EChartsCoreOption {
  const { legend, grid } = echarts;
  if (legendNames.length < 2) return echarts;
  return {
    ...echarts,
    legend: { ...objectOf(legend), type: isPaged ? "scroll" : "plain" },
    grid: { ...objectOf(grid), top: topUnder(lines) },
  };
}

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function placeAt(chart: EChartsType, drawn: ChartOption | undefined, x: number, y: number): number | undefined {
  if (drawn?.places === undefined || !chart.containPixel({ gridIndex: 0 }, [x, y])) return undefined;
  const found = chart.convertFromPixel({ gridIndex: 0 }, [x, y]);
  return Array.isArray(found)
    ? Math.max(0, Math.min(Math.round(Number(found[drawn.isLying ? 1 : 0])), drawn.places - 1))
    : undefined;
}

function extentOf(
  chart: EChartsType,
  drawn: ChartOption | undefined,
  place: number,
): { readonly from: number; readonly to: number } | undefined {
  if (drawn?.places === undefined) return undefined;
  const finder = drawn.isLying ? { yAxisIndex: 0 } : { xAxisIndex: 0 };
  const [at, next] = [place, place + 1].map((each) => Number(chart.convertToPixel(finder, each)));
  if (at === undefined || next === undefined) return undefined;
  const half = Math.abs(next - at) / 2;
  return { from: at - half, to: at + half };
}
