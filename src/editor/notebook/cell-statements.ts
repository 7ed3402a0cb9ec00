import { basename } from "node:path";
import type { NotebookCell, NotebookDocument } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { placeOf } from "../../sqlfile/place.ts";
import { splitStatements } from "../../sqlfile/statements.ts";
import { headerOf, type RunnableStatement } from "../queries/runnable-statements.ts";
import { kindOf, titleOf } from "./cell-data.ts";

/** What stands before the YAML of a header in its file. */
export const headerStart = "/*---\n";

/** A cell as the functions here read it: what it is, and its text with `\n` at the ends of its lines. */
export interface ReadCell {
  readonly kind: ReturnType<typeof kindOf>;
  readonly title?: string;
  readonly text: string;
}

export function readCell(cell: NotebookCell): ReadCell {
  const title = titleOf(toHeld(cell));
  return {
    kind: kindOf(toHeld(cell)),
    ...(title !== undefined && { title }),
    text: cell.document.getText().replace(/\r\n|\r/g, "\n"),
  };
}

/** The name of a notebook's file, for titles where nothing gives one. */
export function nameOf({ uri }: Pick<NotebookDocument, "uri">): string {
  return basename(uri.path).replace(/\.sql$/i, "");
}

/** The header of a notebook, as it stands in its first cell of that kind. */
export function headerOfCells(cells: readonly ReadCell[]): ReturnType<typeof headerOf> {
  const header = cells.find(({ kind }) => kind === "header");
  return headerOf(header === undefined ? "" : headerText(header));
}

/** A header's cell as it stands in the file. */
export function headerText({ text }: ReadCell): string {
  return `${headerStart}${text}\n---*/`;
}

/**
 * The statements of a cell with their places in it, and with what the notebook's header says of parameters. A title is
 * that of the cell's marker, else the header's or the file's, numbered where there are several.
 */
export function statementsOfCell(
  cells: readonly ReadCell[],
  index: number,
  name: string,
): readonly RunnableStatement[] {
  const cell = cells[index];
  if (cell === undefined) return [];
  const { header, declared } = headerOfCells(cells);
  const siblings = cells.filter(({ kind, title }) => kind === "sql" && title === undefined);
  const number = siblings.length > 1 ? ` (${siblings.indexOf(cell) + 1})` : "";
  const title = cell.title ?? `${header?.title ?? name}${number}`;
  const statements = splitStatements(cell.text);
  return statements.map((statement, at) => ({
    sql: statement.text,
    title: statements.length > 1 ? t("{0}, statement {1}", title, at + 1) : title,
    start: statement.place,
    declarations: declared.declarations,
    ...(declared.chart && { chart: declared.chart }),
    ...(declared.guide && { guide: declared.guide }),
    ...(declared.mistake && { mistake: inHeaderCell(declared.mistake) }),
  }));
}

/** A mistake of the header, at its place in the header's cell, which shows the YAML alone. */
function inHeaderCell(mistake: TenantTrailError): TenantTrailError {
  const { code, message, place } = mistake;
  if (place === undefined) return mistake;
  return new TenantTrailError(code, t("{0} (line {1} of the header)", message, place.line - 1), { cause: mistake });
}

/** Where an offset of a header's text in the file lies in its cell. */
export function placeInHeaderCell(text: string, offset: number): { readonly line: number; readonly column: number } {
  const { line, column } = placeOf(text, offset);
  return { line: Math.max(1, line - 1), column };
}

function toHeld({ kind, document, metadata }: NotebookCell) {
  return { kind, languageId: document.languageId, metadata };
}
