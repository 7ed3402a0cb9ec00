import type { JsonValue } from "../../src/protocol/query.ts";

export interface TreeChild {
  /** A field's name or an element's index. */
  readonly name: string;
  readonly value: JsonValue;
}

/** The fields of an object or the elements of an array; none for a plain value. */
export function childrenOf(value: JsonValue): readonly TreeChild[] {
  if (value === null || typeof value !== "object") return [];
  if (isArray(value)) return value.map((element, index) => ({ name: String(index), value: element }));
  return Object.entries(value).map(([name, field]) => ({ name, value: field }));
}

/** What a closed branch says of its content: `{3}` or `[12]`. */
export function branchWords(value: JsonValue): string {
  return isArray(value) ? `[${value.length}]` : `{${childrenOf(value).length}}`;
}

export function isBranch(value: JsonValue): boolean {
  return value !== null && typeof value === "object";
}

/** True when the name, the value or anything inside it contains the text (lower case). */
export function holdsText(child: TreeChild, sought: string): boolean {
  if (child.name.toLowerCase().includes(sought)) return true;
  if (!isBranch(child.value)) return String(child.value).toLowerCase().includes(sought);
  return childrenOf(child.value).some((inner) => holdsText(inner, sought));
}

/** The value that a JSON text holds when it is an object or an array, as audit columns often do. */
export function nestedIn(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text, exactInteger) as JsonValue;
  } catch {
    // Text that only begins like JSON is shown as the text it is.
    return undefined;
  }
}

/** Integers that a double would round stay the digits they were, as in the host's own values. */
function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded ? (context?.source ?? value) : value;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
