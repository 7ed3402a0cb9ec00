import { TenantTrailError } from "../protocol/errors.ts";
import type { TableName } from "../protocol/tables.ts";
import type { Batch } from "./batches.ts";
import { type ByteOptions, type Bytes, bytesOfFile, peek } from "./bytes/byte-source.ts";
import { contentKind, unrecognised } from "./bytes/content-kind.ts";
import { ExpansionGuard } from "./bytes/expansion-guard.ts";
import { gunzip } from "./bytes/gunzip.ts";
import { zipMembers } from "./bytes/zip-members.ts";
import type { UnreadLines } from "./read-lines.ts";
import { type ReadTextOptions, readText, type TextReading } from "./read-text.ts";

export interface ReadFileOptions extends ByteOptions {
  /** The table that the user named; it counts only for records that do not show which table they belong to. */
  readonly table?: TableName | undefined;
  /** What an archive may expand to, in bytes. */
  readonly maxExpandedBytes?: number | undefined;
}

/** The records of a file, or of one member of a zip archive. */
export interface RecordsReading {
  readonly kind: "records";
  /** Name inside the archive; null for a file that is none. */
  readonly member: string | null;
  /** What the content was recognised as, for example `Graph beta sign-ins (NDJSON, gzip)`. */
  readonly format: string;
  /**
   * At most 2,048 items or about 4 MB each, for NDJSON also lines that are not read yet. They can be had once, before
   * the next reading is asked for.
   */
  readonly batches: AsyncIterable<Batch | UnreadLines>;
}

/** A member of an archive that is not read; the others are. */
export interface RefusedReading {
  readonly kind: "refused";
  readonly member: string;
  readonly error: TenantTrailError;
}

export type FileReading = RecordsReading | RefusedReading;

/** A quarter of a terabyte: no export is larger, and a hostile archive is stopped. */
const defaultMaxExpandedBytes = 2 ** 38;

/**
 * Reads a file of logs, recognised by its content and never by its name: one reading for a text or a gzip of one, one
 * for each member of a zip archive. Memory stays bounded whatever the size; damage costs the records it lies in.
 * @throws TenantTrailError `unrecognised-format`, `localised-header`, `unsafe-archive` or `read-failed` when the file
 * gives no records at all; CancelledError.
 */
export async function* readFile(path: string, options: ReadFileOptions = {}): AsyncGenerator<FileReading> {
  const { head, all, close } = await peek(bytesOfFile(path, options), 1);
  try {
    const kind = contentKind(head);
    if (kind === "zip") {
      await close();
      yield* readZip(path, options);
    } else {
      const { table, signal } = options;
      const packing = kind === "gzip" ? kind : undefined;
      const bytes = kind === "gzip" ? gunzipped(all, options) : all;
      yield* given(null, await readContent(bytes, { table, signal, packing }));
    }
  } finally {
    await close();
  }
}

async function* readZip(path: string, options: ReadFileOptions): AsyncGenerator<FileReading> {
  const { table, signal, onBytes, maxExpandedBytes = defaultMaxExpandedBytes } = options;
  for await (const member of zipMembers(path, { signal, onBytes, maxExpandedBytes })) {
    if ("refused" in member) {
      yield { kind: "refused", member: member.name, error: member.refused };
      continue;
    }
    let reading: TextReading;
    try {
      reading = await readContent(member.bytes, { table, signal, packing: "zip" });
    } catch (error) {
      if (!(error instanceof TenantTrailError)) throw error;
      yield { kind: "refused", member: member.name, error };
      continue;
    }
    yield* given(member.name, reading);
  }
}

/** Text, once it is clear that it is no archive inside an archive. */
async function readContent(bytes: Bytes, options: ReadTextOptions): Promise<TextReading> {
  const { head, all, close } = await peek(bytes, 1);
  try {
    if (contentKind(head) !== "text") throw unrecognised("This is an archive inside an archive; unpack it first.");
    return await readText(all, options);
  } catch (error) {
    await close();
    throw error;
  }
}

async function* given(member: string | null, reading: TextReading): AsyncGenerator<FileReading> {
  try {
    yield { kind: "records", member, format: reading.format, batches: reading.batches };
  } finally {
    await reading.close();
  }
}

function gunzipped(packed: Bytes, options: ReadFileOptions): Bytes {
  const guard = new ExpansionGuard(options.maxExpandedBytes ?? defaultMaxExpandedBytes);
  return gunzip(packed, (unpackedBytes, packedBytes) => guard.add(unpackedBytes, packedBytes));
}
