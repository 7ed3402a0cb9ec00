/**
 * Text from a log or a file name on one line: control characters, which could forge lines or colours where the text is
 * shown, become visible escapes.
 */
export function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
