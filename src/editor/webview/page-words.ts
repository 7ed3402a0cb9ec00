/** Text as HTML shows it. */
export function pageText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/**
 * The element that gives a page its words before any module of it is loaded; nothing in English, which the modules hold.
 *
 * @param words translations by their English texts, which come from whoever made a language pack.
 */
export function wordsScript(words: Readonly<Record<string, string>> | undefined, nonce: string): string {
  if (words === undefined) return "";
  // No text may end the script.
  const json = JSON.stringify(words).replaceAll("<", "\\u003c");
  return `<script nonce="${nonce}">globalThis.tenantTrailWords = ${json};</script>`;
}
