/** A sentence or a part of one without its full stop, to stand before another. */
export function withoutStop(words: string): string {
  return words.replace(/(?<!\.)\.\s*$/, "");
}
