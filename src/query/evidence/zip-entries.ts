import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from "yauzl";
import { withoutStop } from "../../base/without-stop.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { type EvidenceEntries, type EvidenceEntry, mostEntries } from "./entry-types.ts";
import { evidenceFiles } from "./facts/evidence-names.ts";

/**
 * The files of a zip. Names are only words here: nothing is unpacked to the disk. What an entry unpacks to is bounded
 * by whoever reads it.
 * @throws TenantTrailError `read-failed`, `unsafe-archive`.
 */
export async function zipEntries(path: string): Promise<EvidenceEntries> {
  const archive = await openArchive(path);
  try {
    if (archive.entryCount > mostEntries)
      throw new TenantTrailError("unsafe-archive", `${path} holds more than ${mostEntries} files: it is no export.`);
    const entries: EvidenceEntry[] = [];
    for await (const entry of archive.eachEntry()) entries.push(toEntry(archive, entry));
    return { entries: withoutRoot(entries), close: () => archive.close() };
  } catch (error) {
    archive.close();
    throw damaged(path, error);
  }
}

/**
 * What `zip -r` and file managers make of the folder has it as its root. What a file manager adds beside that root lies
 * outside of the evidence, and is named so.
 */
function withoutRoot(entries: readonly EvidenceEntry[]): readonly EvidenceEntry[] {
  const root = /^([^/]+\/)manifest\.json$/.exec(
    entries.find(({ path }) => /^[^/]+\/manifest\.json$/.test(path))?.path ?? "",
  );
  const prefix = root?.[1];
  const files = entries.filter(({ path, refused }) => refused !== undefined || !path.endsWith("/"));
  if (prefix === undefined || files.some(({ path }) => path === evidenceFiles.manifest)) return files;
  return files.map((entry) => {
    const { path } = entry;
    return { ...entry, path: path.startsWith(prefix) ? path.slice(prefix.length) : `../${path}` };
  });
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    throw damaged(path, error);
  }
}

function toEntry(archive: ZipFile, entry: Entry): EvidenceEntry {
  const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  const refused = whyRefused(path, entry);
  return { path, ...(refused !== undefined && { refused }), read: () => bytesOf(archive, entry) };
}

function whyRefused(path: string, entry: Entry): string | undefined {
  if (validateFileName(path) !== null) return "Its name leads out of the archive, and it was not read.";
  if (entry.isEncrypted()) return "It is encrypted, and was not read.";
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return "Its packing is not known here.";
  return undefined;
}

/** The sizes and the checksum that the archive gives are held by yauzl. */
async function* bytesOf(archive: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  yield* (await archive.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>;
}

function damaged(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TenantTrailError) return error;
  return new TenantTrailError(
    "read-failed",
    `${path} is neither a folder nor a zip that can be read: ${withoutStop(error.message)}.`,
    {
      cause: error,
    },
  );
}
