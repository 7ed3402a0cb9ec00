import { isRecord } from "../../base/json-record.ts";
import { visibleText } from "../../protocol/words/visible-text.ts";

/** UTF-16 units of one text in a line of data; what is longer is cut, and says how long it is. */
export const longestText = 400;

/** A value of a log as an answer shows it: unseen characters are named, and long texts are cut. */
export function boundedValue(value: unknown): unknown {
  if (typeof value === "string") return boundedText(value);
  if (Array.isArray(value)) return value.map(boundedValue);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [boundedText(key), boundedValue(own)]));
}

/** A text without anything unseen in it, cut where it is long. */
export function boundedText(text: string): string {
  return visibleText(text.length <= longestText ? text : cutText(text, text.length));
}

/** The beginning of a text of which so many characters are cut, no longer than `longestText`. */
export function cutText(start: string, length: number): string {
  const note = `… (cut: ${length.toLocaleString("en-US")} characters)`;
  return `${start.slice(0, longestText - note.length).replace(/[\uD800-\uDBFF]$/, "")}${note}`;
}
