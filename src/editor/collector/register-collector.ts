import { type Disposable, window } from "vscode";
import { viewIds } from "../registry/view-ids.ts";

/** The collector view: nothing collects yet, so only its welcome text of `package.json` is seen. */
export function registerCollector(): Disposable {
  return window.createTreeView<never>(viewIds.collector, {
    treeDataProvider: {
      getChildren: () => [],
      getTreeItem: (nothing) => nothing,
    },
  });
}
