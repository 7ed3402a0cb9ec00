import { dayMs } from "../../../base/time-units.ts";

/** As HTTP writes a time, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7); its older forms are not sent any more. */
const httpDate = /[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/g;

/**
 * A clock is wrong by hours when its time zone is, by a day when its date is. An answer that is further away from it
 * carries no time of its own: proxies send such `Date`s, for example 1990.
 */
const mostClockErrorMs = dayMs;

/** What answers tell of Microsoft's time. */
export class ServerClock {
  #errorMs = 0;
  #strangeMs: number | undefined;

  /** Our clock minus the server's in milliseconds, of the newest answer that told its time; 0 before the first. */
  get errorMs(): number {
    return this.#errorMs;
  }

  /** The newest `Date` that was too far from our clock to be believed, milliseconds since 1970. */
  get strangeMs(): number | undefined {
    return this.#strangeMs;
  }

  /**
   * When an answer was made, milliseconds since 1970: as its `Date` says, else as our clock does, with its known error.
   * @param nowMs our time when the head of the answer came, for its body may take long.
   */
  observed(date: string | null, nowMs: number): number {
    const dateMs = instantIn(date);
    if (dateMs === undefined) return nowMs - this.#errorMs;
    const errorMs = nowMs - dateMs;
    if (Math.abs(errorMs) > mostClockErrorMs) {
      this.#strangeMs = dateMs;
      return nowMs - this.#errorMs;
    }
    // `Date` has whole seconds: less than that is no error.
    this.#errorMs = Math.abs(errorMs) < 1_000 ? 0 : errorMs;
    return dateMs;
  }
}

/** The one time that a header holds; headers that are sent twice come joined. */
function instantIn(date: string | null): number | undefined {
  const [first, ...others] = new Set(date?.match(httpDate) ?? []);
  if (first === undefined || others.length > 0) return undefined;
  const ms = Date.parse(first);
  return Number.isNaN(ms) ? undefined : ms;
}
