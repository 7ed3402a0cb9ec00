import { t } from "../../../src/base/translated.ts";
import { type ChartData, chartLimits, type GroupedChart } from "../../../src/protocol/chart/chart-data.ts";
import { count, counted } from "../amounts.ts";
import { localZoneWords } from "../shown-time.ts";
import { type ChartSubject, clockOfSteps, columnName, placeLabels, stepWords } from "./chart-labels.ts";
import { countryCodes } from "./map-option.ts";
import { shownNumber } from "./option-parts.ts";

/** What the chart joined, left out or rounded, a sentence each; none when it shows every row as it is. */
export function chartNotes(data: ChartData, subject: ChartSubject): readonly string[] {
  const { chart, columns } = subject;
  const notes: string[] = [];
  const { placeless, measures } = data.left;
  if (placeless > 0) {
    const what = columns[chart.x ?? -1]?.kind === "number" ? t("a number") : t("a time within the years 1 to 9999");
    const given = [rowsOf(placeless, data.rows), what, columnName(columns, chart.x)] as const;
    notes.push(
      placeless === 1
        ? t("{0} without {1} in {2} is not drawn.", ...given)
        : t("{0} without {1} in {2} are not drawn.", ...given),
    );
  }
  for (const [index, { nulls, notFinite }] of measures.entries()) {
    const name = columnName(columns, chart.measures[index]?.column);
    if (nulls > 0) notes.push(nullsWords(nulls, rowsOf(nulls, data.rows), name, data.kind === "points"));
    if (notFinite > 0) {
      const rows = rowsOf(notFinite, data.rows);
      notes.push(
        notFinite === 1
          ? t("{0} whose {1} is NaN or infinite is left out.", rows, name)
          : t("{0} whose {1} is NaN or infinite are left out.", rows, name),
      );
    }
  }
  return data.kind === "points" ? [...pointNotes(data), ...notes] : [...groupNotes(data, subject), ...notes];
}

function pointNotes(data: Extract<ChartData, { kind: "points" }>): readonly string[] {
  if (!data.isJoined) return [];
  const rows = data.points.reduce((sum, point) => sum + point.rows, 0);
  return [
    counted(
      rows,
      t("Points near each other are drawn as one: {0} row as {1}. A larger point stands for more rows, at their mean."),
      t(
        "Points near each other are drawn as one: {0} rows as {1}. A larger point stands for more rows, at their mean.",
      ),
      counted(data.points.length, t("{0} point"), t("{0} points")),
    ),
  ];
}

/** So many places that are not on the map are named. */
const mostNamed = 8;

/** What the map cannot show, by name. */
function offMap(data: GroupedChart, subject: ChartSubject): readonly string[] {
  const labels = placeLabels(data, subject);
  const [series] = data.series;
  const left = countryCodes(data).flatMap((code, place) =>
    code === undefined ? [`${labels[place] ?? ""} (${shownNumber(series?.values[place] ?? null)})`] : [],
  );
  if (left.length === 0) return [];
  const more = left.length > mostNamed ? t(" and {0} more", count(left.length - mostNamed)) : "";
  return [t("Not on the map: {0}{1}. The table holds all.", left.slice(0, mostNamed).join(", "), more)];
}

function groupNotes(data: GroupedChart, subject: ChartSubject): readonly string[] {
  const { chart, columns, clock } = subject;
  const { axis, series } = data;
  const notes: string[] = [];
  if (axis.kind === "category") {
    const others = axis.keys.find((key) => key.kind === "others");
    if (others?.kind === "others")
      notes.push(firstOf(axis.keys.length - 1, others.values, columnName(columns, chart.x)));
  }
  if (chart.type === "map") notes.push(...offMap(data, subject));
  const split = series.find(({ key }) => key?.kind === "others")?.key;
  if (split?.kind === "others") {
    const shown = new Set(series.map(({ key }) => JSON.stringify(key))).size - 1;
    notes.push(firstOf(shown, split.values, columnName(columns, chart.series)));
  }
  if (axis.kind === "number" && axis.width !== undefined)
    notes.push(
      t(
        "{0} has more than {1} different values, which are joined in steps of {2}.",
        columnName(columns, chart.x),
        count(chartLimits.numbers),
        count(axis.width),
      ),
    );
  if (axis.kind === "time" && axis.starts.length > 0) {
    const zone = clockOfSteps(axis, clock) === "local" ? localZoneWords() : "UTC";
    notes.push(
      chart.type === "line" || chart.type === "area"
        ? t("Each point is one {0}, {1}.", stepWords(axis.step), zone)
        : t("Each column is one {0}, {1}.", stepWords(axis.step), zone),
    );
  }
  return notes;
}

function firstOf(shown: number, others: number, name: string): string {
  return t(
    "The {0} greatest of {1} values of {2} are shown, the rest together as other.",
    count(shown),
    count(shown + others),
    name,
  );
}

function rowsOf(some: number, all: number): string {
  return some === all
    ? counted(all, t("All {0} row"), t("All {0} rows"))
    : counted(all, t("{1} of {0} row"), t("{1} of {0} rows"), count(some));
}

function nullsWords(nulls: number, rows: string, name: string, isDrawn: boolean): string {
  if (isDrawn)
    return nulls === 1
      ? t("{0} without a value in {1} is not drawn.", rows, name)
      : t("{0} without a value in {1} are not drawn.", rows, name);
  return nulls === 1
    ? t("{0} without a value in {1} adds nothing.", rows, name)
    : t("{0} without a value in {1} add nothing.", rows, name);
}
