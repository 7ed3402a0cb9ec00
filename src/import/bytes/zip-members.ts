import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from "yauzl";
import { withoutStop } from "../../base/without-stop.ts";
import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { ByteOptions, Bytes } from "./byte-source.ts";
import { unrecognised } from "./content-kind.ts";
import { ExpansionGuard } from "./expansion-guard.ts";
import { inflate } from "./inflate.ts";
import { PackedInput } from "./packed-input.ts";

/** A file in a zip archive: its bytes, or why they are not read. */
export type ZipMember =
  | { readonly name: string; readonly bytes: Bytes }
  | { readonly name: string; readonly refused: TenantTrailError };

export interface ZipOptions extends ByteOptions {
  /** What all members together may expand to, in bytes. */
  readonly maxExpandedBytes: number;
}

/** More entries than this are no collection of logs. */
const maxEntries = 100_000;

/**
 * The files in a zip archive, in its order. Nothing is ever written: members are streams, and their names only words.
 * @throws TenantTrailError `read-failed` for a damaged archive, `unrecognised-format` for an empty one and for
 * Office documents, which are zip archives too; CancelledError.
 */
export async function* zipMembers(path: string, options: ZipOptions): AsyncIterable<ZipMember> {
  const archive = await opened(path);
  try {
    const entries = await listed(archive, options);
    const guard = new ExpansionGuard(options.maxExpandedBytes);
    let packedBefore = 0;
    for (const entry of entries) {
      const name = shortened(nameOf(entry));
      const refused = whyRefused(name, entry);
      const onPacked = (packed: number) => options.onBytes?.(packedBefore + packed);
      yield refused === undefined ? { name, bytes: bytesOf(archive, entry, guard, onPacked) } : { name, refused };
      packedBefore += entry.compressedSize;
    }
  } finally {
    archive.close();
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    throw damaged(error);
  }
}

async function listed(archive: ZipFile, options: ZipOptions): Promise<readonly Entry[]> {
  if (archive.entryCount > maxEntries) {
    throw new TenantTrailError("unsafe-archive", `The zip archive has more than ${maxEntries} files.`);
  }
  const entries: Entry[] = [];
  try {
    for await (const entry of archive.eachEntry()) {
      throwIfCancelled(options.signal);
      entries.push(entry);
    }
  } catch (error) {
    throw damaged(error);
  }
  if (entries.some((entry) => nameOf(entry) === "[Content_Types].xml")) {
    throw unrecognised("This is an Office document, such as an Excel workbook; open it and save it as CSV.");
  }
  const files = entries.filter((entry) => isLogName(nameOf(entry)));
  if (files.length === 0) throw unrecognised("The zip archive holds no files.");
  return files;
}

/** Folders, and what macOS and file managers add, are passed over. */
function isLogName(name: string): boolean {
  return !name.endsWith("/") && !/(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._)/.test(name);
}

function nameOf(entry: Entry): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  return name.replace(/\p{C}/gu, "\ufffd");
}

/** The longest name of a member that is repeated, in characters, so that a reason has room for it. */
const maxNameLength = 400;

/** Keeps the end of a long name, where it differs from its neighbours, and marks it as cut. */
function shortened(name: string): string {
  return name.length > maxNameLength ? `…${name.slice(1 - maxNameLength).toWellFormed()}` : name;
}

function whyRefused(name: string, entry: Entry): TenantTrailError | undefined {
  const wrongName = validateFileName(nameOf(entry));
  if (wrongName !== null) {
    return new TenantTrailError("unsafe-archive", `${name} is refused: its path leads out of the archive.`);
  }
  if (entry.isEncrypted()) {
    return new TenantTrailError(
      "read-failed",
      `${name} is encrypted. Unpack the archive with its password, then import.`,
    );
  }
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    const how = `a method of compression that is not read (${entry.compressionMethod})`;
    return new TenantTrailError("read-failed", `${name} is packed with ${how}. Unpack the archive, then import.`);
  }
  return undefined;
}

async function* bytesOf(
  archive: ZipFile,
  entry: Entry,
  archiveGuard: ExpansionGuard,
  onPacked: (packedBytes: number) => void,
): Bytes {
  const guard = new ExpansionGuard(Number.POSITIVE_INFINITY);
  let sum = 0;
  let size = 0;
  for await (const chunk of unpacked(await packedBytes(archive, entry))) {
    sum = crc32(chunk, sum);
    size += chunk.length;
    yield chunk;
  }
  if (sum !== entry.crc32 || size !== entry.uncompressedSize) {
    throw new TenantTrailError("read-failed", "The packed data is damaged: its checksum differs.");
  }

  async function* unpacked(packed: Bytes): Bytes {
    if (entry.compressionMethod === 8) {
      yield* inflate(new PackedInput(packed), (unpackedBytes, packedSoFar) => {
        guard.add(unpackedBytes, packedSoFar);
        // Members may share packed bytes; together they may not expand more than the archive they come from.
        archiveGuard.add(unpackedBytes, archive.fileSize);
        onPacked(packedSoFar);
      });
      return;
    }
    let packedSoFar = 0;
    for await (const chunk of packed) {
      packedSoFar += chunk.length;
      archiveGuard.add(chunk.length, archive.fileSize);
      onPacked(packedSoFar);
      yield chunk;
    }
  }
}

async function packedBytes(archive: ZipFile, entry: Entry): Promise<Readable> {
  try {
    return await archive.openReadStreamPromise(entry, { decodeFileData: false });
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TenantTrailError || error.name === "CancelledError") return error;
  return new TenantTrailError(
    "read-failed",
    `The zip archive is damaged or incomplete: ${withoutStop(error.message)}.`,
    {
      cause: error,
    },
  );
}
