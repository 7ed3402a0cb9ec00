/**
 * Works on some items at once and gives the results in the order of the items. When one fails, or the caller has
 * enough, the others are stopped and waited for.
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
): AsyncGenerator<Result, void> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const waiting = items[Symbol.iterator]();
  const running: Promise<Result>[] = [];
  const startOne = (): void => {
    const step = waiting.next();
    if (step.done === true) return;
    const result = work(step.value, either);
    // A failure is thrown when its turn comes.
    result.catch(() => {});
    running.push(result);
  };
  try {
    for (let count = 0; count < atOnce; count++) startOne();
    for (let first = running.shift(); first !== undefined; first = running.shift()) {
      const result = await first;
      startOne();
      yield result;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
}
