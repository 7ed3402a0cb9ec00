import type { CollectOutcome } from "../../../protocol/collector.ts";

/** Collections that run, by what they were asked for: who asks for the same again joins the one that runs. */
export class SameCollections {
  readonly #running = new Map<string, Promise<CollectOutcome>>();

  /** Begins a collection, or waits with the one that was asked for with the same words and has not ended. */
  async join(asked: readonly unknown[], begin: () => Promise<CollectOutcome>): Promise<CollectOutcome> {
    const key = JSON.stringify(asked);
    const running = this.#running.get(key) ?? begin();
    this.#running.set(key, running);
    try {
      return await running;
    } finally {
      this.#running.delete(key);
    }
  }
}
