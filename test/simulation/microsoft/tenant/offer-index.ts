import type { Offer } from "./offer.ts";

/** A place between two offers of an index, by axis time and then key. */
export interface Position {
  readonly axisMs: number;
  readonly key: string;
}

/** The offers of one source in the order of its axis, so that a page costs what it holds. */
export class OfferIndex {
  #offers: Offer[] = [];
  #isSorted = true;

  add(offer: Offer): void {
    const last = this.#offers.at(-1);
    if (last !== undefined && compare(last, offer) > 0) this.#isSorted = false;
    this.#offers.push(offer);
  }

  /** All offers, oldest first. */
  all(): readonly Offer[] {
    if (!this.#isSorted) {
      this.#offers.sort(compare);
      this.#isSorted = true;
    }
    return this.#offers;
  }

  /** Offers with `fromMs` ≤ axis < `toMs`, oldest first. */
  *between(fromMs: number, toMs: number): Generator<Offer> {
    const offers = this.all();
    for (let index = this.#firstAt({ axisMs: fromMs, key: "" }); index < offers.length; index++) {
      const offer = offers[index];
      if (offer === undefined || offer.axisMs >= toMs) return;
      yield offer;
    }
  }

  /** Offers after `position` in the direction, or all of them; the caller stops when it has enough. */
  *from(position: Position | undefined, isDescending: boolean): Generator<Offer> {
    const offers = this.all();
    if (isDescending) {
      const start = position === undefined ? offers.length : this.#firstAt(position);
      for (let index = start - 1; index >= 0; index--) {
        const offer = offers[index];
        if (offer !== undefined) yield offer;
      }
      return;
    }
    let index = position === undefined ? 0 : this.#firstAt(position);
    if (position !== undefined)
      while (offers[index]?.axisMs === position.axisMs && offers[index]?.key === position.key) index++;
    for (; index < offers.length; index++) {
      const offer = offers[index];
      if (offer !== undefined) yield offer;
    }
  }

  /** Index of the first offer that is not before the position. */
  #firstAt(position: Position): number {
    const offers = this.all();
    let low = 0;
    let high = offers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const offer = offers[middle];
      if (offer !== undefined && compare(offer, position) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function compare(a: Position, b: Position): number {
  return a.axisMs - b.axisMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
