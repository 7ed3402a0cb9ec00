/** Words that say nothing about what is looked for. */
const empty = new Set(
  "a an and any are as at be by can did do does for from has have how i in into is it its me my of on or our show that the their them there these they this to was we were what which why with you".split(
    " ",
  ),
);

/**
 * The words of a text as they are compared: `userPrincipalName` and `sign-ins` fall apart, case and the ends of plurals
 * are gone.
 */
export function wordsOf(text: string): readonly string[] {
  return wholeWordsOf(text).map(stemOf);
}

/** The same, with neighbours as one word too, as names have them: `serviceprincipal`. */
export function wordsAndPairsOf(text: string): readonly string[] {
  const words = wholeWordsOf(text);
  return [...words, ...words.slice(1).map((word, index) => `${words[index]}${word}`)].map(stemOf);
}

function wholeWordsOf(text: string): readonly string[] {
  return text
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, " ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !empty.has(word));
}

/** `policies` and `policy` are one word, and so are `changed`, `changing` and `change`. */
function stemOf(word: string): string {
  if (word.length <= 3) return word;
  return word
    .replace(/ies$/, "y")
    .replace(/(?<=[^s])s$/, "")
    .replace(/(?<=.{3})(?:ing|ed|ure|e)$/, "");
}
