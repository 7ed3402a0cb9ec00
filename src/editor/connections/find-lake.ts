import { isAbsolute, join } from "node:path";
import type { Connection } from "../../protocol/lake.ts";

/** What looking for a lake needs to know of the machine. */
export interface LakePlaces {
  /** The setting `tenantTrail.lake`, empty when it is not set. */
  readonly setting: string;
  /** The setting `tenantTrail.aws`, where it names a connection. */
  readonly awsSetting?: AwsConnection | undefined;
  /** The lake that this workspace used last. */
  readonly remembered: Connection | undefined;
  /** Absolute paths of the workspace's folders. */
  readonly folders: readonly string[];
  readonly isFolder: (path: string) => Promise<boolean>;
  /** Whether a lake in this folder has held logs before. */
  readonly hasHeld: (path: string) => boolean;
  /** False in restricted mode, where AWS is asked for nothing. */
  readonly mayUseAws: boolean;
}

export type AwsConnection = Extract<Connection, { kind: "aws" }>;

/**
 * The lake to open when nobody chose one: that of the settings, a folder before AWS, else the one used last, else a workspace folder that is a lake
 * or has one in `lake`. The setting's lake is taken even when it does not exist, and so is one that has held logs: the
 * person is told that it is gone, and no other lake answers in its place.
 *
 * @returns a connection, a folder by its absolute path; `undefined` when there is none.
 */
export async function findLake({
  setting,
  remembered,
  folders,
  isFolder,
  hasHeld,
  awsSetting,
  mayUseAws,
}: LakePlaces): Promise<Connection | undefined> {
  if (setting !== "") {
    const path = absolute(setting, folders[0]);
    return path === undefined ? undefined : { kind: "folder", path };
  }
  const aws = awsSetting ?? (remembered?.kind === "aws" ? remembered : undefined);
  if (aws !== undefined && mayUseAws) return aws;
  const last = remembered?.kind === "folder" ? remembered.path : undefined;
  const candidates = [last, ...folders, ...folders.map((folder) => join(folder, "lake"))];
  for (const path of candidates) {
    if (path === undefined) continue;
    if (hasHeld(path) || (await isFolder(join(path, "_ledger")))) return { kind: "folder", path };
  }
  return undefined;
}

/** A path as the setting gives it, from the first workspace folder on; `undefined` for a relative one without a folder. */
export function absolute(path: string, folder: string | undefined): string | undefined {
  if (isAbsolute(path)) return path;
  return folder === undefined ? undefined : join(folder, path);
}
