import { Random } from "../../../src/sample-tenant/random.ts";

/** What may go wrong with an answer, each with its probability; all are 0 when Microsoft is calm. */
export interface Moods {
  /** A 429 (Management Activity: AF429) below the documented limits. */
  readonly throttle: number;
  /** 500, 502 or 503. */
  readonly serverError: number;
  readonly gatewayTimeout: number;
  readonly reset: number;
  /** No answer ever. */
  readonly stall: number;
  /** A 200 whose body ends early. */
  readonly truncated: number;
  /** A 200 whose body is a page of HTML. */
  readonly html: number;
  /** A 200 with `{"error":…}` in the middle of its body. */
  readonly embeddedError: number;
  readonly emptyPage: number;
  readonly shortPage: number;
  /** The nextLink is the address that was just read. */
  readonly repeatedLink: number;
  readonly invalidSkipToken: number;
  /** A record of another collection among the others. */
  readonly foreignObject: number;
  /** Records of the page before, once more. */
  readonly duplicates: number;
  /** Records of a page in no order. */
  readonly unordered: number;
  /** A read that leaves out each record that came in the last 12 hours with this probability. */
  readonly withheld: number;
  /** Something among the records that is no record of the collection. */
  readonly malformed: number;
  /** The token stops to be valid. */
  readonly tokenExpired: number;
  /** The licence error in a licensed tenant (graph.md §2.4: seen intermittently). */
  readonly licenceError: number;
  /** Pages follow what is there now and not what was there at the first. */
  readonly liveCursor: number;
  /** A subscription is disabled by an administrator. */
  readonly subscriptionDisabled: number;
  /** A content blob that is listed and cannot be fetched for the moment. */
  readonly contentMissing: number;
  /** An audit search that ends as `failed`. */
  readonly searchFailed: number;
}

export type MoodName = keyof Moods;

export const calm: Moods = {
  throttle: 0,
  serverError: 0,
  gatewayTimeout: 0,
  reset: 0,
  stall: 0,
  truncated: 0,
  html: 0,
  embeddedError: 0,
  emptyPage: 0,
  shortPage: 0,
  repeatedLink: 0,
  invalidSkipToken: 0,
  foreignObject: 0,
  duplicates: 0,
  unordered: 0,
  withheld: 0,
  malformed: 0,
  tokenExpired: 0,
  licenceError: 0,
  liveCursor: 0,
  subscriptionDisabled: 0,
  contentMissing: 0,
  searchFailed: 0,
};

/** Everything that collecting.md §3 tells of, far more often than on a bad day. */
export const rough: Moods = {
  throttle: 0.02,
  serverError: 0.02,
  gatewayTimeout: 0.01,
  reset: 0.02,
  stall: 0.005,
  truncated: 0.01,
  html: 0.005,
  embeddedError: 0.01,
  emptyPage: 0.03,
  shortPage: 0.1,
  repeatedLink: 0.02,
  invalidSkipToken: 0.02,
  foreignObject: 0.02,
  duplicates: 0.05,
  unordered: 0.1,
  withheld: 0.02,
  malformed: 0.02,
  tokenExpired: 0.01,
  licenceError: 0.005,
  liveCursor: 0.3,
  subscriptionDisabled: 0.002,
  contentMissing: 0.01,
  searchFailed: 0.05,
};

const stream = 104;

/** Decides by seed what goes wrong; the same requests in the same order meet the same. */
export class Dice {
  readonly random: Random;
  readonly #moods: Moods;
  readonly #untilMs: number;

  /** @param untilMs from here on Microsoft is calm, milliseconds since 1970. */
  constructor(seed: number, moods: Moods, untilMs: number) {
    this.random = Random.of(seed, 0, 0, stream);
    this.#moods = moods;
    this.#untilMs = untilMs;
  }

  probability(mood: MoodName, nowMs: number): number {
    return nowMs < this.#untilMs ? this.#moods[mood] : 0;
  }

  falls(mood: MoodName, nowMs: number): boolean {
    const probability = this.probability(mood, nowMs);
    return probability > 0 && this.random.chance(probability);
  }
}
