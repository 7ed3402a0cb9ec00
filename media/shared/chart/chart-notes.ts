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
    const what = columns[chart.x ?? -1]?.kind === "number" ? "a number" : "a time within the years 1 to 9999";
    notes.push(
      `${rowsOf(placeless, data.rows)} without ${what} in ${columnName(columns, chart.x)} ${isAre(placeless)} not drawn.`,
    );
  }
  for (const [index, { nulls, notFinite }] of measures.entries()) {
    const name = columnName(columns, chart.measures[index]?.column);
    const fate = data.kind === "points" ? `${isAre(nulls)} not drawn` : `${nulls === 1 ? "adds" : "add"} nothing`;
    if (nulls > 0) notes.push(`${rowsOf(nulls, data.rows)} without a value in ${name} ${fate}.`);
    const left = `${isAre(notFinite)} left out`;
    if (notFinite > 0) notes.push(`${rowsOf(notFinite, data.rows)} whose ${name} is NaN or infinite ${left}.`);
  }
  return data.kind === "points" ? [...pointNotes(data), ...notes] : [...groupNotes(data, subject), ...notes];
}

function pointNotes(data: Extract<ChartData, { kind: "points" }>): readonly string[] {
  if (!data.isJoined) return [];
  const rows = data.points.reduce((sum, point) => sum + point.rows, 0);
  return [
    `Points near each other are drawn as one: ${counted(rows, "row")} as ${counted(data.points.length, "point")}. A larger point stands for more rows, at their mean.`,
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
  const more = left.length > mostNamed ? ` and ${count(left.length - mostNamed)} more` : "";
  return [`Not on the map: ${left.slice(0, mostNamed).join(", ")}${more}. The table holds all.`];
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
      `${columnName(columns, chart.x)} has more than ${count(chartLimits.numbers)} different values, which are joined in steps of ${count(axis.width)}.`,
    );
  if (axis.kind === "time" && axis.starts.length > 0) {
    const zone = clockOfSteps(axis, clock) === "local" ? localZoneWords() : "UTC";
    notes.push(
      `Each ${chart.type === "line" || chart.type === "area" ? "point" : "column"} is one ${stepWords(axis.step)}, ${zone}.`,
    );
  }
  return notes;
}

function firstOf(shown: number, others: number, name: string): string {
  return `The ${count(shown)} greatest of ${count(shown + others)} values of ${name} are shown, the rest together as other.`;
}

function rowsOf(some: number, all: number): string {
  return some === all ? `All ${counted(all, "row")}` : `${count(some)} of ${counted(all, "row")}`;
}

function isAre(rows: number): string {
  return rows === 1 ? "is" : "are";
}
