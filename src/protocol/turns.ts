/** Runs what it is given one after the other, in the order in which it was given. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after all that was given before, whether that succeeded or not. @throws what `work` throws. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    const outcome = this.#last.then(work);
    this.#last = outcome.catch(() => undefined);
    return outcome;
  }
}
