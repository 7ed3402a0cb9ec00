interface Waiting {
  readonly text: string;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** What is typed into fields: told when typing pauses or the field is left, and all of it before a run. */
export class PendingTexts {
  readonly #tell: (name: string, text: string | undefined) => Promise<boolean>;
  readonly #pause: number;
  readonly #waiting = new Map<string, Waiting>();
  readonly #onTheirWay = new Set<Promise<boolean>>();

  /**
   * @param tell says whether the text of a field was taken; it does not reject.
   * @param pause how long typing must pause before a text is told, in milliseconds.
   */
  constructor(tell: (name: string, text: string | undefined) => Promise<boolean>, pause: number) {
    this.#tell = tell;
    this.#pause = pause;
  }

  /** Takes what a field holds now. */
  type(name: string, text: string): void {
    this.#forget(name);
    this.#waiting.set(name, { text, timer: setTimeout(() => this.leave(name), this.#pause) });
  }

  /** Whether a field holds more than was told of it. */
  waits(name: string): boolean {
    return this.#waiting.has(name);
  }

  /** Tells a text now, or that nothing is set, in place of what waits in its field. */
  tell(name: string, text: string | undefined): void {
    this.#forget(name);
    const told = this.#tell(name, text).finally(() => this.#onTheirWay.delete(told));
    this.#onTheirWay.add(told);
  }

  /** Tells what waits in a field. */
  leave(name: string): void {
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) this.tell(name, waiting.text);
  }

  /** Tells everything that waits. @returns whether all of it, and what was on its way, was taken. */
  async tellAll(): Promise<boolean> {
    for (const name of [...this.#waiting.keys()]) this.leave(name);
    return (await Promise.all(this.#onTheirWay)).every(Boolean);
  }

  /** Tells nothing more by itself. */
  dispose(): void {
    for (const name of [...this.#waiting.keys()]) this.#forget(name);
  }

  #forget(name: string): void {
    clearTimeout(this.#waiting.get(name)?.timer);
    this.#waiting.delete(name);
  }
}
