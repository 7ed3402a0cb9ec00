/** What a legend takes above a chart: so many lines, or one line that is paged where more would leave no chart. */
export interface LegendRoom {
  readonly lines: number;
  readonly isPaged: boolean;
}

/** Square, its gap to the name, and the gap to the next one, as ECharts lays them out. In pixels. */
const besideName = 10 + 5 + 10;
const margins = 24;
/** Height of a line with the gap below it, in pixels. */
const lineHeight = 24;
/** Of a chart's height, a legend takes at most this part. */
const mostOfHeight = 0.4;

/** @param widths of the names, in pixels. */
export function legendRoom(
  widths: readonly number[],
  chart: { readonly width: number; readonly height: number },
): LegendRoom {
  if (widths.length < 2) return { lines: 0, isPaged: false };
  const room = chart.width - margins;
  let lines = 1;
  let taken = 0;
  for (const width of widths) {
    const item = width + besideName;
    if (taken > 0 && taken + item > room) {
      lines++;
      taken = 0;
    }
    taken += item;
  }
  const isPaged = lines > 1 && lines * lineHeight > chart.height * mostOfHeight;
  return { lines: isPaged ? 1 : lines, isPaged };
}

/** Where what is drawn begins under so many lines of a legend, in pixels. */
export function topUnder(lines: number): number {
  return lines === 0 ? 16 : 12 + lines * lineHeight;
}
