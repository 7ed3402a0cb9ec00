import type { BigIntStats, Dirent, Stats } from "node:fs";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TenantTrailError } from "../../protocol/errors.ts";
import { tableNames } from "../../protocol/tables.ts";
import { hasCode } from "./file-errors.ts";
import { makePrivateFolder } from "./private-files.ts";
import type { FileSync } from "./sync-files.ts";

/** These flags do not exist on Windows, where `lstat` alone recognises a link. */
const plainOnly = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Folders that a lake with logs has at least one of. */
const ownFolders: readonly string[] = ["_ledger", ...tableNames];

/**
 * The folder that a lake is in, as foreign ground: what lies in it may have been put there by somebody else. Below the
 * root only plain folders and files are entered and opened; a link, a device, a pipe is refused by name, never
 * followed. Hard links are the files that they are: nothing is written into a file that is there. The absence of one
 * object and the absence of the whole lake are different errors. Paths are relative to the root, with `/`.
 */
export class LakeGround {
  /** Absolute; links above it, or it being one itself, are the choice of whoever named it. */
  readonly root: string;
  /** Folders that are on the disk, as far as it is known. */
  readonly #durable = new Set<string>();
  #isKnown: boolean;

  /** @param isKnown whether the lake has held a ledger before, so that an empty folder in its place is not the lake. */
  constructor(root: string, isKnown: boolean) {
    this.root = root;
    this.#isKnown = isKnown;
  }

  /** @throws TenantTrailError `unsafe-lake` for a path that leads out of the lake. */
  locate(path: string): string {
    if (!isInside(path))
      throw new TenantTrailError(
        "unsafe-lake",
        `The lake in ${this.root} names ${JSON.stringify(path)}, which is not a path inside it. Restore its ledger from a backup, or choose another folder.`,
      );
    return join(this.root, ...path.split("/"));
  }

  /** What lies at a path that is a file's; undefined when nothing does. @throws TenantTrailError `unsafe-lake`, `lake-missing`, `read-failed`. */
  async file(path: string): Promise<BigIntStats | undefined> {
    const status = await this.#lookAt(path);
    if (status !== undefined && !status.isFile()) throw notPlain(this.locate(path), status, "file");
    return status;
  }

  /** As `file`, of one whose folder was seen to be one just now. */
  async fileInSeen(path: string): Promise<BigIntStats | undefined> {
    const status = await this.#status(path);
    if (status !== undefined && !status.isFile()) throw notPlain(this.locate(path), status, "file");
    return status;
  }

  /** Whether there is such a folder. @throws as `file` does. */
  async folder(path: string): Promise<boolean> {
    if (path === "") {
      await this.requireThere();
      return true;
    }
    const status = await this.#lookAt(path);
    if (status !== undefined && !status.isDirectory()) throw notPlain(this.locate(path), status, "folder");
    return status !== undefined;
  }

  /** What is in a folder; nothing when it is not there. @throws as `file` does. */
  async entries(path: string): Promise<readonly Dirent[]> {
    return (await this.folder(path)) ? this.entriesOfSeen(path) : [];
  }

  /** As `entries`, of a folder that was seen to be one just now. */
  async entriesOfSeen(path: string): Promise<readonly Dirent[]> {
    try {
      return await readdir(this.locate(path), { withFileTypes: true });
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw await this.unreadable(path, error);
      await this.requireThere();
      return [];
    }
  }

  /** Opens a file for reading; undefined when there is none. The caller closes it. @throws as `file` does. */
  async open(path: string): Promise<FileHandle | undefined> {
    if ((await this.file(path)) === undefined) return undefined;
    try {
      return await openSeen(this.locate(path));
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw await this.unreadable(path, error);
      await this.requireThere();
      return undefined;
    }
  }

  /** Makes a folder and those above it up to the root, which is never made. @throws as `file` does; what the system says. */
  async makeFolder(path: string): Promise<string> {
    await this.requireThere();
    const parts = path.split("/");
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const part = parts.slice(0, depth).join("/");
      if ((await this.#status(part)) === undefined) {
        this.#durable.delete(part);
        await this.#make(part);
      }
      await this.folder(part);
    }
    return this.locate(path);
  }

  /**
   * As `makeFolder`, of a folder that a power cut must leave there: whoever made it may not have come to put it on the
   * disk, so this is done once for each.
   */
  async keepFolder(path: string, sync: FileSync): Promise<string> {
    const folder = await this.makeFolder(path);
    for (let part = path; part !== "" && !this.#durable.has(part); part = folderOf(part)) {
      await sync.folder(dirname(this.locate(part)));
      this.#durable.add(part);
    }
    return folder;
  }

