import { type Disposable, EventEmitter, type WebviewPanel } from "vscode";
import { columnOfResults } from "../platform/column-of-results.ts";
import { ResultPanel, type ResultPanelParts } from "./result-panel.ts";

/** The open result panels: a statement has one, which its next run takes over. */
export class ResultPanels implements Disposable {
  readonly #parts: ResultPanelParts;
  readonly #open = new Map<string, ResultPanel>();
  readonly #closed = new EventEmitter<{ readonly id: string; readonly resultId: string | undefined }>();
  readonly onDidClose = this.#closed.event;

  constructor(parts: ResultPanelParts) {
    this.#parts = parts;
  }

  get open(): readonly ResultPanel[] {
    return [...this.#open.values()];
  }

  /** The panel that has the focus; while another part of the window has it, the only one that is seen. */
  get active(): ResultPanel | undefined {
    const seen = this.open.filter((panel) => panel.isVisible);
    return this.open.find((panel) => panel.isActive) ?? (seen.length === 1 ? seen[0] : undefined);
  }

  /** The panel of what `key` names, brought to the front; a new one stands with its siblings, the first by the setting. */
  async show(key: string, title: string): Promise<ResultPanel> {
    const shown = this.#open.get(key);
    if (shown) {
      shown.reveal();
      return shown;
    }
    const column = this.open.at(-1)?.column ?? (await columnOfResults());
    return this.#add(key, new ResultPanel(crypto.randomUUID(), title, column, this.#parts));
  }

  /** Lets an open panel be known by another key, so that what it showed is not taken over. */
  move(panel: ResultPanel, key: string): void {
    for (const [known, each] of this.#open) if (each === panel) this.#open.delete(known);
    this.#open.set(key, panel);
  }

  /** A panel that VS Code shows again after a reload of the window. */
  adopt(key: string, id: string, title: string, page: WebviewPanel): ResultPanel {
    this.#open.get(key)?.dispose();
    return this.#add(key, new ResultPanel(id, title, page, this.#parts));
  }

  /** The tabs stay, so that the next window shows them again. */
  dispose(): void {
    for (const panel of this.open) panel.leave();
  }

  #add(key: string, panel: ResultPanel): ResultPanel {
    this.#open.set(key, panel);
    panel.onDidClose(() => {
      for (const [known, each] of this.#open) if (each === panel) this.#open.delete(known);
      this.#closed.fire({ id: panel.id, resultId: panel.resultId });
    });
    return panel;
  }
}
