import { type Disposable, type Uri, ViewColumn, window } from "vscode";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { ResultPanel } from "./result-panel.ts";

/** The open result panels: a statement has one, which its next run takes over. */
export class ResultPanels implements Disposable {
  readonly #extension: Uri;
  readonly #lake: LakeService;
  readonly #tasks: RunningTasks;
  readonly #record: (error: unknown) => void;
  readonly #open = new Map<string, ResultPanel>();

  constructor(extension: Uri, lake: LakeService, tasks: RunningTasks, record: (error: unknown) => void) {
    this.#extension = extension;
    this.#lake = lake;
    this.#tasks = tasks;
    this.#record = record;
  }

  get open(): readonly ResultPanel[] {
    return [...this.#open.values()];
  }

  /** The panel of what `key` names, brought to the front; a new one stands beside what is open, with its siblings. */
  show(key: string, title: string): ResultPanel {
    const shown = this.#open.get(key);
    if (shown) {
      shown.reveal();
      return shown;
    }
    const sibling = [...this.#open.values()].at(-1)?.column;
    const column = sibling ?? (window.tabGroups.activeTabGroup.activeTab ? ViewColumn.Beside : ViewColumn.Active);
    const panel = new ResultPanel(this.#extension, title, column, this.#lake, this.#tasks, this.#record);
    this.#open.set(key, panel);
    panel.onDidClose(() => this.#open.delete(key));
    return panel;
  }

  dispose(): void {
    for (const panel of this.open) panel.dispose();
  }
}
