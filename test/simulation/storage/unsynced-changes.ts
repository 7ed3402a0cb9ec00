import type { Random } from "../../../src/sample-tenant/random.ts";

/** A change that everybody sees, and that a power cut may still take back. */
interface Unsynced {
  readonly path: string;
  readonly atMs: number;
  /** Makes it undone, as far as the storage and those who watch it are concerned. */
  readonly undo: () => void;
}

/** What an operating system has put on the disk by itself after so long. */
const writtenBackMs = 30_000;

/**
 * Changes of a disk's names that nobody has synced. The bytes of a file are on the disk before its name is made, so
 * it is names alone that a power cut takes; those of one folder in the order in which they were made, as file systems
 * with a journal keep them.
 */
export class UnsyncedChanges {
  #changes: Unsynced[] = [];

  add(change: Unsynced): void {
    this.#changes.push(change);
  }

  /** A folder was put on the disk with all of its names, whoever made them. */
  synced(path: string): void {
    const folder = folderOf(path);
    this.#changes = this.#changes.filter((change) => folderOf(change.path) !== folder);
  }

  /** Somebody changed it past every protocol, so that there is nothing to go back to. */
  forget(path: string): void {
    this.#changes = this.#changes.filter((change) => change.path !== path);
  }

  /** Takes back some of the newest changes of each folder. */
  cut(nowMs: number, random: Random): void {
    const young = this.#changes.filter(({ atMs }) => nowMs - atMs < writtenBackMs);
    this.#changes = [];
    const taken = new Set<Unsynced>();
    for (const changes of Map.groupBy(young, ({ path }) => folderOf(path)).values())
      for (const change of changes.slice(random.below(changes.length + 1))) taken.add(change);
    for (const change of young.toReversed()) if (taken.has(change)) change.undo();
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
