import type { Cell, ResultColumn } from "../../../protocol/query.ts";
import type { HeldResults } from "../../engine.ts";
import { grouped, isolatedHtml, shownHtml } from "./html-text.ts";

/** So many rows and columns are in the page, and so much of a value; all is in the files beside it. */
export const shownInPage = { rows: 200, columns: 10, characters: 240 } as const;

interface ShownRows {
  readonly columns: readonly ResultColumn[];
  readonly csv: string;
  /** All columns as they are read best; default: their own order. */
  readonly order?: readonly number[] | undefined;
}

/** The first rows of a result as a table, and what of it is only in the files. */
export async function rowsHtml(
  results: HeldResults,
  resultId: string,
  { columns, csv, order }: ShownRows,
  signal: AbortSignal | undefined,
): Promise<string> {
  const window = await results.readWindow({ resultId, offset: 0, limit: shownInPage.rows }, signal);
  if (window.rowCount === 0) return "<p>The result has no rows.</p>";
  const empty = new Set(await results.emptyColumns(resultId, signal));
  const all = order?.length === columns.length ? order : columns.map((_, index) => index);
  const held = all.filter((index) => !empty.has(index));
  const shown = (held.length === 0 ? all : held).slice(0, shownInPage.columns);
  const head = shown.map((index) => headHtml(columns[index])).join("");
  const body = window.rows.map(
    (row) => `<tr>${shown.map((index) => cellHtml(row[index] ?? null, columns[index])).join("")}</tr>`,
  );
  const isCut = window.rows.some((row) => shown.some((index) => isCutCell(row[index] ?? null)));
  return [
    `<div class="wide"><table><caption>${captionHtml(window.rows.length, window.rowCount, csv)}</caption>`,
    `<thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`,
    hiddenHtml(columns, new Set(shown), empty, csv),
    isCut ? `<p class="sub">Values that end in … are longer; they are whole in ${shownHtml(csv)}.</p>` : "",
  ].join("\n");
}

function captionHtml(shown: number, all: number, csv: string): string {
  if (shown === all) return `${all === 1 ? "The one row" : `All ${grouped(all)} rows`}. Times are UTC.`;
  return `The first ${shown} of ${grouped(all)} rows; all are in ${shownHtml(csv)}. Times are UTC.`;
}

function headHtml(column: ResultColumn | undefined): string {
  if (column === undefined) return "<th></th>";
  return `<th scope="col">${isolatedHtml(column.name)}<small>${shownHtml(shortType(column.type))}</small></th>`;
}

/** The type of a nested column may be pages long. */
function shortType(type: string): string {
  return type.length > 40 ? `${type.slice(0, 39)}…` : type;
}

function cellHtml(cell: Cell, column: ResultColumn | undefined): string {
  if (cell === null) return '<td><span class="null">NULL</span></td>';
  const kind = column?.kind === "number" ? ' class="number"' : "";
  const text = typeof cell === "object" ? cell.cut : String(cell);
  const shown = isCutCell(cell) ? `${[...text].slice(0, shownInPage.characters).join("")}…` : text;
  return `<td${kind}>${isolatedHtml(shown)}</td>`;
}

function isCutCell(cell: Cell): boolean {
  const isLong = typeof cell === "string" && cell.length > shownInPage.characters;
  return isLong || (typeof cell === "object" && cell !== null);
}

function hiddenHtml(
  columns: readonly ResultColumn[],
  shown: ReadonlySet<number>,
  empty: ReadonlySet<number>,
  csv: string,
): string {
  const others = columns.flatMap(({ name }, index) => (shown.has(index) ? [] : [{ name, isEmpty: empty.has(index) }]));
  const named = (isEmpty: boolean): string =>
    others
      .filter((each) => each.isEmpty === isEmpty)
      .map(({ name }) => isolatedHtml(name))
      .join(", ");
  const [filled, blank] = [named(false), named(true)];
  return [
    filled === "" ? "" : `<p class="sub">Columns not shown here, whole in ${shownHtml(csv)}: ${filled}.</p>`,
    blank === "" ? "" : `<p class="sub">Columns without a value in any row: ${blank}.</p>`,
  ].join("");
}
