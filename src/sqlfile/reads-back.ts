import { type Cell, splitCells } from "./cells.ts";
import { tokenize } from "./tokens.ts";

/** A cell as it would be written, and the file's text that it was made from. */
export interface WrittenPiece {
  readonly kind: Cell["kind"];
  readonly text: string;
  readonly from?: { readonly text: string };
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
 * Whether a file made of these cells, one directly after the other, keeps them apart when it is read: no two of them
 * become one, and a cell that was not edited is one cell as before. An edited SQL cell that was left empty or with
 * comments alone may join the statement beside it, and one that now holds several statements may be read as several
 * cells: both keep every text and every statement whole.
 */
export function readsBack(pieces: readonly WrittenPiece[]): boolean {
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
function placedPieces(pieces: readonly WrittenPiece[]): readonly Placed[] {
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
