import type { JsonValue } from "../../../src/protocol/query.ts";

export interface TreeChild {
  /** A field's name or an element's index. */
  readonly name: string;
  readonly value: JsonValue;
}

/** A value with children. */
export type BranchValue = Extract<JsonValue, object>;

/** The fields of an object or the elements of an array, as many as are wanted. */
export function childrenOf(value: BranchValue, most = Number.POSITIVE_INFINITY): readonly TreeChild[] {
  if (isArray(value)) return value.slice(0, most).map((element, index) => ({ name: String(index), value: element }));
  const names = Object.keys(value);
  return names.slice(0, most).map((name) => ({ name, value: value[name] ?? null }));
}

/** What a closed branch says of its content: `{3}` or `[12]`. */
export function branchWords(value: BranchValue): string {
  return isArray(value) ? `[${value.length}]` : `{${Object.keys(value).length}}`;
}

export function isBranch(value: JsonValue): value is BranchValue {
  return value !== null && typeof value === "object";
}

/** True when a value has at most so many values inside, no deeper than so many levels; it is not read further. */
export function isSmall(value: JsonValue, mostValues: number, deepest: number): boolean {
  let seen = 0;
  const pending: { readonly value: JsonValue; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value: inner, depth } = next;
    if (!isBranch(inner)) continue;
    const children = childrenOf(inner, mostValues + 1);
    seen += children.length;
    if (seen > mostValues || depth >= deepest) return false;
    for (const child of children) pending.push({ value: child.value, depth: depth + 1 });
  }
  return true;
}

/** Where a text was found in a value. */
export interface TreeFinds {
  /** The branches that hold it, in a name or a value at any depth. */
  readonly holders: ReadonlySet<BranchValue>;
  /** The first of them, which are opened. Opening all would take too long. */
  readonly opened: ReadonlySet<BranchValue>;
  /** True when the value was too large to be searched to its end. */
  readonly isCut: boolean;
}

/** Values that one search looks at: a quarter of a second's work. */
const mostSearched = 300_000;
const mostOpened = 100;
const deepestOpened = 50;

/** Finds a text in names and values, ignoring case. The stack is our own: a value may be nested deeper than the engine's. */
export function findInTree(root: BranchValue, sought: string): TreeFinds {
  const text = sought.toLowerCase();
  const holders = new Set<BranchValue>();
  const opened = new Set<BranchValue>();
  const path: { readonly value: BranchValue; readonly names: readonly string[]; next: number }[] = [];
  const enter = (value: BranchValue): void => void path.push({ value, names: Object.keys(value), next: 0 });
  const note = (): void => {
    for (let level = path.length - 1; level >= 0; level--) {
      const holder = path[level]?.value;
      if (holder === undefined || holders.has(holder)) return;
      holders.add(holder);
      if (level < deepestOpened && opened.size < mostOpened) opened.add(holder);
    }
  };
  let searched = 0;
  enter(root);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const name = step.names[step.next++];
    if (name === undefined) {
      path.pop();
      continue;
    }
    if (++searched > mostSearched) return { holders, opened, isCut: true };
    const value = isArray(step.value) ? step.value[Number(name)] : step.value[name];
    if (holdsText({ name, value: value ?? null }, text)) note();
    if (value !== undefined && isBranch(value)) enter(value);
  }
  return { holders, opened, isCut: false };
}

/** True when the name or the plain value contains a text (lower case). */
export function holdsText({ name, value }: TreeChild, text: string): boolean {
  if (name.toLowerCase().includes(text)) return true;
  return !isBranch(value) && String(value).toLowerCase().includes(text);
}

/** Deeper values are shown as text when their numbers have to be read one by one, which takes a level of the stack each. */
const deepestExact = 500;

/**
 * The value that a JSON text holds when it is an object or an array, as audit columns often do. `undefined` for a text
 * that is none, or so deep that its large integers could not be kept.
 */
export function nestedIn(text: string): BranchValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const hasLongNumber = /\d{16}/.test(text);
  if (hasLongNumber && depthOf(text) > deepestExact) return undefined;
  try {
    const value = (hasLongNumber ? JSON.parse(text, exactInteger) : JSON.parse(text)) as JsonValue;
    return isBranch(value) ? value : undefined;
  } catch {
    // Text that only begins like JSON is shown as text.
    return undefined;
  }
}

/** How deep the brackets of a JSON text are nested; those in its strings are not counted. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Integers that a double would round stay the digits they were, as in the host's own values. */
function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded ? (context?.source ?? value) : value;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
