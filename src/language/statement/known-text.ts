/** Remembers the answers for the texts that were asked for last, which a keystroke elsewhere asks for again. */
export class KnownTexts<T> {
  readonly #most: number;
  readonly #mostCharacters: number;
  readonly #known = new Map<string, T>();
  #characters = 0;

  /**
   * @param most how many texts are remembered.
   * @param mostCharacters how many UTF-16 characters they have together; a longer one is not remembered.
   */
  constructor(most: number, mostCharacters: number) {
    this.#most = most;
    this.#mostCharacters = mostCharacters;
  }

  get(text: string, answer: () => T): T {
    const before = this.#known.get(text);
    const isKnown = this.#known.delete(text);
    const known = isKnown ? (before as T) : answer();
    this.#known.set(text, known);
    if (!isKnown) this.#characters += text.length;
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#most && this.#characters <= this.#mostCharacters) break;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
    return known;
  }
}
