import { randomUUID } from "node:crypto";
import { lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { hasCode } from "../../lake/storage/file-errors.ts";
import { makePrivateFolder } from "../../lake/storage/private-files.ts";
import { syncFolder } from "../../lake/storage/sync-files.ts";
import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import { evidenceFiles, evidenceFormat } from "./facts/evidence-names.ts";

/** Where an evidence is written, and what may be in its place. */
export interface EvidenceTarget {
  readonly path: string;
  readonly form: "folder" | "zip";
  readonly replaces?: boolean;
}

/**
 * Writes an evidence under names that are taken away again when anything fails, and puts it in its place when it is
 * whole. What is there is kept until then.
 * @param write fills a folder of its own; for a zip, `pack` makes the file of it.
 * @throws TenantTrailError `bad-argument` for what is there and may not be replaced; `write-failed`, `disk-full`;
 * CancelledError; what `write` throws.
 */
export async function writeInPlace<T>(
  target: EvidenceTarget,
  write: (folder: string) => Promise<T>,
  pack: (folder: string, file: string, written: T) => Promise<void>,
  signal: AbortSignal | undefined,
  move: Move = rename,
): Promise<T> {
  const { path, form } = target;
  if (!isAbsolute(path)) throw new TenantTrailError("bad-argument", `Expected an absolute path, not: ${path}`);
  await requireFree(target);
  const own = (ending: string): string => join(dirname(path), `.${basename(path)}.${randomUUID()}${ending}`);
  const [folder, packed, before] = [own(".part"), own(".zip.part"), own(".before")];
  try {
    await makePrivateFolder(folder);
    const written = await write(folder);
    if (form === "zip") await pack(folder, packed, written);
    throwIfCancelled(signal);
    await requireFree(target);
    const hadOne = await moved(path, before, move);
    try {
      await move(form === "zip" ? packed : folder, path);
    } catch (error) {
      if (hadOne) await putBack(before, path, move, error);
      throw error;
    }
    await syncFolder(dirname(path));
    await rm(before, { recursive: true, force: true });
    return written;
  } finally {
    for (const left of [folder, packed]) await rm(left, { recursive: true, force: true });
  }
}

/** @throws TenantTrailError `bad-argument` for what is no export, and for one that may not be replaced. */
async function requireFree({ path, form, replaces }: EvidenceTarget): Promise<void> {
  let isFolder: boolean;
  try {
    isFolder = (await lstat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  if (replaces !== true)
    throw new TenantTrailError("bad-argument", `${path} exists already. Choose another name; nothing was written.`);
  // A folder of something else must not go because somebody chose it by mistake.
  if (isFolder !== (form === "folder") || (isFolder && !(await isEvidence(path))))
    throw new TenantTrailError(
      "bad-argument",
      `${path} is something else than an exported investigation, so it is not replaced. Choose another name.`,
    );
}

async function isEvidence(folder: string): Promise<boolean> {
  try {
    const handle = await open(join(folder, evidenceFiles.manifest), "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(200), 0, 200, 0);
      return buffer.toString("utf8", 0, bytesRead).includes(`"${evidenceFormat.name}"`);
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

type Move = (from: string, to: string) => Promise<void>;

/** @throws TenantTrailError `write-failed` with the place where the earlier one is now: it is all there is of it. */
async function putBack(from: string, to: string, move: Move, cause: unknown): Promise<void> {
  try {
    await move(from, to);
  } catch {
    throw new TenantTrailError(
      "write-failed",
      `${to} could not be replaced, and what was there could not be put back: it is whole in ${from}. Rename it.`,
      { cause },
    );
  }
}

/** Moves what is there out of the way. @returns whether there was something. */
async function moved(from: string, to: string, move: Move): Promise<boolean> {
  try {
    await move(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}
