import { t } from "../../base/translated.ts";
import { isDay } from "../../protocol/log-day.ts";
import {
  type Days,
  type HeldDays,
  isRelativeDays,
  rangeProblem,
  resolveDays,
  resolveRange,
} from "../../protocol/relative-days.ts";

/** A range of days that is offered, its ends in words that mean other days tomorrow. */
export interface DaysChoice {
  readonly ends: Days;
  readonly label: string;
  /** The days that it means now. */
  readonly description: string;
  readonly detail?: string;
}

const offered = ["last 24 hours", "last 7 days", "last 30 days", "last 90 days", "all days held"] as const;

/** The ranges of days that a person may choose from, with the days that they mean in a lake. */
export function daysChoices(held: HeldDays): readonly DaysChoice[] {
  return offered.map((words) => {
    const notes = [
      ...(words === "last 24 hours" ? [t("The two UTC days that contain them")] : []),
      ...noteOf(words, held),
    ];
    return {
      ends: { from: words, to: words },
      label: labelOf(words),
      description: rangeText(resolveDays(words, held)),
      ...(notes.length > 0 && { detail: notes.join("; ") }),
    };
  });
}

/** What a range is called, and the days that it means where its name does not tell them. */
export function daysInWords(ends: Days, held: HeldDays): readonly [label: string, days: string] {
  const days = rangeText(resolveRange(ends, held));
  return isRelativeDays(ends.from) && isRelativeDays(ends.to) ? [labelOf(ends.from), days] : [days, ""];
}

/** A remembered value that is a range; an earlier version may have kept something else. */
export function readRememberedDays(remembered: unknown): Days | undefined {
  if (typeof remembered !== "object" || remembered === null) return undefined;
  const { from, to }: { readonly from?: unknown; readonly to?: unknown } = remembered;
  if (!isEnd(from) || !isEnd(to) || rangeProblem({ from, to }) !== undefined) return undefined;
  return { from, to };
}

function isEnd(value: unknown): value is string {
  return typeof value === "string" && (isDay(value) || isRelativeDays(value));
}

function labelOf(words: string): string {
  const held = words.endsWith("days") ? " held" : "";
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${held}`;
}

function rangeText({ from, to }: Days): string {
  return from === to ? from : `${from} – ${to}`;
}

function noteOf(words: string, held: HeldDays): readonly string[] {
  const { newest } = held;
  if (newest === undefined) return [t("nothing is held yet")];
  return words === "last 24 hours" && newest < resolveDays(words, held).from
    ? [t("the newest day held is {0}", newest)]
    : [];
}
