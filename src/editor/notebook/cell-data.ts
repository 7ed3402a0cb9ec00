import { NotebookCellData, NotebookCellKind, type NotebookCellOutput } from "vscode";
import { trinoLanguage } from "../../protocol/language/sql-languages.ts";
import { cellSource } from "../../sqlfile/cell-source.ts";
import type { Cell } from "../../sqlfile/cells.ts";
import type { EditedCell } from "../../sqlfile/join-cells.ts";
import { fieldsOf } from "../platform/remembered.ts";

/** What a cell of the file was, which its cell in the notebook carries so that unchanged bytes are written again. */
interface CellOrigin {
  readonly kind: Cell["kind"];
  readonly text: string;
  readonly index: number;
}

const languages = { header: "yaml", sql: trinoLanguage, markdown: "markdown" } as const;

/** A cell of a file as VS Code's notebooks hold it. */
export function toCellData(cell: Cell, index: number): NotebookCellData {
  const kind = cell.kind === "markdown" ? NotebookCellKind.Markup : NotebookCellKind.Code;
  const data = new NotebookCellData(kind, cellSource(cell), languages[cell.kind]);
  const origin: CellOrigin = { kind: cell.kind, text: cell.text, index };
  data.metadata = { ...origin, ...(cell.title !== undefined && { title: cell.title }) };
  return data;
}

/** The parts of a cell that say what it is, of a notebook that is open or one that is saved. */
export interface HeldCell {
  readonly kind: NotebookCellKind;
  readonly languageId: string;
  readonly metadata?: unknown;
}

/** A header is YAML, for nothing else in a `.sql` file is. */
export function kindOf({ kind, languageId }: HeldCell): Cell["kind"] {
  if (kind === NotebookCellKind.Markup) return "markdown";
  return languageId === languages.header ? "header" : "sql";
}

/** The words of a cell's marker line. */
export function titleOf({ metadata }: HeldCell): string | undefined {
  const { title } = fieldsOf(metadata);
  return typeof title === "string" && title !== "" ? title : undefined;
}

/** A cell as it is written into the file. One that has become of another kind is a new one. */
export function toEditedCell(cell: HeldCell & { readonly value: string }): EditedCell {
  const kind = kindOf(cell);
  const { kind: before, text, index } = fieldsOf(cell.metadata);
  const isFrom = before === kind && typeof text === "string" && typeof index === "number";
  return { kind, source: cell.value, ...(isFrom && { from: { text, index } }) };
}

/** The outputs of a cell that says what it needs before anything runs. */
export function withOutputs(data: NotebookCellData, outputs: NotebookCellOutput[]): NotebookCellData {
  data.outputs = outputs;
  return data;
}
