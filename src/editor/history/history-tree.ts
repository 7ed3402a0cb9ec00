import { EventEmitter, ThemeIcon, type TreeDataProvider, TreeItem, TreeItemCollapsibleState } from "vscode";
import { commandIds } from "../registry/command-ids.ts";
import { viewItems } from "../registry/view-ids.ts";
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
    const item = new TreeItem(onOneLine(entry.title), TreeItemCollapsibleState.None);
    item.id = entry.id;
    item.description = words.description;
    item.tooltip = words.tooltip;
    item.iconPath = new ThemeIcon(words.icon);
    item.contextValue = viewItems.historyEntry;
    item.accessibilityInformation = { label: `${onOneLine(entry.title)}, ${entry.ended}, ${words.description}` };
    item.command = { command: commandIds.openHistoryEntry, title: "Open query", arguments: [entry] };
    return item;
  }
}
