import { meaningsOf } from "./other-words.ts";
import { wordsAndPairsOf, wordsOf } from "./words-of.ts";

/** A text that something may be found by, and how much a word in it counts. */
export interface WeighedText {
  readonly text: string;
  readonly weight: number;
}

/**
 * How well some texts fit what is looked for: each word counts once, in the weightiest text that has it; a word that
 * only means the same counts half. Two words may be one in a name (`serviceprincipal`). 0 when nothing fits.
 */
export function fitOf(sought: string, texts: readonly WeighedText[]): number {
  const held = texts.map(({ text, weight }) => ({ words: new Set(wordsOf(text)), weight }));
  return [...new Set(wordsAndPairsOf(sought))].reduce((fit, word) => {
    const same = held.map(({ words, weight }) => (words.has(word) ? weight : 0));
    const alike = held.map(({ words, weight }) =>
      [...meaningsOf(word)].some((other) => words.has(other)) ? weight / 2 : 0,
    );
    return fit + Math.max(0, ...same, ...alike);
  }, 0);
}

/** What fits, the best first; of equals the earlier. */
export function ranked<Item>(items: readonly Item[], fitOfItem: (item: Item) => number): readonly Item[] {
  return items
    .map((item) => ({ item, fits: fitOfItem(item) }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits)
    .map(({ item }) => item);
}
