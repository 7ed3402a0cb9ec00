import { sum } from "../../../src/base/sum.ts";
import { hourMs } from "../../../src/base/time-units.ts";
import { t } from "../../../src/base/translated.ts";
import { missingTime } from "../../../src/protocol/words/missing-time.ts";
import { count, counted } from "../../shared/amounts.ts";
import type { HealthGroup } from "./health-rows.ts";

/**
 * An ISO 8601 moment as `2026-11-22 14:05`, UTC, with its year only when that is not the present one; a dash when there
 * is no moment.
 */
export function moment(iso: string | null, now: string): string {
  return iso === null ? "–" : withoutYear(iso.slice(0, 16).replace("T", " "), now);
}

/** Words in which this year's days go without their year. */
export function withoutYear(words: string, now: string): string {
  return words.replaceAll(now.slice(0, 5), "");
}

/** Words that stay on one line. */
export function unbroken(words: string): string {
  return words.replaceAll(" ", "\u00a0");
}

/** Names in a sentence: `Exchange`, `Exchange and Entra ID`, `Exchange, Entra ID and 3 others`. */
export function named(titles: readonly string[]): string {
  const [first = "", second, ...others] = titles;
  if (second === undefined) return first;
  return others.length === 0
    ? t("{0} and {1}", first, second)
    : counted(others.length, t("{1}, {2} and {0} other"), t("{1}, {2} and {0} others"), first, second);
}

/** How a tenant stands in a line: what failed, is missing or is lost, or that nothing is. */
export function healthSummary(groups: readonly HealthGroup[]): { readonly words: string; readonly isGood: boolean } {
  const failing = groups.flatMap(({ errors }) => errors.flatMap(({ titles, isOver }) => (isOver ? [] : titles))).length;
  const unread = sum(groups, (group) => group.unread);
  const gaps = groups.flatMap((group) => group.gaps);
  const lost = groups.filter((group) => group.lost.length > 0).map(({ title }) => title);
  const troubles = [
    ...(failing > 0
      ? [counted(failing, t("{0} source failed at the last try"), t("{0} sources failed at the last try"))]
      : []),
    ...(unread > 0 ? [counted(unread, t("{0} source not read yet"), t("{0} sources not read yet"))] : []),
    ...(gaps.length > 0 ? [missingTime(gaps)] : []),
    ...(lost.length > 0 ? [t("{0} lost time that Microsoft no longer offers", named(lost))] : []),
  ];
  return troubles.length === 0
    ? { words: t("Nothing fails, no gaps, nothing lost."), isGood: true }
    : { words: `${troubles.join(" · ")}.`, isGood: false };
}

/**
 * What a chart of rows an hour says, in words.
 *
 * @param rows one number an hour, oldest first.
 * @param end ISO 8601, when the last hour ends at the latest.
 */
export function rowsWords(rows: readonly number[], end: string): string {
  const total = sum(rows, (hour) => hour);
  if (total === 0) return t("No rows in 7 days.");
  const most = Math.max(...rows);
  const empty = rows.filter((hour) => hour === 0).length;
  return [
    counted(total, t("{0} row in 7 days"), t("{0} rows in 7 days")),
    t("most in an hour {0}, at {1} UTC", count(most), hourAt(rows.indexOf(most), rows.length, end)),
    empty === 0 ? t("rows in every hour") : counted(empty, t("{0} hour without rows"), t("{0} hours without rows")),
  ]
    .join("; ")
    .concat(".");
}

function hourAt(index: number, hours: number, end: string): string {
  const last = Math.floor(Date.parse(end) / hourMs) * hourMs;
  return new Date(last - (hours - 1 - index) * hourMs).toISOString().slice(0, 16).replace("T", " ");
}

/** The bars of a chart as the commands of an SVG path: one unit wide each, `height` for the highest. */
export function barPath(rows: readonly number[], height: number): string {
  const most = Math.max(1, ...rows);
  return rows
    .map((value, index) => {
      if (value === 0) return "";
      // An hour with one row stays visible among hours with thousands.
      const bar = Math.max(1, Math.round((value / most) * height));
      return `M${index} ${height}v-${bar}h1v${bar}z`;
    })
    .join("");
}
