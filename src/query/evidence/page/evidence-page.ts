import type { EvidencePart } from "../../../protocol/evidence/evidence-types.ts";
import { visibleText } from "../../../protocol/words/visible-text.ts";
import type { EvidenceFacts } from "../facts/evidence-facts.ts";
import { evidenceFiles } from "../facts/evidence-names.ts";
import { annexHtml } from "./annex-html.ts";
import { escapeHtml, isolatedHtml, preHtml, shownHtml } from "./html-text.ts";
import { noteHtml } from "./note-html.ts";
import { pageStyle } from "./page-style.ts";
import { boxHtml, factsList, statementHtml } from "./statement-html.ts";

/**
 * The investigation as one page that loads nothing and runs nothing.
 * @param rowsOf the rows of a statement as HTML, by its number; each is asked for when its place in the page has come.
 */
export async function* evidencePage(
  facts: EvidenceFacts,
  parts: readonly EvidencePart[],
  rowsOf: (number: number) => Promise<string>,
): AsyncGenerator<string> {
  yield headHtml(facts);
  const statements = facts.statements.values();
  for (const part of parts) {
    if (part.kind === "note") yield noteHtml(part.text);
    else if (part.kind === "header") yield `<h2>Header of the file</h2>${preHtml(part.text)}`;
    else {
      const statement = statements.next().value;
      if (statement !== undefined)
        yield statementHtml(statement, statement.result === undefined ? "" : await rowsOf(statement.number));
    }
  }
  yield annexHtml(facts);
  yield `<footer><p>Written by TenantTrail ${shownHtml(facts.madeBy.version)}. The digests of all files are in ${evidenceFiles.manifest}; ${evidenceFiles.readme} says how to check them.</p></footer></main></body></html>\n`;
}

function headHtml(facts: EvidenceFacts): string {
  const { title, madeBy, exportedAt, engines, file, statements, warnings } = facts;
  const leftOut = statements.filter(({ result }) => result === undefined);
  const contents = statements.map((each) => `<li><a href="#s${each.number}">${isolatedHtml(each.title)}</a></li>`);
  return [
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(visibleText(title))}</title><style>${pageStyle}</style></head><body><main>`,
    `<h1>${isolatedHtml(title)}</h1><p class="sub">Investigation, exported ${exportedAt}. All times are UTC.</p>`,
    factsList([
      ["Product", `TenantTrail ${madeBy.version}, ${madeBy.editor}`],
      ["Engines", engines.map(({ engine, version }) => `${engine} ${version}`).join(", ") || "none"],
      ...(file === undefined ? [] : [["File", file] as const]),
      ["Statements", `${statements.length}, ${statements.length - leftOut.length} with a result`],
      ["CSV", facts.formulas === "kept" ? "texts as they are" : "an apostrophe before what a spreadsheet would run"],
    ]),
    boxHtml("warning", warnings),
    boxHtml(
      "warning",
      leftOut.map((each) => `Left out: ${each.number}. ${each.title}. ${each.leftOut?.sentence ?? ""}`),
    ),
    `<nav aria-label="Statements"><ol>${contents.join("")}</ol><p><a href="#coverage">Coverage</a> · <a href="#slices">Slices</a> · <a href="#imports">Imported files</a></p></nav>`,
  ].join("\n");
}
