import { athenaPrice, priceWords } from "../../src/protocol/aws/athena-price.ts";
import type { ResultSummary } from "../../src/protocol/query.ts";
import { askedDayCount, newestEventOf, rangeWords, unreadDays } from "../../src/protocol/words/coverage-words.ts";
import { bytes, count, counted, duration } from "../shared/amounts.ts";

/** The line over a result: `1,204 rows · 0.21 s · read 14 MB · newest event 2026-11-22 17:59 UTC`. */
export function summaryWords(summary: ResultSummary, viewRows: number | undefined): readonly string[] {
  const rows =
    summary.isArriving === true
      ? `${counted(summary.rowCount, "row")} so far`
      : viewRows === undefined || viewRows === summary.rowCount
        ? counted(summary.rowCount, "row")
        : `${count(viewRows)} of ${counted(summary.rowCount, "row")}`;
  const read =
    summary.engine === "athena"
      ? [`scanned ${bytes(summary.scannedBytes)}, about ${priceWords(athenaPrice(summary.scannedBytes))}`]
      : summary.coverage.length === 0
        ? []
        : [`read ${bytes(summary.scannedBytes)}`];
  const newest = newestEventOf(summary.coverage);
  return [
    rows,
    duration(summary.elapsedMs),
    ...read,
    ...(newest === undefined ? [] : [`newest event ${newest.slice(0, 16).replace("T", " ")} UTC`]),
  ];
}

/** What an empty result says about where it looked. Another line says what was not read. */
export function emptyWords({ coverage }: Pick<ResultSummary, "coverage">): string {
  if (coverage.length === 0)
    return "No rows. The query reads no table, or its filters on tenants contradict each other.";
  const days = askedDayCount(coverage);
  const range = rangeWords(coverage);
  if (days === 0 || range === undefined)
    return "No rows. No day was read: the query asks for none, or the lake holds none.";
  const unread = coverage.reduce((most, entry) => Math.max(most, unreadDays(entry)), 0);
  if (unread > 0) return `No rows in what was read of ${counted(days, "day")} (${range}). That is no proof of absence.`;
  return `No rows. ${counted(days, "day")} ${days === 1 ? "was" : "were"} read (${range}), none matched.`;
}
