import { TenantTrailError } from "../protocol/errors.ts";
import { cellSource, endOfLine, newCellText, withCellSource } from "./cell-source.ts";
import { type Cell, splitCells } from "./cells.ts";
import { splitStatements } from "./statements.ts";
import { tokenize } from "./tokens.ts";

/** A cell as a notebook holds it now. */
export interface EditedCell {
  readonly kind: Cell["kind"];
  readonly source: string;
  /** The cell of the file that it was made from; none for one that was added. */
  readonly from?: { readonly text: string; readonly index: number };
}

/** A cell, and what it is in the file. */
interface WrittenCell extends EditedCell {
  readonly text: string;
}

interface Placed {
  readonly kind: Cell["kind"];
  readonly start: number;
  readonly end: number;
  /** It holds neither a statement nor a marker that divides, so it may stand with the statement beside it. */
  readonly isBare: boolean;
  readonly isEditedSql: boolean;
  /** Offsets in the file where it may be divided. */
  readonly cuts: ReadonlySet<number>;
}

/**
 * Puts the cells of a notebook back into a file. Cells that were not edited are written byte for byte, and where none
 * was added, removed or moved, nothing outside an edited cell changes as long as the file reads back as the same cells:
 * an edited cell gets the `;` that this takes, and only where that is not enough all get `-- %%` lines. After adding,
 * removing or moving, statements get the `;`, and cells the `-- %%` lines, that reading back takes. An edited cell with
 * several statements may read back as several cells, and one with comments alone or nothing may join the statement
 * beside it: no text is lost by either. A new cell that is empty is not written.
 *
 * @param count of the cells that the file was split into.
 * @throws TenantTrailError `bad-argument` when no way of writing the cells reads back as them; the sentence names the cell.
 */
export function joinCells(all: readonly EditedCell[], count: number): string {
  for (const cell of all) if (cell.kind === "header") requireHeader(cell);
  const eol = endOfLine(all.map(({ from }) => from?.text ?? "").join(""));
  const cells = all
    .filter((cell) => cell.from !== undefined || cell.kind !== "sql" || cell.source.trim() !== "")
    .map((cell) => ({ ...cell, text: writtenText(cell, eol) }));
  const inPlace = cells.length === count && cells.every(({ from }, index) => from?.index === index);
  const ends = cells.map((cell, index) =>
    index === cells.length - 1 || (inPlace && cell.text === cell.from?.text) ? cell : withSemicolon(cell),
  );
  if (inPlace) {
    const kept = [cells, ends].find(readsBack);
    if (kept !== undefined) return kept.map(({ text }) => text).join("");
  }
  const marked = cells.map((cell) => withMarker(cell, eol));
  const written = (inPlace ? [marked] : [cells, ends, marked]).map((each) => joined(each, eol));
  const found = written.find((text) => differingCell(text, cells) === undefined);
  if (found !== undefined) return found;
  const text = written.at(-1) ?? "";
  // A person who typed a marker into a cell meant two cells.
  const pieces = marked.flatMap(({ text: piece }) => splitCells(piece).map(asEdited));
  if (differingCell(text, pieces) === undefined) return text;
  throw refusal(differingCell(text, cells) ?? 0);
}

function requireHeader({ source }: EditedCell): void {
  if (!source.includes("*/")) return;
  throw new TenantTrailError(
    "bad-argument",
    'The header holds "*/", which would end it in the middle. Write it otherwise to save the notebook.',
  );
}

function refusal(index: number): TenantTrailError {
  return new TenantTrailError(
    "bad-argument",
    `Cell ${index + 1} cannot be written so that the file reads back as these cells, so nothing was saved. Close its quotes and comments, and leave a header above all statements.`,
  );
}

function writtenText({ kind, source, from }: EditedCell, eol: string): string {
  if (from !== undefined) return withCellSource({ kind, text: from.text, start: 0, end: 0 }, source);
  if (kind === "markdown") return newCellText("markdown", source, eol);
  const lines = source.split(/\r\n|\n|\r/).join(eol);
  if (kind === "header") return `/*---${eol}${lines}${eol}---*/${eol}`;
  return /[\r\n]$/.test(lines) || lines === "" ? lines : `${lines}${eol}`;
}

