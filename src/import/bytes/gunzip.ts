import { crc32 } from "node:zlib";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Bytes } from "./byte-source.ts";
import { cutShort, inflate, type OnUnpacked } from "./inflate.ts";
import { PackedInput } from "./packed-input.ts";

const flag = { headerChecksum: 2, extra: 4, name: 8, comment: 16 };

/** A name or comment that is longer is none. */
const maxTextBytes = 64 * 1024;

/**
 * Unpacks the members of a gzip file (RFC 1952), one after the other; zeros between and behind them are padding.
 * Everything before damage, and before bytes that are no gzip, is delivered first.
 * @throws TenantTrailError `read-failed` that says what was left out.
 */
export async function* gunzip(packed: Bytes, onUnpacked: OnUnpacked): Bytes {
  const input = new PackedInput(packed);
  try {
    for (let isFirst = true; isFirst || (await passZeros(input)); isFirst = false) {
      if (!(await passHeader(input))) throw leftOut(isFirst);
      let [sum, size] = [0, 0];
      for await (const chunk of inflate(input, onUnpacked)) {
        sum = crc32(chunk, sum);
        size += chunk.length;
        yield chunk;
      }
      const trailer = await input.take(8);
      if (trailer.length < 8) throw cutShort();
      if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size % 2 ** 32) {
        throw new TenantTrailError(
          "read-failed",
          "The compressed data before here is damaged: its checksum differs. What is behind it was left out.",
        );
      }
    }
  } finally {
    await input.close();
  }
}

/** Whether there is something behind the zeros. */
async function passZeros(input: PackedInput): Promise<boolean> {
  for (let piece = await input.next(1024); piece !== undefined; piece = await input.next(1024)) {
    const start = piece.findIndex((byte) => byte !== 0);
    if (start < 0) continue;
    input.giveBack(piece.length - start);
    return true;
  }
  return false;
}

/** Whether the header of a member was there, which is then behind. */
async function passHeader(input: PackedInput): Promise<boolean> {
  const [first, second, method] = await input.take(3);
  if (first !== 0x1f || second !== 0x8b || method !== 8) return false;
  const [flags, ...times] = await input.take(7);
  if (flags === undefined || times.length < 6) throw cutShort();
  if ((flags & flag.extra) !== 0) {
    const length = await input.take(2);
    if (length.length < 2) throw cutShort();
    await input.take(length.readUInt16LE());
  }
  for (const text of [flag.name, flag.comment]) if ((flags & text) !== 0 && !(await passText(input))) return false;
  if ((flags & flag.headerChecksum) !== 0) await input.take(2);
  return true;
}

async function passText(input: PackedInput): Promise<boolean> {
  for (let length = 0; length < maxTextBytes; length++) {
    const [byte] = await input.take(1);
    if (byte === undefined) throw cutShort();
    if (byte === 0) return true;
  }
  return false;
}

function leftOut(isFirst: boolean): TenantTrailError {
  const what = isFirst
    ? "The compressed data is damaged here."
    : "Behind the compressed data are bytes that are no gzip. They were left out.";
  return new TenantTrailError("read-failed", what);
}
