import type { Bytes } from "./byte-source.ts";

export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be";

/**
 * The encoding of a text file by its byte order mark, or by the zero bytes of UTF-16 without one; Windows PowerShell's
 * `Out-File` writes UTF-16.
 */
export function encodingOf(head: Buffer): TextEncoding {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (head.length >= 4 && second === 0 && isAscii(first) && isAscii(head[2]) && head[3] === 0) return "utf-16le";
  if (head.length >= 4 && first === 0 && isAscii(second) && head[2] === 0 && isAscii(head[3])) return "utf-16be";
  return "utf-8";
}

function isAscii(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0 && byte < 0x80;
}

/** Any of the encodings as UTF-8 without a leading byte order mark; what is not valid text stays invalid UTF-8. */
export async function* asUtf8(bytes: Bytes, encoding: TextEncoding): Bytes {
  yield* withoutMark(encoding === "utf-8" ? bytes : fromUtf16(bytes, encoding === "utf-16be"));
}

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

async function* withoutMark(bytes: Bytes): Bytes {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < mark.length && mark.subarray(0, start.length).equals(start)) continue;
    yield start.subarray(start.subarray(0, mark.length).equals(mark) ? mark.length : 0);
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}

async function* fromUtf16(bytes: Bytes, isBigEndian: boolean): Bytes {
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const joined = Buffer.concat([rest, chunk]);
    const end = wholeUnits(joined, isBigEndian);
    rest = joined.subarray(end);
    const units = joined.subarray(0, end);
    yield utf8OfUtf16((isBigEndian ? units.swap16() : units).toString("utf16le"));
  }
  if (rest.length > 0) yield invalid;
}

/** How many bytes can be decoded now. An odd byte and half of a surrogate pair wait for the next chunk. */
function wholeUnits(bytes: Buffer, isBigEndian: boolean): number {
  const even = bytes.length - (bytes.length % 2);
  const lastHigh = bytes[even - (isBigEndian ? 2 : 1)] ?? 0;
  return (lastHigh & 0xfc) === 0xd8 ? even - 2 : even;
}

/** Half a surrogate pair written as UTF-8 writes other characters, which makes it invalid. */
const invalid = Buffer.from([0xed, 0xa0, 0x80]);

function utf8OfUtf16(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, "utf8");
  const parts = text.split(/\p{Surrogate}/u);
  return Buffer.concat(
    parts.flatMap((part, index) => (index === 0 ? [Buffer.from(part)] : [invalid, Buffer.from(part)])),
  );
}