/** Cells one after the other, each on lines of its own; a new one stands between blank lines. */
function joined(cells: readonly WrittenCell[], eol: string): string {
  let all = "";
  let isBesideNew = false;
  for (const { text, from } of cells) {
    if (all !== "" && text !== "") {
      if (!/[\r\n]$/.test(all)) all += eol;
      if ((isBesideNew || from === undefined) && !/(?:\r\n|\n|\r(?!\n))[ \t]*[\r\n]+$/.test(all)) all += eol;
    }
    all += text;
    isBesideNew = from === undefined;
  }
  return all;
}

/** With a `;` behind the last statement, before the comments that follow it, where there is none. */
function withSemicolon(cell: WrittenCell): WrittenCell {
  const last = cell.kind === "sql" ? splitStatements(cell.text).at(-1) : undefined;
  if (last === undefined || last.fullEnd > last.end) return cell;
  // A quote that is never closed reaches over the line ends behind it.
  const end = Math.min(last.end, cell.text.trimEnd().length);
  return { ...cell, text: `${cell.text.slice(0, end)};${cell.text.slice(end)}` };
}

function withMarker(cell: WrittenCell, eol: string): WrittenCell {
  const { kind, text } = cell;
  if (kind !== "sql" || /^\s*--[ \t]?%%/.test(text)) return cell;
  return { ...cell, text: `-- %%${eol}${text}` };
}

function asEdited(cell: Cell): EditedCell {
  return { kind: cell.kind, source: cellSource(cell) };
}

/** The first cell that the text does not read back as; `undefined` when it reads back as all of them. */
function differingCell(text: string, cells: readonly EditedCell[]): number | undefined {
  const plain = (source: string): string =>
    source
      .replace(/\r\n|\r/g, "\n")
      .replace(/^ (?=%%)/gm, "")
      .trim()
      .replace(/;$/, "");
  const read = splitCells(text).map(asEdited);
  const isSame = (index: number): boolean => {
    const [is, meant] = [read[index], cells[index]];
    return is?.kind === meant?.kind && plain(is?.source ?? "") === plain(meant?.source ?? "");
  };
  for (let index = 0; index < Math.max(read.length, cells.length); index++) if (!isSame(index)) return index;
  return undefined;
}

/**
 * Whether a file made of these cells, one directly after the other, keeps them apart when it is read: no two of them
 * become one, and a cell that was not edited is one cell as before. An edited SQL cell that was left empty or with
 * comments alone may join the statement beside it, and one that now holds several statements may be read as several
 * cells: both keep every text and every statement whole.
 */
function readsBack(pieces: readonly WrittenCell[]): boolean {
  const placed = placedPieces(pieces);
  let first = 0;
  for (const cell of splitCells(pieces.map(({ text }) => text).join(""))) {
    while ((placed[first]?.end ?? cell.end) <= cell.start) first++;
    let whole = 0;
    for (let index = first; (placed[index]?.start ?? cell.end) < cell.end; index++) {
      const piece = placed[index];
      if (piece === undefined || !mayHold(cell, piece)) return false;
      if (!piece.isBare) whole++;
    }
    if (whole > 1) return false;
  }
  return true;
}

function mayHold(cell: Cell, piece: Placed): boolean {
  const isCutRight = cell.start <= piece.start || piece.cuts.has(cell.start);
  const isAnyKind = piece.isEditedSql && !piece.isBare;
  return isCutRight && (isAnyKind || piece.kind === cell.kind);
}

/** The cells that are not blank, with their places in the file. */
function placedPieces(pieces: readonly WrittenCell[]): readonly Placed[] {
  let end = 0;
  return pieces.flatMap(({ kind, text, from }, index) => {
    const start = end;
    end += text.length;
    if (text.trim() === "") return [];
    const isEditedSql = kind === "sql" && text !== from?.text;
    const isBare = isEditedSql && holdsCommentsAlone(index === pieces.length - 1 ? `${text}\n` : text);
    const cuts = new Set(isEditedSql ? splitCells(text).map((cell) => start + cell.start) : []);
    return [{ kind, start, end, isBare, isEditedSql, cuts }];
  });
}

/** Whether a text is comments that end within it, so that nothing after it becomes part of them. */
function holdsCommentsAlone(text: string): boolean {
  const tokens = tokenize(`${text};`);
  return (
    tokens.at(-1)?.kind === "operator" && tokens.slice(0, -1).every(({ kind }) => ["space", "comment"].includes(kind))
  );
}
