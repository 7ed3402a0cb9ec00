import {
  type Disposable,
  EventEmitter,
  type NotebookCell,
  type NotebookCellStatusBarItem,
  type NotebookCellStatusBarItemProvider,
  workspace,
} from "vscode";
import { t } from "../../base/translated.ts";
import { athenaPrice, priceWords, scannedWords } from "../../protocol/aws/athena-price.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { ResultState } from "../../protocol/result-page.ts";
import { engineWords } from "../queries/engine-choice.ts";
import { notebookType } from "../registry/view-ids.ts";
import { cellStatusItem } from "../shown/notebook-cells.ts";
import { countOf, formatBytes } from "../words/plain-amounts.ts";
import { titleOf } from "./cell-data.ts";
import { shownRunOf } from "./cell-output.ts";
import { keptBesideId } from "./outputs/kept-outputs.ts";

/** The line under a cell: the words of its marker, and what its last statement came to, also when outputs are collapsed. */
export class CellStatus implements NotebookCellStatusBarItemProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.#changed.event;
  readonly #listener: Disposable;

  constructor() {
    this.#listener = workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
      if (notebook.notebookType !== notebookType) return;
      if (cellChanges.some(({ outputs }) => outputs !== undefined)) this.#changed.fire();
    });
  }

  provideCellStatusBarItems({ kind, metadata, outputs, document }: NotebookCell): NotebookCellStatusBarItem[] {
    const title = titleOf({ kind, languageId: document.languageId, metadata });
    const last = outputs.at(-1);
    const state = last && shownRunOf(last)?.state;
    const words = state && stateWords(state);
    return [
      ...(title === undefined ? [] : [cellStatusItem(title)]),
      ...(words === undefined ? [] : [cellStatusItem(words)]),
    ];
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

function stateWords(state: ResultState): string | undefined {
  if (state.kind !== "ready") return undefined;
  const { resultId, rowCount, engine, isArriving } = state.summary;
  const rows = `${countOf(rowCount, t("{0} row"), t("{0} rows"))}${isArriving ? t(" so far") : ""}`;
  // What was read for it then is not in the file.
  const read = resultId === keptBesideId ? t("kept beside the file") : readWords(state.summary);
  return [rows, read, engineWords(engine)].join(" · ");
}

function readWords({ engine, scannedBytes }: ResultSummary): string {
  return engine === "athena"
    ? t("scanned {0}, about {1}", scannedWords(scannedBytes), priceWords(athenaPrice(scannedBytes)))
    : t("read {0}", formatBytes(scannedBytes));
}
