import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { TenantTrailError } from "../../protocol/errors.ts";
import { type EvidenceEntries, type EvidenceEntry, mostEntries } from "./entry-types.ts";
import { zipEntries } from "./zip-entries.ts";

/**
 * The files of an evidence, a folder or a zip. Nothing is written, no link is followed, and nothing is read yet.
 * @throws TenantTrailError `read-failed` where there is none.
 */
export async function openEntries(path: string): Promise<EvidenceEntries> {
  let isFolder: boolean;
  try {
    isFolder = (await lstat(path)).isDirectory();
  } catch (cause) {
    throw new TenantTrailError("read-failed", `${path} could not be opened. Choose the folder or zip of an export.`, {
      cause,
    });
  }
  if (!isFolder) return zipEntries(path);
  const entries: EvidenceEntry[] = [];
  for await (const entry of entriesBelow(path, "")) {
    entries.push(entry);
    if (entries.length > mostEntries)
      throw new TenantTrailError("read-failed", `${path} holds more than ${mostEntries} files: it is no export.`);
  }
  return { entries, close: () => undefined };
}

async function* entriesBelow(root: string, below: string): AsyncGenerator<EvidenceEntry> {
  const found = await readdir(join(root, below), { withFileTypes: true });
  if (found.length === 0 && below !== "") yield { path: `${below}/`, refused: "It is an empty folder.", read: nothing };
  for (const entry of found) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* entriesBelow(root, path);
    else if (entry.isFile()) yield { path, read: () => bytesOfFile(join(root, path)) };
    else yield { path, refused: "It is a link or no plain file, and was not read.", read: nothing };
  }
}

async function* bytesOfFile(file: string): AsyncGenerator<Uint8Array> {
  // A link that was put here meanwhile is not followed; Windows has no such flag.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  yield* handle.createReadStream({ highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
