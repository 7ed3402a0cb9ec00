import { t } from "../../../src/base/translated.ts";
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
    counted(cells, t("{0} cell in {1}"), t("{0} cells in {1}"), counted(summary.rows, t("{0} row"), t("{0} rows"))),
    ...(nulls > 0 ? [t("{0} NULL", count(nulls))] : []),
    summary.distinct === null ? t("too many to tell how many differ") : t("{0} different", count(summary.distinct)),
    ...(kind === "number" ? numberWords(summary, columns, cells - nulls) : []),
    ...(kind === "time" ? timeWords(summary, clock) : []),
  ];
}

function numberWords({ columns }: RangeSummary, of: readonly ResultColumn[], filled: number): readonly string[] {
  if (filled === 0) return [];
  const summed = columns.filter((each) => each.sum !== null);
  const sum = total(summed.map((each) => each.sum ?? ""));
  const isNear = summed.length > 1 && (!isPlain(sum) || summed.some(({ column }) => isFloating(of[column]?.type)));
  const extremes = columns.flatMap(({ min, max }) => [min, max]).filter((each) => each !== null);
  const ordered = extremes.toSorted((a, b) => Number(a) - Number(b));
  const mean = Number(sum) / filled;
  return [
    isNear ? t("sum ≈ {0}", grouped(sum)) : t("sum {0}", grouped(sum)),
    ...(Number.isFinite(mean) ? [t("mean {0}", meanText(mean))] : []),
    t("smallest {0}", grouped(String(ordered[0]))),
    t("largest {0}", grouped(String(ordered.at(-1)))),
  ];
}

/** Numbers without an exponent are added exactly, however large; others as JavaScript adds them. */
function total(sums: readonly string[]): string {
  if (sums.length === 1) return sums[0] ?? "";
  if (!sums.every(isPlain)) return String(sums.reduce((sum, each) => sum + Number(each), 0));
  const decimals = Math.max(0, ...sums.map((each) => decimalsOf(each).length));
  const scaled = sums.map((each) => BigInt(each.replace(".", "") + "0".repeat(decimals - decimalsOf(each).length)));
  const sum = scaled.reduce((all, each) => all + each, 0n);
  if (decimals === 0) return String(sum);
  const digits = String(sum < 0n ? -sum : sum).padStart(decimals + 1, "0");
  return `${sum < 0n ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function isPlain(number: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(number);
}

function decimalsOf(number: string): string {
  return number.split(".")[1] ?? "";
}

/** Whether a column's own sum is rounded already. */
function isFloating(type: string | undefined): boolean {
  return type === "double" || type === "real";
}

/** Six digits that matter, and at least three decimals of a large one. */
function meanText(mean: number): string {
  if (Math.abs(mean) >= 1000) return count(mean);
  const digits = Number(mean.toPrecision(6));
  const isTiny = Math.abs(digits) < 1e-6;
  return isTiny ? String(digits) : digits.toLocaleString("en-US", { maximumSignificantDigits: 6 });
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
  return [t("from {0} to {1}{2}", timeOn(clock, first), timeOn(clock, last), zone)];
}

function isText(value: JsonValue): value is string {
  return typeof value === "string";
}
