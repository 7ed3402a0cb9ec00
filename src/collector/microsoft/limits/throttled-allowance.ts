import { hourMs, minuteMs } from "../../../base/time-units.ts";
import type { Limit } from "./limits.ts";

/** A request that was sent. */
export interface Sent {
  readonly sentMs: number;
  /** When it had reached Microsoft at the latest. */
  arrivedMs: number;
}

/** What is left of the rate after an answer that says to slow down. */
const slowdown = 0.75;
const slowestRate = 0.05;
const recoveryPerMs = 0.1 / minuteMs;
/** A first request looks up a name and opens a connection; it may take so long to arrive. */
const coldSlackMs = 1_000;
/** Connections are kept so long after an answer. */
const warmMs = 30_000;
const longestBackOffMs = 5 * minuteMs;
/** A server that asks for more is asked again after so long. */
const longestWaitMs = hourMs;

/**
 * What a limit still allows: a sliding window that is counted from the arrival of requests, and what was learned from
 * being told to slow down. Additive increase, multiplicative decrease: the rate falls at once and recovers slowly, so
 * that a limit below the documented one is found and kept. Pure: the time is an argument.
 */
export class Allowance {
  readonly #limit: Limit;
  #sent: Sent[] = [];
  #lastSentMs = Number.NEGATIVE_INFINITY;
  #rate = 1;
  #rateSinceMs = 0;
  #blockedUntilMs = Number.NEGATIVE_INFINITY;
  #slowedMs = Number.NEGATIVE_INFINITY;
  #strikes = 0;
  #lastAnswerMs = Number.NEGATIVE_INFINITY;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  /** Until when nothing is sent, because an answer said so. */
  get blockedUntilMs(): number {
    return this.#blockedUntilMs;
  }

  /** The share of the documented rate that is used now. */
  rate(nowMs: number): number {
    return Math.min(1, this.#rate + Math.max(0, nowMs - this.#rateSinceMs) * recoveryPerMs);
  }

  /** When the next request may be sent; `nowMs` or earlier when it may be now. */
  readyAt(nowMs: number): number {
    const { requests, perMs } = this.#limit;
    const rate = this.rate(nowMs);
    const spanMs = perMs / rate;
    if (this.#sent.length >= requests) this.#sent = this.#sent.filter(({ arrivedMs }) => arrivedMs + spanMs > nowMs);
    // Below the documented rate even a short burst is too much.
    const spacedMs = rate < 1 ? this.#lastSentMs + spanMs / requests : Number.NEGATIVE_INFINITY;
    const windowMs =
      this.#sent.length < requests
        ? Number.NEGATIVE_INFINITY
        : this.#sent.reduce((first, { arrivedMs }) => Math.min(first, arrivedMs), Number.POSITIVE_INFINITY) + spanMs;
    return Math.max(this.#blockedUntilMs, spacedMs, windowMs);
  }

  /** Notes that a request is sent. */
  take(nowMs: number): Sent {
    const isWarm = nowMs - this.#lastAnswerMs < warmMs;
    const sent = { sentMs: nowMs, arrivedMs: nowMs + (isWarm ? this.#limit.slackMs : coldSlackMs) };
    this.#sent.push(sent);
    this.#lastSentMs = nowMs;
    return sent;
  }

  /** Notes that a request got an answer, or failed, other than by being told to slow down. */
  answered(sent: Sent, nowMs: number): void {
    this.#arrived(sent, nowMs);
    if (sent.sentMs > this.#slowedMs) this.#strikes = 0;
  }

  /**
   * Notes an answer that says to slow down. Without a `Retry-After` the wait doubles from one such answer to the next.
   * @param random between 0 and 1.
   * @returns how much longer nothing is sent because of it, in milliseconds.
   */
  throttled(sent: Sent, nowMs: number, retryAfterMs: number | undefined, random: number): number {
    this.#arrived(sent, nowMs);
    // Requests that were under way together count as one reason to slow down.
    const isNews = sent.sentMs >= this.#slowedMs;
    const rate = this.rate(nowMs);
    if (isNews) this.#strikes += 1;
    const waitMs = retryAfterMs === undefined ? this.#backOff(random) : Math.min(retryAfterMs, longestWaitMs);
    const before = Math.max(this.#blockedUntilMs, nowMs);
    if (isNews || retryAfterMs !== undefined) this.#blockedUntilMs = Math.max(this.#blockedUntilMs, nowMs + waitMs);
    if (isNews) {
      this.#rate = Math.max(slowestRate, rate * slowdown);
      this.#slowedMs = nowMs;
    } else this.#rate = rate;
    this.#rateSinceMs = Math.max(nowMs, this.#blockedUntilMs);
    return Math.round(Math.max(this.#blockedUntilMs, nowMs) - before);
  }

  #arrived(sent: Sent, nowMs: number): void {
    sent.arrivedMs = Math.min(sent.arrivedMs, nowMs);
    this.#lastAnswerMs = nowMs;
  }

  #backOff(random: number): number {
    const baseMs = Math.max(1_000, this.#limit.perMs / this.#limit.requests);
    return Math.round(Math.min(longestBackOffMs, baseMs * 2 ** (this.#strikes - 1)) * (0.75 + random / 2));
  }
}
