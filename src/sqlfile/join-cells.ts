import { cellSource, endOfLine, newCellText, withCellSource } from "./cell-source.ts";
import { type Cell, splitCells } from "./cells.ts";

/** A cell as a notebook holds it now. */
export interface EditedCell {
  readonly kind: Cell["kind"];
  readonly source: string;
  /** The cell of the file that it was made from; none for one that was added. */
  readonly from?: { readonly text: string; readonly index: number };
}

/**
 * Puts the cells of a notebook back into a file. Cells that were not edited are written byte for byte, and where none
 * was added, removed or moved, nothing outside an edited cell changes. After adding, removing or moving, the file reads
 * back as the same cells: statements get the `;`, and cells the `-- %%` lines, that this takes.
 */
export function joinCells(cells: readonly EditedCell[], count: number): string {
  const written = cells.map(writtenText);
  const inPlace = cells.length === count && cells.every(({ from }, index) => from?.index === index);
  if (inPlace) return written.join("");
  const eol = endOfLine(written.join(""));
  const candidates = [
    joined(written, eol),
    joined(
      written.map((text, index) => withSemicolon(text, index, cells)),
      eol,
    ),
    joined(
      written.map((text, index) => withMarker(text, cells[index], eol)),
      eol,
    ),
  ];
  return candidates.find((text) => readsBackAs(text, cells)) ?? candidates[2] ?? "";
}

function writtenText({ kind, source, from }: EditedCell): string {
  if (from !== undefined) return withCellSource({ kind, text: from.text, start: 0, end: 0 }, source);
  if (kind === "markdown") return newCellText("markdown", source, "");
  return /[\r\n]$/.test(source) || source === "" ? source : `${source}\n`;
}

/** Cells one after the other, each on lines of its own. */
function joined(texts: readonly string[], eol: string): string {
  let all = "";
  for (const text of texts) {
    if (all !== "" && text !== "" && !/[\r\n]$/.test(all)) all += eol;
    all += text;
  }
  return all;
}

function withSemicolon(text: string, index: number, cells: readonly EditedCell[]): string {
  const isLast = index === cells.length - 1;
  if (isLast || cells[index]?.kind !== "sql" || text.trim() === "" || /;\s*$/.test(text)) return text;
  const end = text.trimEnd();
  return `${end};${text.slice(end.length)}`;
}

function withMarker(text: string, cell: EditedCell | undefined, eol: string): string {
  if (cell?.kind !== "sql" || /^\s*--[ \t]*%%/.test(text)) return text;
  return `-- %%${eol}${text}`;
}

function readsBackAs(text: string, cells: readonly EditedCell[]): boolean {
  const plain = (source: string): string =>
    source
      .replace(/\r\n|\r/g, "\n")
      .trim()
      .replace(/;$/, "");
  const read = splitCells(text);
  return (
    read.length === cells.length &&
    read.every((cell, index) => {
      const meant = cells[index];
      return meant?.kind === cell.kind && plain(cellSource(cell)) === plain(meant.source);
    })
  );
}
