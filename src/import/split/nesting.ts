import { deepestNesting } from "../../base/json-text.ts";
import { isEventLike } from "../formats/event-like.ts";
import { swallows } from "./text-of-bytes.ts";

export const tooNested = `is nested more than ${deepestNesting} levels deep`;

/** Why a JSON value cannot be one record: it is nested too deeply, or an array in it holds other records. */
export function whyNotOne(value: object): string | undefined {
  return whyNot(value, deepestNesting);
}

/** Every record passes here: plain loops, for closures made it take as long as parsing. */
function whyNot(value: object, levels: number): string | undefined {
  if (levels === 0) return tooNested;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const element: unknown = value[at];
      if (typeof element !== "object" || element === null) continue;
      const reason = isEventLike(element) ? swallows : whyNot(element, levels - 1);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }
  const members = value as Record<string, unknown>;
  for (const key in members) {
    const member = members[key];
    if (typeof member !== "object" || member === null) continue;
    const reason = whyNot(member, levels - 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
