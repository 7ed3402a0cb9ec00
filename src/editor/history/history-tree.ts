import { EventEmitter, type TreeDataProvider, type TreeItem } from "vscode";
import { commandIds } from "../registry/command-ids.ts";
import { viewItems } from "../registry/view-ids.ts";
import { treeLine } from "../shown/tree-line.ts";
import { onOneLine } from "../words/plain-text.ts";
import { historyWords } from "./history-words.ts";
import type { HistoryEntry, QueryHistory } from "./query-history.ts";

/** The history as a view: choosing a line opens its query. */
export class HistoryTree implements TreeDataProvider<HistoryEntry> {
  readonly #history: QueryHistory;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(history: QueryHistory) {
    this.#history = history;
    history.onDidChange(() => this.#changed.fire(undefined));
  }

  getChildren(entry?: HistoryEntry): HistoryEntry[] {
    return entry ? [] : [...this.#history.entries];
  }

  getTreeItem(entry: HistoryEntry): TreeItem {
    const words = historyWords(entry);
    return treeLine({
      ...words,
      id: entry.id,
      label: entry.title,
      opens: "nothing",
      spoken: `${onOneLine(entry.title)}, ${entry.ended}, ${words.description}`,
      item: viewItems.historyEntry,
      command: { id: commandIds.openHistoryEntry, title: "Open query", arguments: [entry] },
    });
  }
}
