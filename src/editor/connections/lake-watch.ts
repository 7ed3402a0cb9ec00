import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import { debounce, laterOnce } from "../platform/cancellation.ts";
import type { Connections } from "./connections.ts";
import { LakePresence } from "./lake-presence.ts";
import { openFolder } from "./open-folder.ts";

const pauseMs = 300;

interface LakeWatcher {
  /** Whether the last answer to it was that the lake is not there. */
  readonly isMissed: () => boolean;
  readonly onChange: () => void;
}

/**
 * Calls `onChange` when another window, a collector or a hand changes the ledger of the open lake, when another lake is
 * opened, and when the lake goes or is back.
 */
export function watchLake(connections: Connections, { isMissed, onChange }: LakeWatcher): Disposable {
  const changed = debounce(pauseMs, onChange);
  let watching: Disposable | undefined;
  let path: string | undefined;
  const follow = (anew: boolean): void => {
    const next = openFolder(connections.current);
    if (next === path && !anew) return;
    path = next;
    watching?.dispose();
    watching = next === undefined ? undefined : watchLedger(next, changed);
  };
  follow(false);
  const connected = connections.onDidChange(() => {
    follow(false);
    changed();
  });
  const presence = new LakePresence({
    path: () => connections.folder,
    isThere: hasLedger,
    isMissed,
    later: laterOnce,
    onChange: () => {
      // A watcher of a deleted folder does not watch the folder that takes its place.
      follow(true);
      changed();
    },
  });
  return Disposable.from(connected, presence, changed, new Disposable(() => watching?.dispose()));
}

async function hasLedger(lake: string): Promise<boolean> {
  return workspace.fs.stat(Uri.joinPath(Uri.file(lake), "_ledger")).then(
    () => true,
    () => false,
  );
}

function watchLedger(lake: string, changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(lake), "_ledger/**"));
  watcher.onDidCreate(changed);
  watcher.onDidChange(changed);
  watcher.onDidDelete(changed);
  return watcher;
}
