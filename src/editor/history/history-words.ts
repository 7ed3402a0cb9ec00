import { t } from "../../base/translated.ts";
import { athenaPrice, priceWords } from "../../protocol/aws/athena-price.ts";
import { countOf, formatBytes, formatDuration } from "../words/plain-amounts.ts";
import { onOneLine } from "../words/plain-text.ts";
import type { HistoryEntry } from "./query-history.ts";

const looks = {
  succeeded: { icon: "check", word: t("done") },
  failed: { icon: "error", word: t("failed") },
  cancelled: { icon: "circle-slash", word: t("cancelled") },
  interrupted: { icon: "debug-disconnect", word: t("interrupted") },
} as const;

/** A codicon and the words of a line of the history. @param now tells whether a run was today. */
export function historyWords(
  entry: HistoryEntry,
  now: Date,
): {
  readonly icon: string;
  readonly description: string;
  readonly tooltip: string;
} {
  const { icon, word } = looks[entry.ended];
  const unread = entry.unread ?? [];
  const figures = [
    ...(entry.rowCount === undefined ? [] : [countOf(entry.rowCount, t("{0} row"), t("{0} rows"))]),
    ...(entry.elapsedMs === undefined ? [] : [formatDuration(entry.elapsedMs)]),
    ...(entry.scannedBytes === undefined ? [] : [formatBytes(entry.scannedBytes)]),
    ...(entry.engine === "athena" && entry.scannedBytes !== undefined
      ? [t("about {0}", priceWords(athenaPrice(entry.scannedBytes)))]
      : []),
  ];
  // What was asked tells the engine where there is an answer.
  const engine = entry.engine === "athena" && entry.asked === undefined ? ["Athena"] : [];
  return {
    icon: entry.isPinned === true ? "pinned" : unread.length > 0 ? "warning" : icon,
    description: [
      ...(entry.ended === "succeeded" ? figures : [word]),
      ...(unread.length > 0 ? [t("not all was read")] : []),
      whenWords(new Date(entry.at), now),
      ...engine,
      ...(entry.asked ?? []).map(onOneLine),
    ].join(" · "),
    tooltip: [
      `${onOneLine(entry.title)}: ${word}`,
      ...figures,
      ...unread.map(onOneLine),
      ...engine,
      ...(entry.asked ?? []).map(onOneLine),
      t("{0} (UTC)", entry.at),
      ...(entry.message === undefined ? [] : [onOneLine(entry.message)]),
      "",
      entry.sql.length > 1000 ? `${entry.sql.slice(0, 1000)}…` : entry.sql,
    ].join("\n"),
  };
}

/** `10:42`, with its day unless that is today, by the reader's clock. */
function whenWords(time: Date, now: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const dayOf = (date: Date): string => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  return dayOf(time) === dayOf(now) ? clock : `${dayOf(time)} ${clock}`;
}

/** Whether a run has every one of some words in what it asked or answered, in any case. */
export function holdsWords(entry: HistoryEntry, words: string): boolean {
  const { title, sql, uri = "", message = "", ended, params = {}, asked = [], unread = [] } = entry;
  const text = [title, sql, uri, message, ended, JSON.stringify(params), ...asked, ...unread].join("\n").toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
