import { TenantTrailError } from "../../protocol/errors.ts";

/** What a reader can do with some bytes, by their first ones. */
export type ContentKind = "gzip" | "zip" | "text";

/** A sentence that every refusal ends with. */
export const acceptedFormats =
  "TenantTrail imports sign-in, audit, provisioning, risk and unified audit logs as JSON, NDJSON or CSV, also in .gz and .zip.";

interface Signature {
  readonly bytes: Buffer;
  readonly at?: number;
  readonly words: string;
}

const refused: readonly Signature[] = [
  { bytes: Buffer.from("PAR1"), words: "a Parquet file" },
  { bytes: Buffer.from("ElfFile\0"), words: "a Windows event log (.evtx)" },
  { bytes: Buffer.from("\x89PNG", "latin1"), words: "a picture" },
  { bytes: Buffer.from("\xff\xd8\xff", "latin1"), words: "a picture" },
  { bytes: Buffer.from("GIF8"), words: "a picture" },
  { bytes: Buffer.from("%PDF"), words: "a PDF document" },
  { bytes: Buffer.from("SQLite format 3\0"), words: "a SQLite database" },
  { bytes: Buffer.from("DUCK"), at: 8, words: "a DuckDB database" },
  { bytes: Buffer.from("\xd0\xcf\x11\xe0", "latin1"), words: "an old Office document; open it and save it as CSV" },
  { bytes: Buffer.from("7z\xbc\xaf", "latin1"), words: "a 7-Zip archive; unpack it first" },
  { bytes: Buffer.from("Rar!"), words: "a RAR archive; unpack it first" },
  { bytes: Buffer.from("\x28\xb5\x2f\xfd", "latin1"), words: "a Zstandard archive; unpack it first" },
  { bytes: Buffer.from("BZh"), words: "a bzip2 archive; unpack it first" },
  { bytes: Buffer.from("\xfd7zXZ", "latin1"), words: "an xz archive; unpack it first" },
  { bytes: Buffer.from("ustar"), at: 257, words: "a tar archive; unpack it first" },
  { bytes: Buffer.from("\xff\xfe\0\0", "latin1"), words: "text in UTF-32; save it as UTF-8" },
  { bytes: Buffer.from("\0\0\xfe\xff", "latin1"), words: "text in UTF-32; save it as UTF-8" },
  { bytes: Buffer.from("MZ"), words: "a Windows program" },
  { bytes: Buffer.from("\x7fELF", "latin1"), words: "a program" },
];

const gzip = Buffer.from([0x1f, 0x8b]);
const zip = Buffer.from("PK\x03\x04", "latin1");
const emptyZip = Buffer.from("PK\x05\x06", "latin1");

/**
 * What some content is, by its first bytes and never by its name.
 * @throws TenantTrailError `unrecognised-format` naming what it is when no log can be in it.
 */
export function contentKind(head: Buffer): ContentKind {
  if (head.length === 0) throw unrecognised("The file is empty.");
  if (startsWith(head, gzip)) return "gzip";
  if (startsWith(head, zip) || startsWith(head, emptyZip)) return "zip";
  const found = refused.find((signature) => startsWith(head.subarray(signature.at ?? 0), signature.bytes));
  if (found !== undefined) throw unrecognised(`This is ${found.words}.`);
  return "text";
}

/** The refusal of content that holds no log TenantTrail knows; `what` is a sentence. */
export function unrecognised(what: string): TenantTrailError {
  return new TenantTrailError("unrecognised-format", `${what} ${acceptedFormats}`);
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}
