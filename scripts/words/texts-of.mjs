/** A call of `t` whose first argument is written out, which is the only kind that can be collected. */
const written = /(?<![.\w])t\(\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(?=\s*[,)])/g;
const called = /(?<![.\w])t\(/g;

/**
 * The texts that a source file gives to `t`, the function of `src/base/translated.ts`.
 *
 * @param {string} source
 * @returns {readonly string[]}
 * @throws {Error} for a call whose text is not written out in it.
 */
export function textsOf(source) {
  if (!source.includes('/base/translated.ts"')) return [];
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  const texts = [...code.matchAll(written)].map(([, literal]) => unquoted(literal ?? ""));
  const calls = [...code.matchAll(called)].length;
  if (calls !== texts.length)
    throw new Error(`${calls} calls of t, of which ${texts.length} have a text in quotes: write it into each call`);
  return texts;
}

const escapes = new Map([
  ["n", "\n"],
  ["t", "\t"],
]);

/** @param {string} literal a string literal with its quotes. */
function unquoted(literal) {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_whole, code, character) =>
      code === undefined ? (escapes.get(character) ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
    );
}
