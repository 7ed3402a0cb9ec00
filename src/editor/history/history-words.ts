import { athenaPrice, priceWords } from "../../protocol/aws/athena-price.ts";
import { countOf, formatBytes, formatDuration } from "../words/plain-amounts.ts";
import { onOneLine } from "../words/plain-text.ts";
import type { HistoryEntry } from "./query-history.ts";

const looks = {
  succeeded: { icon: "check", word: "done" },
  failed: { icon: "error", word: "failed" },
  cancelled: { icon: "circle-slash", word: "cancelled" },
  interrupted: { icon: "debug-disconnect", word: "interrupted" },
} as const;

/** A codicon and the words of a line of the history. */
export function historyWords(entry: HistoryEntry): {
  readonly icon: string;
  readonly description: string;
  readonly tooltip: string;
} {
  const { icon, word } = looks[entry.ended];
  const unread = entry.unread ?? [];
  const time = new Date(entry.at);
  const clock = `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
  const figures = [
    ...(entry.rowCount === undefined ? [] : [countOf(entry.rowCount, "row")]),
    ...(entry.elapsedMs === undefined ? [] : [formatDuration(entry.elapsedMs)]),
    ...(entry.scannedBytes === undefined ? [] : [formatBytes(entry.scannedBytes)]),
    ...(entry.engine === "athena" && entry.scannedBytes !== undefined
      ? [`about ${priceWords(athenaPrice(entry.scannedBytes))}`]
      : []),
  ];
  // What was asked tells the engine where there is an answer.
  const engine = entry.engine === "athena" && entry.asked === undefined ? ["Athena"] : [];
  return {
    icon: unread.length > 0 ? "warning" : icon,
    description: [
      ...(entry.ended === "succeeded" ? figures : [word]),
      ...(unread.length > 0 ? ["not all was read"] : []),
      clock,
      ...engine,
      ...(entry.asked ?? []).map(onOneLine),
    ].join(" · "),
    tooltip: [
      `${onOneLine(entry.title)}: ${word}`,
      ...figures,
      ...unread.map(onOneLine),
      ...engine,
      ...(entry.asked ?? []).map(onOneLine),
      `${entry.at} (UTC)`,
      ...(entry.message === undefined ? [] : [onOneLine(entry.message)]),
      "",
      entry.sql.length > 1000 ? `${entry.sql.slice(0, 1000)}…` : entry.sql,
    ].join("\n"),
  };
}
