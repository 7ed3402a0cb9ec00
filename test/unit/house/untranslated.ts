/** A text in quotes. Of a regular expression with a quote in it, what follows on the line may be taken for one. */
const quoted = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** What is given to these is shown, be it one word. */
const shown =
  /(?:\b(?:label|title|description|detail|placeHolder|placeholder|prompt|heading|tooltip|spoken|help|openLabel|saveLabel|problem|short|long|aria-label|reading)(?:: |=)|\b(?:tell|askInDialog|requireTrust|outcomeText|setNotice|setSaid|report|renamePanel|cellStatusItem)\((?:"(?:information|warning|error)",)?\s*)$/;

/** Two words side by side, the first with a capital letter, or a full stop after words: a label or a sentence. */
const sentence = /^\s?\p{Lu}[\p{L}’']* [\p{L}$]|\p{L}{2,} \p{L}{2,}.*[.!?]$/u;

/** A text between the tags of an element. */
const betweenTags = /<[a-zA-Z][^<>;]*(?<!=)>\s*([^<>{}();=]*\p{L}{2,}[^<>{}();=]*?)\s*(?:<\/?[a-zA-Z]|\{)/gu;

/** What a message is about. */
const kinds = new Set(["information", "warning", "error"]);

/** Nobody reads these in the editor. */
const unread =
  /(?:\bt\(\s*|\bnew (?:Error|TypeError|RangeError|RegExp)\(\s*|#log\(|\blog\.(?:info|warn|error)\(|from |import )$/;

/**
 * Words of a source file that look as if a person read them and are not given to `t`, so that no other language can
 * have them. It judges by their look, so a single word in an unusual place is not found.
 */
export function untranslated(source: string, isMarkup: boolean): readonly string[] {
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  const found = [...code.matchAll(quoted)].flatMap(({ 0: literal, index }) => {
    const before = code.slice(Math.max(0, index - 80), index);
    const text = literal.slice(1, -1).replace(/\$\{[^}]*\}/g, "…");
    const looks = sentence.test(text) || (shown.test(before) && /\p{L}{2,}/u.test(text));
    return looks && !kinds.has(text) && !unread.test(before) ? [text] : [];
  });
  const tags = isMarkup ? [...code.matchAll(betweenTags)].map(({ 1: text }) => text?.trim() ?? "") : [];
  return [...found, ...tags];
}
