import { isAbsolute, join } from "node:path";

/** What looking for a lake needs to know of the machine. */
export interface LakePlaces {
  /** The setting `tenantTrail.lake`, empty when it is not set. */
  readonly setting: string;
  /** The lake that this workspace used last. */
  readonly remembered: string | undefined;
  /** Absolute paths of the workspace's folders. */
  readonly folders: readonly string[];
  readonly isFolder: (path: string) => Promise<boolean>;
  /** Whether a lake in this folder has held logs before. */
  readonly hasHeld: (path: string) => boolean;
}

/**
 * The lake to open when nobody chose one: the setting's, else the one used last, else a workspace folder that is a lake
 * or has one in `lake`. The setting's lake is taken even when it does not exist, and so is one that has held logs: the
 * person is told that it is gone, and no other lake answers in its place.
 *
 * @returns an absolute path, or `undefined` when there is none.
 */
export async function findLake({
  setting,
  remembered,
  folders,
  isFolder,
  hasHeld,
}: LakePlaces): Promise<string | undefined> {
  if (setting !== "") return absolute(setting, folders[0]);
  const candidates = [remembered, ...folders, ...folders.map((folder) => join(folder, "lake"))];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    if (hasHeld(candidate) || (await isFolder(join(candidate, "_ledger")))) return candidate;
  }
  return undefined;
}

/** A path as the setting gives it, from the first workspace folder on; `undefined` for a relative one without a folder. */
export function absolute(path: string, folder: string | undefined): string | undefined {
  if (isAbsolute(path)) return path;
  return folder === undefined ? undefined : join(folder, path);
}
