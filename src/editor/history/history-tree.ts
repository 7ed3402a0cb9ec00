import { EventEmitter, type TreeDataProvider, type TreeItem } from "vscode";
import { t } from "../../base/translated.ts";
import { setContext } from "../platform/context-values.ts";
import { commandIds } from "../registry/command-ids.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { viewItems } from "../registry/view-ids.ts";
import { treeLine } from "../shown/tree-line.ts";
import type { ShownTree } from "../shown/tree-view.ts";
import { onOneLine } from "../words/plain-text.ts";
import { historyWords, holdsWords } from "./history-words.ts";
import type { HistoryEntry, QueryHistory } from "./query-history.ts";

/** The history as a view, pinned lines first: choosing a line opens its query. */
export class HistoryTree implements TreeDataProvider<HistoryEntry> {
  readonly #history: QueryHistory;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #view: Pick<ShownTree<HistoryEntry>, "describe"> | undefined;
  #filter = "";

  constructor(history: QueryHistory) {
    this.#history = history;
    history.onDidChange(() => this.#changed.fire(undefined));
  }

  attach(view: Pick<ShownTree<HistoryEntry>, "describe">): void {
    this.#view = view;
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows only the lines that have all these words; all lines for none. */
  filterBy(words: string): void {
    this.#filter = words.trim();
    setContext(contextKeys.historyFiltered, this.#filter !== "");
    this.#view?.describe(this.#filter === "" ? "" : t("filtered: {0}", this.#filter));
    this.#changed.fire(undefined);
  }

  getChildren(entry?: HistoryEntry): HistoryEntry[] {
    if (entry) return [];
    const shown = this.#history.entries.filter((each) => holdsWords(each, this.#filter));
    return [...shown.filter(({ isPinned }) => isPinned === true), ...shown.filter(({ isPinned }) => isPinned !== true)];
  }

  getTreeItem(entry: HistoryEntry): TreeItem {
    const words = historyWords(entry, new Date());
    const pinned = entry.isPinned === true;
    return treeLine({
      ...words,
      id: entry.id,
      label: entry.title,
      opens: "nothing",
      spoken: [onOneLine(entry.title), pinned ? t("pinned") : "", entry.ended, words.description]
        .filter(Boolean)
        .join(", "),
      item: pinned ? viewItems.pinnedHistoryEntry : viewItems.historyEntry,
      command: { id: commandIds.openHistoryEntry, title: t("Open query"), arguments: [entry] },
    });
  }
}
