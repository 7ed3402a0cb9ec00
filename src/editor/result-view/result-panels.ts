import type { Disposable } from "vscode";
import { columnOfResults } from "../shown/column-of-results.ts";
import { ResultPanel, type ResultPanelParts } from "./result-panel.ts";

/** The open result panels: a statement has one, which its next run takes over. */
export class ResultPanels implements Disposable {
  readonly #parts: ResultPanelParts;
  readonly #open = new Map<string, ResultPanel>();

  constructor(parts: ResultPanelParts) {
    this.#parts = parts;
  }

  get open(): readonly ResultPanel[] {
    return [...this.#open.values()];
  }

  /** The panel that has the focus, or had it last in its group. */
  get active(): ResultPanel | undefined {
    return this.open.find((panel) => panel.isActive);
  }

  /** The panel of what `key` names, brought to the front; a new one stands with its siblings, the first by the setting. */
  async show(key: string, title: string): Promise<ResultPanel> {
    const shown = this.#open.get(key);
    if (shown) {
      shown.reveal();
      return shown;
    }
    const column = this.open.at(-1)?.column ?? (await columnOfResults());
    const panel = new ResultPanel(title, column, this.#parts);
    this.#open.set(key, panel);
    panel.onDidClose(() => this.#open.delete(key));
    return panel;
  }

  dispose(): void {
    for (const panel of this.open) panel.dispose();
  }
}
