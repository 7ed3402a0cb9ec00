import { isUtf8 } from "node:buffer";
import { maxRejectedBytes } from "./import-record.ts";

/** The text of some UTF-8 bytes, or undefined when they are not UTF-8. */
export function textOfBytes(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}

/** The first megabyte of some bytes as text, with U+FFFD where they are not UTF-8. */
export function rejectedText(bytes: Buffer): string {
  return bytes.toString("utf8", 0, Math.min(bytes.length, maxRejectedBytes));
}

export const notUtf8 = "is not valid UTF-8";
export const tooLong = "is longer than 64 MB";
export const cutShort = "is cut short: the file ends inside it";
