import { athenaPrice, priceWords } from "../../protocol/aws/athena-price.ts";
import type { Cell, ResultSummary } from "../../protocol/query.ts";
import type { TableCoverage } from "../../protocol/table-coverage.ts";
import { answerWords } from "../../protocol/words/answer-words.ts";
import { askedWords } from "../../protocol/words/asked-words.ts";
import { askedDayCount } from "../../protocol/words/coverage-words.ts";
import { visibleText } from "../../protocol/words/visible-text.ts";
import { cutText, longestText } from "../answers/bounded-value.ts";
import type { AnsweredQuery } from "./ask-lake.ts";

/** What an answer says of itself before its rows: what was asked, what was not read, what it cost, what is cut. */
export function saidOfAnswer({ summary, rows }: AnsweredQuery, found: string): readonly string[] {
  const coverage = summary.coverage.map(withoutName);
  const asked = askedWords({ ...summary, coverage }).map((words) => visibleText(words));
  const { engine, elapsedMs, scannedBytes, simulated } = summary;
  const megabytes = (scannedBytes / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: 1 });
  const price = engine === "athena" ? `, for about ${priceWords(athenaPrice(scannedBytes))}` : "";
  const isCut = rows.some((row) => row.some((cell) => lengthOf(cell) > longestText));
  return [
    `${found}. Asked: ${asked.join(" · ")}.`,
    ...notRead(summary, coverage),
    `It took ${(elapsedMs / 1000).toFixed(1)} s and read ${megabytes} MB${price}.`,
    ...(simulated ? ["Some of what was read is of the simulated tenant: no real person or attack."] : []),
    ...(isCut ? [`Texts of more than ${longestText} characters are cut, and say so.`] : []),
  ];
}

/** What was not read, that nothing is known of it, or that all was. */
function notRead({ notes }: ResultSummary, coverage: readonly TableCoverage[]): readonly string[] {
  const lines = answerWords({ coverage, ...(notes && { notes }) }).lines.map((line) => visibleText(line));
  if (coverage.length === 0) return ["No table with a ledger was read, so nothing is known of what was not.", ...lines];
  if (lines.length > 0) return lines;
  return [
    askedDayCount(coverage) === 0 ? "No log day was asked for." : "All of the days asked for were read to their end.",
  ];
}

const plainId = /^[\w.-]{1,64}$/;

/** A tenant's name, and an id that is none, are what somebody wrote: they are told with the data alone. */
function withoutName({ tenantName: _, tenantId, ...entry }: TableCoverage): TableCoverage {
  if (tenantId === undefined) return entry;
  return { ...entry, tenantId: plainId.test(tenantId) ? tenantId : "a tenant whose id is no id" };
}

function lengthOf(cell: Cell): number {
  if (typeof cell === "object" && cell !== null) return cell.length;
  return typeof cell === "string" ? cell.length : 0;
}

/** A cell as an answer holds it. */
export function answerCell(cell: Cell): string | number | boolean | null {
  return typeof cell === "object" && cell !== null ? cutText(cell.cut, cell.length) : cell;
}
