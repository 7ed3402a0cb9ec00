import { t } from "../../base/translated.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import { answerWords } from "../../protocol/words/answer-words.ts";
import { lakeName, parameterWords } from "../../protocol/words/asked-words.ts";
import { rangeWords } from "../../protocol/words/coverage-words.ts";
import { visibleText } from "../../protocol/words/visible-text.ts";
import { countOf, formatCount } from "../words/plain-amounts.ts";

/**
 * A query and its rows as Markdown for a report: title, what was asked of which days, what was not read, the statement,
 * and the rows.
 *
 * @param table the rows as a table of Markdown.
 * @param rows how many they are, of all that the result has.
 */
export function queryMarkdown(
  summary: Pick<
    ResultSummary,
    "title" | "sql" | "params" | "coverage" | "notes" | "lake" | "engine" | "askedAt" | "rowCount"
  >,
  table: string,
  rows: number,
): string {
  const { title, sql, params, coverage, lake, engine, askedAt, rowCount } = summary;
  const range = rangeWords(coverage);
  const counted =
    rows === rowCount
      ? countOf(rows, t("{0} row"), t("{0} rows"))
      : countOf(rowCount, t("{1} of {0} row"), t("{1} of {0} rows"), formatCount(rows));
  const asked = [
    ...(range === undefined ? [] : [range]),
    lakeName(lake),
    engine === "duckdb" ? t("this machine") : "Athena",
    t("asked {0} UTC", askedAt.slice(0, 16).replace("T", " ")),
    counted,
    ...parameterWords(params, undefined),
  ];
  const { lines } = answerWords(summary);
  const statement = visibleText(sql.trim(), "kept");
  // A fence is longer than any run of its sign inside it.
  const longest = Math.max(2, ...[...statement.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [
    `**${plain(title)}**`,
    plain(asked.join(" · ")),
    ...(lines.length === 0 ? [] : [lines.map(plain).join("  \n")]),
    `${fence}sql\n${statement}\n${fence}`,
    `${table.trimEnd()}\n`,
  ].join("\n\n");
}

/** A text in which no sign is markup. */
function plain(text: string): string {
  return visibleText(text).replaceAll(/[\\`*_{}[\]<>#|~&]/g, String.raw`\$&`);
}
