import { isUtf8 } from "node:buffer";
import type { RejectedText } from "../formats/import-record.ts";

/** The text of some UTF-8 bytes, or undefined when they are not UTF-8. */
export function textOfBytes(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}

/** Some bytes as text, with U+FFFD where they are not UTF-8, and then also as they are. */
export function rejectedText(bytes: Buffer): Pick<RejectedText, "text" | "base64"> {
  const text = bytes.toString("utf8");
  return isUtf8(bytes) ? { text } : { text, base64: bytes.toString("base64") };
}

/** How much is kept of what is too long to be a record, in bytes. */
const beginningBytes = 1024 * 1024;

/** The beginning of what is too long to be a record, as text. */
export function beginning(bytes: Buffer): Pick<RejectedText, "text"> {
  return { text: bytes.toString("utf8", 0, Math.min(bytes.length, beginningBytes)) };
}

export const notJson = "is not valid JSON";
export const notUtf8 = "is not valid UTF-8";
export const tooLong = "is longer than 64 MB; only its first megabyte is kept";
export const cutShort = "is cut short: the file ends inside it";
export const swallows = "does not end before the next record begins";
export const behindPage = "is no record: it stands behind the array of a page";
