import type { TableCoverage } from "../../../protocol/table-coverage.ts";
import { tenantOf } from "../../../protocol/words/coverage-words.ts";
import type { EvidenceFacts } from "../facts/evidence-facts.ts";
import { evidenceFiles } from "../facts/evidence-names.ts";
import { standingWords } from "../facts/evidence-words.ts";
import { grouped, isolatedHtml, shownHtml } from "./html-text.ts";

/** So many lines of a list are in the page; all are in the files beside it. */
const mostLines = 300;

/** What the answers were read from: coverage of the days, slices, and the files that were imported into them. */
export function annexHtml(facts: EvidenceFacts): string {
  return [
    '<section id="coverage"><h2>Coverage of the days asked</h2>',
    coverageHtml(facts),
    '</section><section id="slices"><h2>Slices read</h2>',
    slicesHtml(facts),
    '</section><section id="imports"><h2>Imported files behind them</h2>',
    importsHtml(facts),
    "</section>",
  ].join("\n");
}

function coverageHtml({ statements }: EvidenceFacts): string {
  const rows = statements.flatMap(({ number, result }) =>
    (result?.coverage ?? []).map((entry) => [
      String(number),
      entry.table,
      tenantOf(entry) ?? "",
      entry.tenantId ?? "",
      entry.from === undefined ? "" : `${entry.from} – ${entry.to ?? ""}`,
      String(entry.days),
      statesWords(entry),
      entry.newestEvent ?? "",
    ]),
  );
  if (rows.length === 0) return "<p>No statement asked for days of the lake's tables.</p>";
  const heads = ["Statement", "Table", "Tenant", "Tenant id", "Days", "Count", "How they stand", "Newest event"];
  return tableHtml("Per statement, table and tenant, as it was when the statement ran.", heads, rows);
}

const stateWords: Readonly<Record<string, string>> = {
  complete: "complete",
  settling: "settling",
  readOnce: "read once",
  imported: "imported",
  history: "history of states",
  gap: "gap",
  gapInPart: "gap in part",
  lost: "lost",
  lostInPart: "lost in part",
  unheld: "not held",
};

function statesWords({ states }: TableCoverage): string {
  return Object.entries(states)
    .map(([state, days]) => `${days} ${stateWords[state] ?? state}`)
    .join(", ");
}

function slicesHtml({ slices, statements }: EvidenceFacts): string {
  const unread = statements.some(({ result }) => result !== undefined && result.read === null);
  const untold = unread ? "<p>Which files some of the answers were read from is not known: see there.</p>" : "";
  if (slices.length === 0) return `${untold}<p>No slice was read.</p>`;
  const rows = slices
    .slice(0, mostLines)
    .map(({ path, sha256, bytes, rows: count, n, standing, readBy }) => [
      path,
      sha256,
      grouped(bytes),
      grouped(count),
      String(n),
      readBy.join(", "),
      standingWords[standing],
    ]);
  const heads = ["Path in the lake", "SHA-256", "Bytes", "Rows", "Entry", "Read by", "When exported"];
  const told = `${slices.length} slices; their digests are also in ${evidenceFiles.slices}, as sha256sum -c reads them in the lake's folder.`;
  return `${untold}${tableHtml(moreWords(told, slices.length), heads, rows)}`;
}

function importsHtml({ imports, importsNote }: EvidenceFacts): string {
  const note = importsNote === undefined ? "" : `<p>${shownHtml(importsNote)}</p>`;
  if (imports === null || imports.length === 0)
    return note === "" ? "<p>No row of the slices read was imported from a file.</p>" : note;
  const rows = imports.slice(0, mostLines).map((file) => [file.sha256, file.table, file.source, grouped(file.rows)]);
  const told = "Files as they were imported; the lake keeps their digests and their records, not their names.";
  return `${note}${tableHtml(moreWords(told, imports.length), ["SHA-256", "Table", "Kind", "Rows in the slices"], rows)}`;
}

function moreWords(told: string, count: number): string {
  return count > mostLines ? `The first ${mostLines} of ${count}, the others in ${evidenceFiles.facts}. ${told}` : told;
}

function tableHtml(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((name) => `<th scope="col">${shownHtml(name)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((text) => `<td>${isolatedHtml(text)}</td>`).join("")}</tr>`);
  return `<div class="wide"><table><caption>${shownHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
}
