import type { ContentType } from "./offer.ts";

interface Period {
  readonly fromMs: number;
  toMs: number;
}

/** The subscriptions of the Management Activity API: content is offered only when it was created while one ran. */
export class Subscriptions {
  readonly #periods = new Map<ContentType, Period[]>();
  readonly #disabled = new Set<ContentType>();
  readonly #servedMs = new Map<ContentType, number>();
  readonly #doubtful = new Map<ContentType, Period[]>();

  /** @param since from when each content type is subscribed to, milliseconds since 1970; those left out are not. */
  constructor(since: Readonly<Partial<Record<ContentType, number>>>) {
    for (const [type, fromMs] of Object.entries(since) as [ContentType, number][])
      this.#periods.set(type, [{ fromMs, toMs: Number.POSITIVE_INFINITY }]);
  }

  state(type: ContentType): "enabled" | "disabled" | "absent" {
    if (this.#disabled.has(type)) return "disabled";
    return this.#current(type) === undefined ? "absent" : "enabled";
  }

  start(type: ContentType, atMs: number): void {
    if (this.#disabled.delete(type)) {
      const fromMs = this.#servedMs.get(type) ?? Number.NEGATIVE_INFINITY;
      this.#doubtful.set(type, [...(this.#doubtful.get(type) ?? []), { fromMs, toMs: atMs }]);
    }
    if (this.#current(type) !== undefined) return;
    this.#periods.set(type, [...(this.#periods.get(type) ?? []), { fromMs: atMs, toMs: Number.POSITIVE_INFINITY }]);
  }

  stop(type: ContentType, atMs: number): void {
    const current = this.#current(type);
    if (current !== undefined) current.toMs = atMs;
  }

  /**
   * As a tenant's or a service's administrator does: reading answers AF20023 until it is started again.
   * @param lostFromMs what is made from then on until it is started again never becomes content; default: all is kept.
   */
  disable(type: ContentType, lostFromMs?: number): void {
    this.#disabled.add(type);
    if (lostFromMs !== undefined) this.stop(type, lostFromMs);
  }

  /** A list of content was answered, so that whoever asked knows that the subscription ran then. */
  served(type: ContentType, atMs: number): void {
    this.#servedMs.set(type, atMs);
  }

  /** Whether a reader cannot know if the subscription ran when content was created: it was off when it was next asked for. */
  isDoubtful(type: ContentType, createdMs: number): boolean {
    return this.#doubtful.get(type)?.some(({ fromMs, toMs }) => fromMs <= createdMs && createdMs <= toMs) ?? false;
  }

  /** Whether content that was created then was ever offered. */
  covers(type: ContentType, createdMs: number): boolean {
    return this.#periods.get(type)?.some(({ fromMs, toMs }) => fromMs <= createdMs && createdMs < toMs) ?? false;
  }

  /** Since when content is offered without a gap, milliseconds since 1970; Infinity when nothing is. */
  since(type: ContentType, atMs: number): number {
    const period = this.#periods.get(type)?.findLast(({ fromMs }) => fromMs <= atMs);
    return period === undefined || period.toMs <= atMs ? Number.POSITIVE_INFINITY : period.fromMs;
  }

  #current(type: ContentType): Period | undefined {
    return this.#periods.get(type)?.find(({ toMs }) => toMs === Number.POSITIVE_INFINITY);
  }
}
