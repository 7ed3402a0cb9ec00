/** Remembers the answers for the texts that were asked for last, which a keystroke elsewhere asks for again. */
export class KnownTexts<T> {
  readonly #most: number;
  readonly #known = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get(text: string, answer: () => T): T {
    const known = this.#known.has(text) ? (this.#known.get(text) as T) : answer();
    this.#known.delete(text);
    this.#known.set(text, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#most && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}
