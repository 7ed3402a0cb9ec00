import type { JsonValue, RangeSummary, ResultColumn } from "../../../src/protocol/query.ts";
import { count, counted } from "../../shared/amounts.ts";
import { type Clock, timeOn } from "../../shared/shown-time.ts";

/**
 * What the selected cells come to: `6 cells · 1 NULL · 4 different · sum 1,204`. Columns whose numbers are codes
 * (`isCode`) have no sum.
 */
export function selectionWords(
  summary: RangeSummary,
  columns: readonly ResultColumn[],
  isCode: (column: number) => boolean,
  clock: Clock,
): readonly string[] {
  const cells = summary.rows * summary.columns.length;
  const nulls = summary.columns.reduce((sum, each) => sum + each.nulls, 0);
  const kinds = new Set(summary.columns.map(({ column }) => (isCode(column) ? "code" : columns[column]?.kind)));
  const [kind] = kinds.size === 1 ? [...kinds] : [];
  return [
    `${counted(cells, "cell")} in ${counted(summary.rows, "row")}`,
    ...(nulls > 0 ? [`${count(nulls)} NULL`] : []),
    summary.distinct === null ? "too many to tell how many differ" : `${count(summary.distinct)} different`,
    ...(kind === "number" ? numberWords(summary, cells - nulls) : []),
    ...(kind === "time" ? timeWords(summary, clock) : []),
  ];
}

function numberWords({ columns }: RangeSummary, filled: number): readonly string[] {
  if (filled === 0) return [];
  const sum = total(columns.flatMap((each) => each.sum ?? []));
  const extremes = columns.flatMap(({ min, max }) => [min, max]).filter((each) => each !== null);
  const ordered = extremes.toSorted((a, b) => Number(a) - Number(b));
  const mean = Number(sum) / filled;
  return [
    `sum ${grouped(sum)}`,
    ...(Number.isFinite(mean) ? [`mean ${count(mean)}`] : []),
    `smallest ${grouped(String(ordered[0]))}`,
    `largest ${grouped(String(ordered.at(-1)))}`,
  ];
}

/** Whole numbers are added exactly, however large; others as JavaScript adds them. */
function total(sums: readonly string[]): string {
  if (sums.length === 1) return sums[0] ?? "";
  if (sums.every((each) => /^-?\d+$/.test(each))) return String(sums.reduce((sum, each) => sum + BigInt(each), 0n));
  return String(sums.reduce((sum, each) => sum + Number(each), 0));
}

/** Thousands are set apart in whole numbers; other texts stay what they are. */
function grouped(number: string): string {
  return /^-?\d+$/.test(number) ? BigInt(number).toLocaleString("en-US") : number;
}

function timeWords({ columns }: RangeSummary, clock: Clock): readonly string[] {
  const times = columns.flatMap(({ min, max }) => [min, max]).filter((each): each is string => isText(each));
  const ordered = times.toSorted();
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined) return [];
  const zone = clock === "utc" ? " UTC" : "";
  return [`from ${timeOn(clock, first)} to ${timeOn(clock, last)}${zone}`];
}

function isText(value: JsonValue): value is string {
  return typeof value === "string";
}
