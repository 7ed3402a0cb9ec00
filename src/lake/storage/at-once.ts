/** A number of places. A caller that finds none free waits for one; callers are served in the order of asking. */
export class Places {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** Works in a place, which is free again when the work has ended. @throws what `work` throws. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

/**
 * Works on every item, on at most `count` at once, and answers what came of each, in their order. After an error no
 * further item is begun, and the error is thrown once the running ones have ended.
 */
export async function atOnce<Item, Result>(
  items: readonly Item[],
  count: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const waiting = items.entries();
  const errors: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (errors.length > 0) return;
      try {
        results[index] = await work(item, index);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, lane));
  if (errors.length > 0) throw errors[0];
  return results;
}
