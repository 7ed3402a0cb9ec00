import { TenantTrailError } from "../protocol/errors.ts";

const byteOrderMark = "\uFEFF";

/** A file's text without its byte order mark, and whether it had one. */
export interface FileText {
  readonly text: string;
  readonly bom: boolean;
}

/** @throws TenantTrailError `read-failed` for bytes that are not UTF-8, which could not be written back as they were. */
export function decodeFile(bytes: Uint8Array): FileText {
  const text = decode(bytes);
  const bom = text.startsWith(byteOrderMark);
  return { text: bom ? text.slice(1) : text, bom };
}

export function encodeFile({ text, bom }: FileText): Uint8Array {
  return new TextEncoder().encode(bom ? byteOrderMark + text : text);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TenantTrailError("read-failed", "It is no UTF-8 text. Save it with that encoding.", { cause });
  }
}
