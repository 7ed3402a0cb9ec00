const hexCodes: readonly number[] = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
const base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** What a stream of random numbers is for, so that one part of the tenant never disturbs another. */
export const streams = {
  directory: 1,
  week: 2,
  schedule: 3,
  userDay: 4,
  workloadDay: 5,
  audits: 6,
  provisioning: 7,
  attack: 8,
  deviceSession: 9,
  guestDay: 10,
  legacyDay: 11,
  workloadRisk: 12,
} as const;

/**
 * A small seeded generator of pseudo-random numbers (sfc32, by Chris Doty-Humphrey: public domain).
 * Its step is a bijection of 128 bits of state, so two streams with different words never share a state at the same step.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  private constructor(a: number, b: number, c: number, counter: number) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#counter = counter | 0;
  }

  /** The stream named by four 32-bit words: the tenant's seed, a day or week, an entity and a member of `streams`. */
  static of(seed: number, day: number, entity: number, stream: number): Random {
    const random = new Random(seed, day, entity, stream);
    for (let round = 0; round < 16; round++) random.uint32();
    return random;
  }

  /** A stream of its own for one event, so that it can be built later, or never, without changing any other. */
  fork(): Random {
    return new Random(this.uint32(), this.uint32(), this.uint32(), this.uint32());
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In [0, 1). */
  fraction(): number {
    return this.uint32() / 4_294_967_296;
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** A real number in [low, high). */
  between(low: number, high: number): number {
    return low + this.fraction() * (high - low);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** Roughly normal: the sum of four uniform numbers, scaled to the standard deviation, so never further off than 3.5 of them. */
  around(mean: number, deviation: number): number {
    const sum = this.fraction() + this.fraction() + this.fraction() + this.fraction();
    return mean + (sum - 2) * Math.sqrt(3) * deviation;
  }

  /** A whole number whose expected value is `mean`, spread over half to one and a half of it. */
  count(mean: number): number {
    return Math.floor(mean * this.between(0.5, 1.5) + this.fraction());
  }

  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("Nothing to pick from");
    return item;
  }

  /** @throws RangeError when there is nothing to pick from. */
  weighted<T>(items: readonly { readonly weight: number; readonly value: T }[]): T {
    let total = 0;
    for (const item of items) total += item.weight;
    let left = this.fraction() * total;
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item.value;
    }
    throw new RangeError("Nothing to pick from");
  }

  /** `count` different items in an order of their own; all of them when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[] {
    const rest = [...items];
    const chosen: T[] = [];
    while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(this.below(rest.length), 1));
    return chosen;
  }

  /** A version 4 GUID in lower case. */
  uuid(): string {
    const a = this.uint32();
    const b = (this.uint32() & 0xffff0fff) | 0x4000;
    const c = (this.uint32() & 0x3fffffff) | 0x80000000;
    const d = this.uint32();
    const digit = (word: number, shift: number): number => hexCodes[(word >>> shift) & 15] ?? 48;
    // Made from character codes in one call: joined from pieces, it would stay a tree of pieces in memory.
    return String.fromCharCode(
      ...[
        digit(a, 28),
        digit(a, 24),
        digit(a, 20),
        digit(a, 16),
        digit(a, 12),
        digit(a, 8),
        digit(a, 4),
        digit(a, 0),
        45,
      ],
      ...[digit(b, 28), digit(b, 24), digit(b, 20), digit(b, 16), 45],
      ...[digit(b, 12), digit(b, 8), digit(b, 4), digit(b, 0), 45],
      ...[digit(c, 28), digit(c, 24), digit(c, 20), digit(c, 16), 45],
      ...[digit(c, 12), digit(c, 8), digit(c, 4), digit(c, 0)],
      ...[digit(d, 28), digit(d, 24), digit(d, 20), digit(d, 16), digit(d, 12), digit(d, 8), digit(d, 4), digit(d, 0)],
    );
  }

  /** Text over base64url's letters, as Entra writes `uniqueTokenIdentifier` (22 of them). */
  token(length = 22): string {
    let text = "";
    let bits = 0;
    for (let index = 0; index < length; index++) {
      if (index % 5 === 0) bits = this.uint32();
      text += base64Url.charAt(bits & 63);
      bits >>>= 6;
    }
    return text;
  }

  /** Decimal digits, the first of which may be 0. */
  digits(length: number): string {
    let text = "";
    for (let index = 0; index < length; index++) text += this.below(10);
    return text;
  }
}
