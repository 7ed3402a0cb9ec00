import { Random } from "../../../../src/sample-tenant/random.ts";

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
  /** With this probability a read leaves out a record that came in the last 12 hours. */
  readonly withheld: number;
  /** Something among the records that is no record of the collection. */
  readonly malformed: number;
  /** The token stops to be valid. */
  readonly tokenExpired: number;
  /** The licence error in a licensed tenant (graph.md §2.4: seen intermittently). */
  readonly licenceError: number;
  /** Each page shows what is there now, and not what was there when the first page was made. */
  readonly liveCursor: number;
  /** A subscription is disabled by an administrator. */
  readonly subscriptionDisabled: number;
  /** A content blob that is listed and cannot be fetched for the moment. */
  readonly contentMissing: number;
  /** An audit search that ends as `failed`. */
  readonly searchFailed: number;
  /** A list ends before its end, with a whole page and without a link to the next. */
  readonly endsEarly: number;
  /** A 204 without a body in place of a list. */
  readonly noContent: number;
  /** A 206 with a part of the page and without a link in place of a list. */
  readonly partialContent: number;
  /** The `Date` of an answer is that of a clock which stopped in 1990. */
  readonly deadDate: number;
  /** A record that makes each page which holds it a 500, from its first day to its last. */
  readonly poison: number;
  /** Six hours in which nine of ten requests to a list are told that the tenant has no licence. */
  readonly licenceSpell: number;
  /** A subscription is started, and the answer to that is lost. */
  readonly startUnanswered: number;
  /** What is made while a subscription is disabled never becomes content. */
  readonly lostWhileOff: number;
  /** A token ends minutes after it was issued, whatever its holder was told. */
  readonly tokenShort: number;
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
  endsEarly: 0,
  noContent: 0,
  partialContent: 0,
  deadDate: 0,
  poison: 0,
  licenceSpell: 0,
  startUnanswered: 0,
  lostWhileOff: 0,
  tokenShort: 0,
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
  // The known faults below are added one by one.
  endsEarly: 0,
  noContent: 0,
  partialContent: 0,
  deadDate: 0,
  poison: 0,
  licenceSpell: 0,
  startUnanswered: 0,
  lostWhileOff: 0,
  tokenShort: 0,
};

/** Faults that users of the real one report, each far more often than they do; a schedule picks some of them. */
export const knownFaults = {
  endsEarly: 0.05,
  noContent: 0.01,
  partialContent: 0.01,
  deadDate: 0.01,
  poison: 0.004,
  licenceSpell: 0.05,
  startUnanswered: 0.5,
  lostWhileOff: 0.5,
  tokenShort: 0.1,
} as const satisfies Partial<Moods>;

const stream = 104;
const spellStream = 107;
const markStream = 108;

/** What no read is worse for, because nothing is kept back, or because it is remembered what was. */
const harmless: ReadonlySet<MoodName> = new Set([
  "emptyPage",
  "shortPage",
  "foreignObject",
  "duplicates",
  "unordered",
  "withheld",
  "malformed",
  "liveCursor",
  "endsEarly",
]);

/** Decides by seed what goes wrong; the same requests in the same order meet the same faults. */
export class Dice {
  readonly random: Random;
  readonly #seed: number;
  readonly #moods: Moods;
  readonly #untilMs: number;
  #troubles = 0;

  /** @param untilMs from here on Microsoft is calm, milliseconds since 1970. */
  constructor(seed: number, moods: Moods, untilMs: number) {
    this.random = Random.of(seed, 0, 0, stream);
    this.#seed = seed;
    this.#moods = moods;
    this.#untilMs = untilMs;
  }

  probability(mood: MoodName, nowMs: number): number {
    return nowMs < this.#untilMs ? this.#moods[mood] : 0;
  }

  falls(mood: MoodName, nowMs: number): boolean {
    const probability = this.probability(mood, nowMs);
    const falls = probability > 0 && this.random.chance(probability);
    if (falls && !harmless.has(mood)) this.#troubles += 1;
    return falls;
  }

  /** How often something went wrong that could end the reading of a window. */
  get troubles(): number {
    return this.#troubles;
  }

  /** Whether it is one of the bad stretches of a mood that comes and goes; the same for all who ask. */
  isSpell(mood: MoodName, lengthMs: number, nowMs: number): boolean {
    const probability = this.probability(mood, nowMs);
    if (probability === 0) return false;
    const isOne = Random.of(this.#seed, Math.floor(nowMs / lengthMs), 0, spellStream).chance(probability);
    if (isOne) this.#troubles += 1;
    return isOne;
  }

  /** Whether a mood has chosen a thing by its name, for good: it does not end when Microsoft is calm. */
  isMarked(mood: MoodName, name: string): boolean {
    const probability = this.#moods[mood];
    if (probability === 0) return false;
    let hash = 0;
    for (let index = 0; index < name.length; index++) hash = (Math.imul(hash, 31) + name.charCodeAt(index)) | 0;
    return Random.of(this.#seed, hash, 0, markStream).chance(probability);
  }
}
