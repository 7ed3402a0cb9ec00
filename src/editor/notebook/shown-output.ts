import type { NotebookCellExecution } from "vscode";
import type { ShownRun } from "../../protocol/notebook/notebook-output.ts";
import { itemsOf, runOutput } from "./cell-output.ts";

/** The output of one statement, which is drawn anew in its place. */
export class ShownOutput {
  readonly runId = crypto.randomUUID();
  readonly #execution: NotebookCellExecution;
  #output: ReturnType<typeof runOutput> | undefined;

  constructor(execution: NotebookCellExecution) {
    this.#execution = execution;
  }

  async show(run: ShownRun): Promise<void> {
    if (this.#output !== undefined) {
      await this.#execution.replaceOutputItems(itemsOf(run), this.#output);
      return;
    }
    this.#output = runOutput(run);
    await this.#execution.appendOutput(this.#output);
  }
}
