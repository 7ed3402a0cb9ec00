import { type Disposable, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { CommandId } from "../registry/command-ids.ts";
import { plainLines, plainText } from "../words/plain-text.ts";

/** What an item of the status bar says now. */
export interface StatusWords {
  /** A codicon. */
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly isWarning?: boolean;
}

/** An item at the left of the status bar that runs a command. */
export class StatusItem implements Disposable {
  readonly #item;

  /** @param name what the status bar's own menu calls it. */
  constructor(id: string, name: string, command: CommandId, priority: number) {
    this.#item = window.createStatusBarItem(id, StatusBarAlignment.Left, priority);
    this.#item.name = plainText(name);
    this.#item.command = command;
  }

  /** Shows the words; without any the item is hidden. */
  draw(words: StatusWords | undefined): void {
    if (words === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(${words.icon}) ${plainText(words.text)}`;
    this.#item.tooltip = plainLines(words.tooltip);
    this.#item.backgroundColor = words.isWarning ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.accessibilityInformation = { label: plainText(words.spoken), role: "button" };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
