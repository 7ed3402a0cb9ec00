import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import type { Connections } from "../connections/connections.ts";
import { debounce } from "../platform/cancellation.ts";

const pauseMs = 300;

/** Calls `onChange` when another window, a collector or a hand changes the ledger of the open lake, and when another lake is opened. */
export function watchLake(connections: Connections, onChange: () => void): Disposable {
  const changed = debounce(pauseMs, onChange);
  let watching: Disposable | undefined;
  let path: string | undefined;
  const follow = (): void => {
    const connection = connections.current?.connection;
    const next = connection?.kind === "folder" ? connection.path : undefined;
    if (next === path) return;
    path = next;
    watching?.dispose();
    watching = next === undefined ? undefined : watchLedger(next, changed);
  };
  follow();
  const connected = connections.onDidChange(() => {
    follow();
    changed();
  });
  return new Disposable(() => {
    connected.dispose();
    watching?.dispose();
    changed.dispose();
  });
}

function watchLedger(lake: string, changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(lake), "_ledger/**"));
  watcher.onDidCreate(changed);
  watcher.onDidChange(changed);
  watcher.onDidDelete(changed);
  return watcher;
}
