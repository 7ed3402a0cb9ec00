import { createHash } from "node:crypto";
import type { Memento, Uri } from "vscode";
import { isRecord } from "../../base/json-record.ts";
import { isText, rememberedFields } from "../platform/remembered.ts";

/** A run that a cell showed: its rows are kept under the result's id. */
export interface ShownRunMemory {
  readonly title: string;
  readonly resultId: string;
}

/** A cell as it ran: its text, and which of the cells with this text it was, from 0. */
export interface RanCell {
  readonly text: string;
  readonly nth: number;
}

interface ShownCell {
  /** Of the text and its place among equal ones: a memory of texts would grow with the notebooks. */
  readonly digest: string;
  readonly runs: readonly ShownRunMemory[];
}

const memoryKey = "shownCells";
/** So many notebooks are remembered, and so many cells of one. */
const most = { notebooks: 50, cells: 500 } as const;

/** Which results the cells of notebooks showed, so that they can be shown again after a reload of the window. */
export class ShownCells {
  readonly #memory: Pick<Memento, "get" | "update">;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  /** What a cell showed that has this text now. */
  of(notebook: Uri, cell: RanCell): readonly ShownRunMemory[] {
    const digest = digestOf(cell);
    return this.#cells(notebook).find((each) => each.digest === digest)?.runs ?? [];
  }

  /** @returns results that the cell showed before and shows no longer. */
  async remember(notebook: Uri, cell: RanCell, runs: readonly ShownRunMemory[]): Promise<readonly string[]> {
    const digest = digestOf(cell);
    const before = this.of(notebook, cell).map(({ resultId }) => resultId);
    const others = this.#cells(notebook).filter((each) => each.digest !== digest);
    const cells = runs.length === 0 ? others : [{ digest, runs }, ...others].slice(0, most.cells);
    const { [notebook.toString()]: _, ...rest } = rememberedFields(this.#memory, memoryKey);
    const kept = Object.entries(rest).slice(1 - most.notebooks);
    await this.#memory.update(memoryKey, Object.fromEntries([...kept, [notebook.toString(), cells]]));
    return before.filter((id) => !runs.some(({ resultId }) => resultId === id));
  }

  #cells(notebook: Uri): readonly ShownCell[] {
    const cells = rememberedFields(this.#memory, memoryKey)[notebook.toString()];
    return Array.isArray(cells) ? cells.filter(isShownCell) : [];
  }
}

function isShownCell(value: unknown): value is ShownCell {
  if (!isRecord(value)) return false;
  const { digest, runs } = value;
  const isRun = (run: unknown): boolean => isRecord(run) && isText(run["title"]) && isText(run["resultId"]);
  return isText(digest) && Array.isArray(runs) && runs.every(isRun);
}

function digestOf({ text, nth }: RanCell): string {
  return createHash("sha256").update(`${nth} ${text}`).digest("hex");
}
