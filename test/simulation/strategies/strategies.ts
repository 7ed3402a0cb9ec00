const second = 1000;
const minute = 60 * second;
const day = 86_400_000;

/** An event, and when its API first showed it; milliseconds since 1970. */
export interface Arrival {
  readonly eventMs: number;
  readonly visibleMs: number;
}

/** How many of the events a strategy takes; each is run without outages, errors or throttling, at its best. */
export type Strategy = (arrivals: readonly Arrival[]) => number;

/** The blog's script: the whole day before, read once, ten minutes after midnight UTC (collecting.md §2.1). */
export const dailyOnce: Strategy = (arrivals) =>
  arrivals.filter(({ eventMs, visibleMs }) => visibleMs <= startOfDay(eventMs) + day + 10 * minute).length;

/** Matano: every minute, the minute before, without looking back (collecting.md §2.1). */
export const oneMinuteWindow: Strategy = (arrivals) =>
  arrivals.filter(({ eventMs, visibleMs }) => visibleMs <= (Math.floor(eventMs / minute) + 1) * minute).length;

const pollEveryMs = 5 * minute;
const lagMs = 420 * second;

/**
 * Splunk's add-on: from the highest event time seen up to seven minutes ago (collecting.md §2.1), asked every five
 * minutes. What appears behind an event that was seen is never asked for.
 */
export const highestTimeSeen: Strategy = (arrivals) => {
  const byVisibility = [...arrivals].sort((a, b) => a.visibleMs - b.visibleMs);
  const last = byVisibility.at(-1);
  const first = arrivals.reduce((least, { eventMs }) => Math.min(least, eventMs), Number.POSITIVE_INFINITY);
  let cursor = Number.NEGATIVE_INFINITY;
  let shown: Arrival[] = [];
  let taken = 0;
  let next = 0;
  for (let now = first; last !== undefined && now < last.visibleMs + day; now += pollEveryMs) {
    for (; (byVisibility[next]?.visibleMs ?? Number.POSITIVE_INFINITY) <= now; next += 1) {
      const arrival = byVisibility[next];
      if (arrival !== undefined) shown.push(arrival);
    }
    const from = cursor;
    const seen = shown.filter(({ eventMs }) => eventMs > from && eventMs < now - lagMs);
    taken += seen.length;
    for (const { eventMs } of seen) cursor = Math.max(cursor, eventMs);
    shown = shown.filter(({ eventMs }) => eventMs > cursor);
    if (shown.length === 0) now = Math.max(now, nextPoll(first, byVisibility[next]?.visibleMs ?? now));
  }
  return taken;
};

/** The poll before the instant, so that the next step of the loop reaches it. */
function nextPoll(first: number, instant: number): number {
  return first + Math.floor((instant - first) / pollEveryMs) * pollEveryMs;
}

/** The strategies of others, by what the table calls them. */
export const othersStrategies: readonly { readonly name: string; readonly strategy: Strategy }[] = [
  { name: "the daily 24 hours, read once", strategy: dailyOnce },
  { name: "the highest time seen, with a lag of 420 s", strategy: highestTimeSeen },
  { name: "the one-minute window", strategy: oneMinuteWindow },
];

/** Until when a policy reads a day again, milliseconds after its end; the day counts as complete then. */
export const settlingPolicies: readonly { readonly name: string; readonly lastReadMs: number }[] = [
  { name: "none", lastReadMs: 10 * minute },
  { name: "2 h", lastReadMs: 2 * 60 * minute },
  { name: "2 h, 24 h", lastReadMs: day },
  { name: "2 h, 24 h, 72 h", lastReadMs: 3 * day },
  { name: "2 h, 24 h, 72 h, 7 d", lastReadMs: 7 * day },
];

/** How many of the days with events are reopened, because one of their events appears after the policy's last read. */
export function reopenedDays(arrivals: readonly Arrival[], lastReadMs: number): { days: number; reopened: number } {
  const lateBy = new Map<number, number>();
  for (const { eventMs, visibleMs } of arrivals) {
    const start = startOfDay(eventMs);
    lateBy.set(start, Math.max(lateBy.get(start) ?? 0, visibleMs - start - day));
  }
  return { days: lateBy.size, reopened: [...lateBy.values()].filter((late) => late > lastReadMs).length };
}

function startOfDay(ms: number): number {
  return Math.floor(ms / day) * day;
}
