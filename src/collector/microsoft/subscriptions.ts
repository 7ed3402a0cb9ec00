import { minuteMs } from "../../base/time-units.ts";

/** A subscription must not be started again sooner (graph.md §3.1). */
const startAgainAfterMs = 15 * minuteMs;

/** What a run knows of a tenant's subscriptions to the content types of the Management Activity API. */
export class Subscriptions {
  readonly #enabled = new Set<string>();
  readonly #seenMs = new Map<string, number>();
  readonly #triedMs = new Map<string, number>();
  readonly #underWay = new Map<string, Promise<void>>();

  isEnabled(contentType: string): boolean {
    return this.#enabled.has(contentType);
  }

  /** @param atMs when the answer was made that showed it, milliseconds since 1970. */
  noteEnabled(contentType: string, atMs: number): void {
    this.#enabled.add(contentType);
    this.#seenMs.set(contentType, Math.max(atMs, this.#seenMs.get(contentType) ?? 0));
  }

  /** The API says that it is not enabled, whatever it said before. */
  noteDisabled(contentType: string): void {
    this.#enabled.delete(contentType);
  }

  /** When this run last saw it enabled, milliseconds since 1970. */
  seenMs(contentType: string): number | undefined {
    return this.#seenMs.get(contentType);
  }

  /** Looks up or starts a subscription; whoever wants it while that is under way waits for the same. @throws what `work` throws. */
  async shared(contentType: string, work: () => Promise<void>): Promise<void> {
    const underWay = this.#underWay.get(contentType) ?? work().finally(() => void this.#underWay.delete(contentType));
    this.#underWay.set(contentType, underWay);
    await underWay;
  }

  /** Whether it may be started now; if so, whoever asked starts it. */
  takeStart(contentType: string, nowMs: number): boolean {
    const triedMs = this.#triedMs.get(contentType);
    if (triedMs !== undefined && nowMs - triedMs < startAgainAfterMs) return false;
    this.#triedMs.set(contentType, nowMs);
    return true;
  }
}
