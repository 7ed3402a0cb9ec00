import { coverageWords, rangeWords } from "../../../protocol/words/coverage-words.ts";
import type { EvidenceResult, EvidenceStatement } from "../facts/evidence-facts.ts";
import { grouped, isolatedHtml, preHtml, shownHtml } from "./html-text.ts";

/** A statement with what it was asked with, what it did not see, and its rows. @param rows see `rowsHtml`. */
export function statementHtml(
  { number, title, sql, remark, leftOut, result }: EvidenceStatement,
  rows: string,
): string {
  const head = `<section id="s${number}"><h2>${number}. ${isolatedHtml(title)}</h2>${preHtml(sql)}${boxHtml("info", remark === undefined ? [] : [remark])}`;
  if (result === undefined)
    return `${head}<div class="warning"><p>No result: ${shownHtml(leftOut?.sentence ?? "it was left out.")}</p></div></section>`;
  return [
    head,
    factsHtml(result),
    ...(result.simulated
      ? ['<div class="info simulated"><p>Simulated: rows of the sample tenant were read. No person did this.</p></div>']
      : []),
    boxHtml(coverageWords(result.coverage).tone === "warning" ? "warning" : "info", result.notRead),
    boxHtml("warning", result.changedSince),
    rows,
    "</section>",
  ].join("\n");
}

function factsHtml(result: EvidenceResult): string {
  const { params, engine, athena, read } = result;
  const entries = read?.flatMap(({ table, entry, slices }) => [
    `${table}: ${slices.length} slice${slices.length === 1 ? "" : "s"}${
      entry === null ? "" : ` at entry ${entry.n} of the ledger, ${entry.sha256}`
    }`,
  ]);
  return factsList([
    ...Object.entries(params).map(([name, value]) => [`:${name}`, JSON.stringify(value)] as const),
    ["Asked", `${result.askedAt}${result.ranAgain ? ", again for this export" : ""}`],
    ["Answered by", engine === "duckdb" ? "DuckDB, on this machine" : "Amazon Athena"],
    ...(athena === undefined
      ? []
      : [["Athena query", `${athena.queryId}, workgroup ${athena.workgroup}, database ${athena.database}`] as const]),
    ["Lake", result.lake],
    ["Days", rangeWords(result.coverage) ?? "none"],
    [
      "Rows",
      `${grouped(result.rows)}, from ${grouped(result.scannedBytes)} bytes read in ${grouped(Math.round(result.elapsedMs))} ms`,
    ],
    ["Files", `${result.csv} and ${result.parquet}`],
    ...(entries ?? []).map((words) => ["Read from", words] as const),
  ]);
}

/** Names and texts side by side. */
export function factsList(facts: readonly (readonly [name: string, text: string])[]): string {
  const rows = facts.map(([name, text]) => `<dt>${shownHtml(name)}</dt><dd>${isolatedHtml(text)}</dd>`);
  return `<dl class="facts">${rows.join("\n")}</dl>`;
}

export function boxHtml(tone: "warning" | "info", sentences: readonly string[]): string {
  if (sentences.length === 0) return "";
  return `<div class="${tone}">${sentences.map((words) => `<p>${shownHtml(words)}</p>`).join("")}</div>`;
}
