import type { Finding, Item } from "../../../src/language/language-answers.ts";
import { LanguageFeatures } from "../../../src/language/language-features.ts";

/** Answers about texts in which `|` marks the cursor. */
export const features = new LanguageFeatures();

/** A text with a header that declares the range of days, and a statement. */
export function saved(statement: string): string {
  return `/*---\ntitle: Saved\nparams:\n  from: { type: date, default: last 30 days, description: First day }\n  to: { type: date }\n---*/\n${statement}`;
}

export function itemsAt(marked: string): readonly Item[] {
  return features.completion(...split(marked)).items;
}

export function labelsAt(marked: string): readonly string[] {
  return itemsAt(marked).map(({ label }) => label);
}

/** The text after an item was chosen. */
export function chosen(marked: string, label: string): string {
  const [text, offset] = split(marked);
  const { items, replaces } = features.completion(text, offset);
  const item = items.find((each) => each.label === label);
  if (item === undefined) throw new Error(`${label} is not offered`);
  return text.slice(0, replaces.start) + (item.insert ?? item.label) + text.slice(replaces.end);
}

/** What is said of a text. */
export function findingsOf(text: string): readonly Finding[] {
  return [...features.findings(text)].flat();
}

/** The text after the n-th fix of the first finding with a code. */
export function mended(text: string, code: string, fix = 0): string {
  const edits = findingsOf(text).find((each) => each.code === code)?.fixes[fix]?.edits;
  if (edits === undefined) throw new Error(`no fix of ${code}`);
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
}

/** The text without its mark, and where that stood. */
export function split(marked: string): readonly [text: string, offset: number] {
  const offset = marked.indexOf("|");
  if (offset === -1) throw new Error("the text has no | for the cursor");
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}
