import { closeBrace, colon, comma, quote } from "../../base/ascii.ts";

/**
 * Whether an object in damaged JSON stands where a member of another one does: a colon before it, and the end of that
 * object or its next key behind it. It is then a part of the broken record, even if it looks like a record itself.
 * @param isEnd nothing follows these bytes.
 * @returns `unknown` when it depends on bytes that are not here yet.
 */
export function memberPlace(bytes: Buffer, start: number, end: number, isEnd: boolean): "member" | "free" | "unknown" {
  let before = start - 1;
  while (before >= 0 && (bytes[before] as number) <= 0x20) before -= 1;
  if (before < 0 || bytes[before] !== colon) return "free";
  let behind = nextVisible(bytes, end);
  if (bytes[behind] === comma) {
    behind = nextVisible(bytes, behind + 1);
    if (bytes[behind] === quote) return "member";
  } else if (bytes[behind] === closeBrace) return "member";
  return behind < bytes.length || isEnd ? "free" : "unknown";
}

function nextVisible(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) <= 0x20) at += 1;
  return at;
}
