import type { Memento } from "vscode";
import { isRecord } from "../../base/json-record.ts";

type Reads = Pick<Memento, "get">;

/**
 * The items of a remembered list that are what they should be; an earlier version, or a damaged file, may have left
 * anything under the key.
 */
export function rememberedList<Item>(
  memory: Reads,
  key: string,
  isItem: (value: unknown) => value is Item,
): readonly Item[] {
  const value = memory.get<unknown>(key);
  return Array.isArray(value) ? value.filter(isItem) : [];
}

/** The texts of a remembered list. */
export function rememberedTexts(memory: Reads, key: string): readonly string[] {
  return rememberedList(memory, key, isText);
}

/** The fields of a remembered object; none when something else is remembered. */
export function rememberedFields(memory: Reads, key: string): Readonly<Record<string, unknown>> {
  return fieldsOf(memory.get<unknown>(key));
}

/** The fields of a value; none when it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? { ...value } : {};
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}
