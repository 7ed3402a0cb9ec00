import type { Memento, Uri } from "vscode";
import { isRecord } from "../../base/json-record.ts";
import { isText, rememberedFields } from "../platform/remembered.ts";

/** A run that a cell showed: its rows are kept under the result's id. */
export interface ShownRunMemory {
  readonly title: string;
  readonly resultId: string;
}

/** What a cell showed, by the text that it had. */
interface ShownCell {
  readonly text: string;
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

  /** What a cell with this text showed; of two cells with one text, what ran last. */
  of(notebook: Uri, text: string): readonly ShownRunMemory[] {
    return this.#cells(notebook).find((cell) => cell.text === text)?.runs ?? [];
  }

  /** @returns results that the cell showed before and shows no longer. */
  async remember(notebook: Uri, text: string, runs: readonly ShownRunMemory[]): Promise<readonly string[]> {
    const before = this.of(notebook, text).map(({ resultId }) => resultId);
    const others = this.#cells(notebook).filter((cell) => cell.text !== text);
    const cells = runs.length === 0 ? others : [{ text, runs }, ...others].slice(0, most.cells);
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
  const { text, runs } = value;
  const isRun = (run: unknown): boolean => isRecord(run) && isText(run["title"]) && isText(run["resultId"]);
  return isText(text) && Array.isArray(runs) && runs.every(isRun);
}
