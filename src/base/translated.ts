declare global {
  /** Texts in the language of the editor by their English ones: set before any other module of ours runs, never changed. */
  var tenantTrailWords: Readonly<Record<string, string>> | undefined;
}

/** What is written into a text in place of `{0}`, `{1}` and so on. */
export type Filling = string | number | bigint;

/**
 * A text that a person reads, in the language of the editor; in English where nobody gave its words.
 *
 * @param english a whole sentence or label, written out here: `scripts/write-words.mjs` collects it for translators.
 */
export function t(english: string, ...values: readonly Filling[]): string {
  const words = globalThis.tenantTrailWords;
  const text = words !== undefined && Object.hasOwn(words, english) ? (words[english] ?? english) : english;
  return values.length === 0 ? text : filled(text, values);
}

/** A text with values in place of `{0}`, `{1}` and so on; what no value is given for stays as it is. */
export function filled(text: string, values: readonly Filling[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole));
}
