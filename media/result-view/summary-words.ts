import type { ResultSummary } from "../../src/protocol/query.ts";
import { bytes, count, counted, duration } from "../shared/amounts.ts";

/** The line over a result: `1,204 rows · 0.21 s · read 14 MB of 30 days · this machine`. */
export function summaryWords(summary: ResultSummary, viewRows: number | undefined): readonly string[] {
  const rows =
    viewRows === undefined || viewRows === summary.rowCount
      ? counted(summary.rowCount, "row")
      : `${count(viewRows)} of ${counted(summary.rowCount, "row")}`;
  const read = summary.daysRead
    ? [`read ${bytes(summary.scannedBytes)} of ${counted(summary.daysRead.count, "day")}`]
    : [];
  const place = summary.engine === "duckdb" ? "this machine" : "Athena";
  return [rows, duration(summary.elapsedMs), ...read, place];
}

/** What an empty result says of where it looked. */
export function emptyWords(summary: ResultSummary): string {
  const days = summary.daysRead;
  if (!days) return "No rows. The query read no log day.";
  if (days.count === 0) return "No rows. No log day is held for the dates that the query asks for.";
  const verb = days.count === 1 ? "was" : "were";
  const range = days.from === days.to ? days.from : `${days.from} – ${days.to}`;
  return `No rows. ${counted(days.count, "day")} ${verb} read (${range}), none matched.`;
}
