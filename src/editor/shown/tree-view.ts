import { type Disposable, type TreeView, type TreeViewOptions, window } from "vscode";
import type { ViewId } from "../registry/view-ids.ts";
import { plainLines, plainText } from "../words/plain-text.ts";

/** A view with a tree: what is selected in it, and a message above it. */
export interface ShownTree<Node> extends Disposable {
  readonly selection: readonly Node[];
  /** Tells which node a person opened. */
  readonly onDidExpandElement: TreeView<Node>["onDidExpandElement"];
  /** Says something above the tree; an empty text takes it away. */
  say(message: string): void;
  /** Says something beside the title; an empty text takes it away. */
  describe(words: string): void;
}

export function showTree<Node>(id: ViewId, options: TreeViewOptions<Node>): ShownTree<Node> {
  const view = window.createTreeView(id, options);
  return {
    get selection() {
      return view.selection;
    },
    onDidExpandElement: view.onDidExpandElement,
    say: (message) => {
      view.message = plainLines(message);
    },
    describe: (words) => {
      view.description = plainText(words);
    },
    dispose: () => view.dispose(),
  };
}
