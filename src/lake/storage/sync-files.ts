import { open } from "node:fs/promises";
import { hasCode } from "./file-errors.ts";

/** How files and folders are put on the disk; tests of power cuts bring their own. */
export interface FileSync {
  file(path: string): Promise<void>;
  folder(path: string): Promise<void>;
}

/** Puts what was written to a file on the disk, so that it survives a power cut. @throws the system's error. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Puts the names in a folder on the disk: a rename is durable once its folder is. Windows has no handle on a folder
 * that could be synced, and needs none. Some network and user-space file systems cannot sync a folder and say so
 * (`EINVAL`, `ENOTSUP`); every other failure is one.
 * @throws the system's error.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!hasCode(error, "EINVAL", "ENOTSUP")) throw error;
  } finally {
    await handle.close();
  }
}

export const diskSync: FileSync = { file: syncFile, folder: syncFolder };
