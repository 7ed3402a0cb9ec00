import { t } from "../../src/base/translated.ts";
import { athenaPrice, priceWords } from "../../src/protocol/aws/athena-price.ts";
import type { ResultSummary } from "../../src/protocol/query.ts";
import { askedDayCount, newestEventOf, rangeWords, unreadDays } from "../../src/protocol/words/coverage-words.ts";
import { bytes, count, counted, duration } from "../shared/amounts.ts";

/** The line over a result: `1,204 rows · 0.21 s · read 14 MB · newest event 2026-11-22 17:59 UTC`. */
export function summaryWords(summary: ResultSummary, viewRows: number | undefined): readonly string[] {
  const rows =
    summary.isArriving === true
      ? counted(summary.rowCount, t("{0} row so far"), t("{0} rows so far"))
      : viewRows === undefined || viewRows === summary.rowCount
        ? counted(summary.rowCount, t("{0} row"), t("{0} rows"))
        : counted(summary.rowCount, t("{1} of {0} row"), t("{1} of {0} rows"), count(viewRows));
  const read =
    summary.engine === "athena"
      ? [t("scanned {0}, about {1}", bytes(summary.scannedBytes), priceWords(athenaPrice(summary.scannedBytes)))]
      : summary.coverage.length === 0
        ? []
        : [t("read {0}", bytes(summary.scannedBytes))];
  const newest = newestEventOf(summary.coverage);
  return [
    rows,
    duration(summary.elapsedMs),
    ...read,
    ...(newest === undefined ? [] : [t("newest event {0} UTC", newest.slice(0, 16).replace("T", " "))]),
  ];
}

/** What an empty result says about where it looked. Another line says what was not read. */
export function emptyWords({ coverage }: Pick<ResultSummary, "coverage">): string {
  if (coverage.length === 0)
    return t("No rows. The query reads no table, or its filters on tenants contradict each other.");
  const days = askedDayCount(coverage);
  const range = rangeWords(coverage);
  if (days === 0 || range === undefined)
    return t("No rows. No day was read: the query asks for none, or the lake holds none.");
  const unread = coverage.reduce((most, entry) => Math.max(most, unreadDays(entry)), 0);
  if (unread > 0)
    return counted(
      days,
      t("No rows in what was read of {0} day ({1}). That is no proof of absence."),
      t("No rows in what was read of {0} days ({1}). That is no proof of absence."),
      range,
    );
  return counted(
    days,
    t("No rows. {0} day was read ({1}), none matched."),
    t("No rows. {0} days were read ({1}), none matched."),
    range,
  );
}