  /** @throws TenantTrailError `lake-missing` when the lake itself is not where it was. */
  async requireThere(): Promise<void> {
    const status = await stat(this.root).catch((error: unknown) => {
      throw lakeMissing(this.root, error);
    });
    if (!status.isDirectory()) throw lakeMissing(this.root, "it is a file");
    const ledger = await this.#status("_ledger");
    if (ledger !== undefined) this.#isKnown = true;
    else if (this.#isKnown && !(await this.#holdsAny(ownFolders)))
      throw lakeMissing(this.root, "the folder is there and the lake is not in it");
  }

  /** The error for a path that the system did not let us read; the lake's absence, if that is the reason. */
  async unreadable(path: string, cause: unknown): Promise<TenantTrailError> {
    if (cause instanceof TenantTrailError) return cause;
    try {
      await this.requireThere();
    } catch (error) {
      if (error instanceof TenantTrailError) return error;
    }
    return new TenantTrailError(
      "read-failed",
      `${this.locate(path)} cannot be read (${reasonOf(cause)}). Check its permissions and its drive, then try again.`,
      { cause },
    );
  }

  /** Checks every folder on the way, so that none of them leads elsewhere. */
  async #lookAt(path: string): Promise<BigIntStats | undefined> {
    const parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      const part = parts.slice(0, depth).join("/");
      const status = await this.#status(part);
      if (status === undefined) {
        await this.requireThere();
        return undefined;
      }
      if (!status.isDirectory()) throw notPlain(this.locate(part), status, "folder");
    }
    const status = await this.#status(path);
    if (status === undefined) await this.requireThere();
    return status;
  }

  async #status(path: string): Promise<BigIntStats | undefined> {
    try {
      return await lstat(this.locate(path), { bigint: true });
    } catch (error) {
      if (hasCode(error, "ENOENT")) return undefined;
      if (path === "_ledger") throw lakeMissing(this.root, error);
      throw await this.unreadable(path, error);
    }
  }

  async #holdsAny(names: readonly string[]): Promise<boolean> {
    for (const name of names) if ((await this.#status(name)) !== undefined) return true;
    return false;
  }

  async #make(path: string): Promise<void> {
    try {
      await makePrivateFolder(this.locate(path));
    } catch (error) {
      // Another writer made it meanwhile.
      if (!hasCode(error, "EEXIST")) throw error;
    }
  }
}

/** Opens a plain file for reading, without waiting for a pipe and without following a link. @throws TenantTrailError `unsafe-lake`. */
export async function openPlain(file: string): Promise<FileHandle> {
  const before = await lstat(file);
  if (!before.isFile()) throw notPlain(file, before, "file");
  return openSeen(file);
}

/** As `openPlain`, of what was seen to be a plain file just now. */
async function openSeen(file: string): Promise<FileHandle> {
  const handle = await open(file, constants.O_RDONLY | plainOnly);
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw notPlain(file, status, "file");
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Why something in a lake is not entered or opened. @param wanted what would be. */
export function notPlain(
  path: string,
  is: Stats | BigIntStats | Dirent,
  wanted: "file" | "folder",
  cause?: unknown,
): TenantTrailError {
  const said = is.isSymbolicLink()
    ? `${path} is a link; TenantTrail does not follow links inside a lake.`
    : `${path} is ${kindOf(is)}; TenantTrail looks for a ${wanted} there.`;
  return new TenantTrailError("unsafe-lake", `${said} Remove it or choose another folder.`, { cause });
}

/** @param why what the system said, or words. */
export function lakeMissing(root: string, why: unknown): TenantTrailError {
  return new TenantTrailError(
    "lake-missing",
    `The lake is not there: ${root} (${typeof why === "string" ? why : reasonOf(why)}). If it was moved, or its drive is not connected, bring it back and try again, or choose another folder.`,
    typeof why === "string" ? {} : { cause: why },
  );
}

function reasonOf(cause: unknown): string {
  if (hasCode(cause, "ENOENT")) return "there is no such folder";
  if (hasCode(cause, "ENOTDIR")) return "a folder above it is a file";
  if (hasCode(cause, "EACCES", "EPERM")) return "permission denied";
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}

function kindOf(is: Stats | BigIntStats | Dirent): string {
  if (is.isFile()) return "a file";
  if (is.isDirectory()) return "a folder";
  if (is.isFIFO()) return "a pipe";
  return is.isSocket() ? "a socket" : "a device";
}

/** Every part of the path is a plain name: none leads up, and none has a special meaning on any system. */
export function isInside(path: string): boolean {
  return (
    path === "" || path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\0]/.test(part))
  );
}

/** The folder of a path; empty for one at the root. */
export function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === "." ? "" : folder;
}
