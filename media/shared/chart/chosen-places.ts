import { t } from "../../../src/base/translated.ts";
import type { ChartData, GroupedChart } from "../../../src/protocol/chart/chart-data.ts";
import { counted } from "../amounts.ts";
import { type ChartSubject, placeLabels, seriesLabel } from "./chart-labels.ts";
import { drawnNumber, shownNumber } from "./option-parts.ts";

/** Places along the axis, the last one too; the person may have chosen them backwards. */
export interface PlaceRange {
  readonly from: number;
  readonly to: number;
}

/** The places after a key: arrows move, Shift keeps the first one, Enter takes them, Escape forgets them. */
export function chosenByKey(
  event: { readonly key: string; readonly shiftKey: boolean },
  chosen: PlaceRange | undefined,
  places: number,
): PlaceRange | "take" | "none" | undefined {
  if (event.key === "Enter" || event.key === " ") return chosen === undefined ? undefined : "take";
  if (event.key === "Escape") return chosen === undefined ? undefined : "none";
  const last = places - 1;
  const from = chosen?.to ?? -1;
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: from + 1,
    ArrowDown: from + 1,
    ArrowLeft: from - 1,
    ArrowUp: from - 1,
    PageDown: from + 10,
    PageUp: from - 10,
    Home: 0,
    End: last,
  };
  const target = targets[event.key];
  if (target === undefined) return undefined;
  const to = Math.max(0, Math.min(target, last));
  return event.shiftKey && chosen !== undefined ? { ...chosen, to } : { from: to, to };
}

/** What lies at some places, in words: `2026-11-22 03:00 to 2026-11-22 05:00: failure 12, success 3`. */
export function placeWords(data: GroupedChart, subject: ChartSubject, { from, to }: PlaceRange): string {
  const labels = placeLabels(data, subject);
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const where = first === last ? (labels[first] ?? "") : t("{0} to {1}", labels[first] ?? "", labels[last] ?? "");
  const values = data.series.flatMap((series) => {
    const measure = subject.chart.measures[series.measure];
    const value =
      first === last ? series.values[first] : sumOf(series.values.slice(first, last + 1), measure?.aggregate);
    if (value === undefined || value === null || (value === 0 && data.series.length > 1)) return [];
    return [`${seriesLabel(series, data, subject)} ${shownNumber(value)}`];
  });
  return values.length === 0 ? where : `${where}: ${values.slice(0, 8).join(", ")}`;
}

/** Counts and sums add up; nothing is said of the others together. */
function sumOf(values: GroupedChart["series"][number]["values"], aggregate: string | undefined): number | undefined {
  if (aggregate !== "count" && aggregate !== "sum") return undefined;
  const sum = values.reduce<number>((total, value) => total + (drawnNumber(value) ?? 0), 0);
  return Number.isInteger(sum) && !Number.isSafeInteger(sum) ? undefined : sum;
}

/** What a chart holds, for those who do not see it. */
export function describedData(data: ChartData, labels: readonly string[]): string {
  if (data.kind === "points")
    return counted(
      data.points.length,
      t("{0} point of {1}."),
      t("{0} points of {1}."),
      counted(data.rows, t("{0} row"), t("{0} rows")),
    );
  const rows = counted(data.rows, t("{0} row"), t("{0} rows"));
  if (labels.length <= 1) return `${rows}.`;
  const series = data.series.length > 1 ? t(", {0} series", data.series.length) : "";
  return t(
    "{0} places from {1} to {2}{3}, {4}. The table holds all values.",
    labels.length,
    labels[0] ?? "",
    labels.at(-1) ?? "",
    series,
    rows,
  );
}
