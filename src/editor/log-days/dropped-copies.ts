import { chmod, mkdir, writeFile } from "node:fs/promises";
import { basename, join, win32 } from "node:path";
import { type DataTransferFile, type Disposable, Uri } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { TemporaryFolder } from "../../service/temporary-folder.ts";
import { onOneLine } from "../words/plain-text.ts";

/** What became of dropped files without a path. */
export interface Copied {
  readonly uris: readonly Uri[];
  /** One failure for each that could not be read. */
  readonly unread: readonly TenantTrailError[];
  /** Removes the copies. */
  readonly remove: () => Promise<void>;
}

/** Files that are handed over as bytes, because they are on the disk of another machine: kept here until imported. */
export class DroppedCopies implements Disposable {
  readonly #folders = new Set<TemporaryFolder>();

  /** Copies files one after the other into a folder that only this user can read. */
  async copy(files: readonly DataTransferFile[]): Promise<Copied> {
    const folder = await TemporaryFolder.make("dropped");
    this.#folders.add(folder);
    const uris: Uri[] = [];
    const unread: TenantTrailError[] = [];
    for (const [index, file] of files.entries()) {
      const bytes = await bytesOf(file);
      if (bytes instanceof TenantTrailError) unread.push(bytes);
      // A folder for each, because two files may have the same name.
      else uris.push(await write(join(folder.path, String(index)), file.name, bytes));
    }
    const remove = async (): Promise<void> => {
      await folder.remove();
      this.#folders.delete(folder);
    };
    return { uris, unread, remove };
  }

  /** Removes what nobody removed. */
  dispose(): void {
    for (const folder of this.#folders) folder.removeNow();
  }
}

async function bytesOf(file: DataTransferFile): Promise<Uint8Array | TenantTrailError> {
  try {
    return await file.data();
  } catch (cause) {
    return new TenantTrailError(
      "bad-argument",
      t(
        "{0} cannot be read where it was dropped from. If it is a folder, drop the files that are in it.",
        onOneLine(file.name),
      ),
      { cause },
    );
  }
}

async function write(folder: string, name: string, bytes: Uint8Array): Promise<Uri> {
  await mkdir(folder, { mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, fileName(name));
  await writeFile(path, bytes, { mode: 0o600 });
  await chmod(path, 0o600);
  return Uri.file(path);
}

/** The last part of a name, whoever wrote it; one that names no file becomes `dropped`. */
function fileName(name: string): string {
  const last = win32.basename(basename(name));
  return last === "" || last === "." || last === ".." ? "dropped" : last;
}
