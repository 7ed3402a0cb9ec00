import { dayMs } from "../../../base/time-units.ts";
import type { Window } from "../../window.ts";

/** A history is a request of its own, of which a tenant has one a second: so many are read in a poll. */
export const mostHistories = 200;

/** A state that a poll gave. */
export interface SeenState {
  /** Of the user or service principal. */
  readonly id: string;
  /** Milliseconds since 1970; null when it has no time. */
  readonly changedMs: number | null;
}

export interface HistoryPoll {
  readonly window: Pick<Window, "fromMs">;
  /** When all states were read last, milliseconds since 1970; undefined when never. */
  readonly polledMs: number | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

export interface StatesToAsk {
  readonly ids: readonly string[];
  /** Of those that changed, how many have to wait. */
  readonly leftOut: number;
}

/**
 * Whose history is read after a poll: first of those whose state changed since the poll before, for what stood between
 * the two was in none; of a poll of all states since the last one of all, and a day more for what came late. A poll of
 * all has room for some of the others too, other ones each day, so that what was missed is read in the end.
 */
export function statesToAsk(states: readonly SeenState[], poll: HistoryPoll): StatesToAsk {
  const sinceMs = changedSince(poll);
  const known = [...new Map(states.map((state) => [state.id, state])).values()];
  const isChanged = ({ changedMs }: SeenState): boolean => changedMs === null || changedMs >= sinceMs;
  const changed = known.filter(isChanged).sort((a, b) => (b.changedMs ?? 0) - (a.changedMs ?? 0));
  const asked = changed.slice(0, mostHistories);
  const others = isOfAll(poll)
    ? turnOf(
        known.filter((state) => !isChanged(state)),
        mostHistories - asked.length,
        poll,
      )
    : [];
  return { ids: [...asked, ...others].map(({ id }) => id), leftOut: changed.length - asked.length };
}

/** A window that begins in 1970 is a poll of all states. */
function isOfAll({ window }: HistoryPoll): boolean {
  return window.fromMs <= 0;
}

function changedSince(poll: HistoryPoll): number {
  if (!isOfAll(poll)) return poll.window.fromMs;
  return poll.polledMs === undefined ? Number.NEGATIVE_INFINITY : poll.polledMs - dayMs;
}

/** As many as there is room for, the next in order each day. */
function turnOf(states: readonly SeenState[], room: number, { nowMs }: HistoryPoll): readonly SeenState[] {
  if (room <= 0 || states.length === 0) return [];
  const turn = Math.floor(nowMs / dayMs) % Math.ceil(states.length / room);
  return [...states].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(turn * room, (turn + 1) * room);
}
