import { open } from "node:fs/promises";

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
 * that could be synced, and needs none.
 * @throws the system's error.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
