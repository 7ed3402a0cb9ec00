import { type Disposable, type NotebookCell, type NotebookDocument, type Uri, workspace } from "vscode";
import type { ResultSummary } from "../../protocol/query.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { runIdOf } from "./cell-output.ts";

/** A run whose rows the lake process holds for an output. */
interface HeldRun {
  readonly notebook: string;
  summary: ResultSummary;
  /** The output has been in its cell, so that its absence means that it is gone. */
  isShown: boolean;
}

/**
 * The results that cells of open notebooks show. One is released when no cell of its notebook shows it any more, because
 * it ran again or its output was cleared, and when the notebook closes.
 */
export class HeldRuns implements Disposable {
  readonly #lake: Pick<LakeService, "releaseResult">;
  readonly #record: (error: unknown) => void;
  readonly #held = new Map<string, HeldRun>();
  readonly #listeners: readonly Disposable[];

  constructor(lake: Pick<LakeService, "releaseResult">, record: (error: unknown) => void) {
    this.#lake = lake;
    this.#record = record;
    this.#listeners = [
      workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
        if (cellChanges.some(({ outputs }) => outputs !== undefined)) this.#releaseUnshown(notebook);
      }),
      workspace.onDidCloseNotebookDocument(({ uri }) => this.#releaseAll(uri)),
    ];
  }

  summary(runId: string): ResultSummary | undefined {
    return this.#held.get(runId)?.summary;
  }

  /** Holds what a run shows now, in place of what it showed before; nothing for a notebook that was closed meanwhile. */
  hold(runId: string, { uri: notebook, isClosed }: NotebookDocument, summary: ResultSummary): void {
    if (isClosed) {
      this.#release(summary.resultId);
      return;
    }
    const held = this.#held.get(runId);
    if (held === undefined) {
      this.#held.set(runId, { notebook: notebook.toString(), summary, isShown: false });
      return;
    }
    if (held.summary.resultId !== summary.resultId) this.#release(held.summary.resultId);
    held.summary = summary;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    for (const { summary } of this.#held.values()) this.#release(summary.resultId);
    this.#held.clear();
  }

  #releaseUnshown(notebook: NotebookDocument): void {
    const shown = new Set(notebook.getCells().flatMap(runIdsOf));
    for (const [runId, held] of this.#held) {
      if (held.notebook !== notebook.uri.toString()) continue;
      const isGone = held.isShown && !shown.has(runId);
      held.isShown = shown.has(runId);
      if (!isGone) continue;
      this.#held.delete(runId);
      this.#release(held.summary.resultId);
    }
  }

  #releaseAll(notebook: Uri): void {
    for (const [runId, held] of this.#held) {
      if (held.notebook !== notebook.toString()) continue;
      this.#held.delete(runId);
      this.#release(held.summary.resultId);
    }
  }

  #release(resultId: string): void {
    this.#lake.releaseResult({ resultId }).catch(this.#record);
  }
}

function runIdsOf({ outputs }: NotebookCell): readonly string[] {
  return outputs.flatMap((output) => runIdOf(output) ?? []);
}
