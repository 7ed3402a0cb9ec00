import { chmod, type FileHandle, mkdir, open } from "node:fs/promises";

const ownFolder = 0o700;
const ownFile = 0o600;

/**
 * Makes every file that this process creates from now on private to its user, also those of DuckDB. Called by the entry
 * of a process.
 */
export function keepFilesPrivate(): void {
  process.umask(0o077);
}

/** Makes a folder that only its user may enter, whatever the umask. @throws what the system says, `EEXIST` too. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { mode: ownFolder });
  // A umask can take away even the owner's own bits.
  await chmod(path, ownFolder);
}

/** Lets only its user read and write a file. */
export async function makePrivate(file: string): Promise<void> {
  await chmod(file, ownFile);
}

/** Creates a file that only its user may read; what is there already, a link too, fails with `EEXIST`. */
export async function createPrivateFile(path: string): Promise<FileHandle> {
  const handle = await open(path, "wx", ownFile);
  try {
    await handle.chmod(ownFile);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
