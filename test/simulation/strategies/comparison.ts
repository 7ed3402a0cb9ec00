import { type LivingTenant, livingTenants } from "../living-tenant.ts";
import type { Schedule } from "../schedule.ts";
import { type Arrival, othersStrategies, reopenedDays, settlingPolicies } from "./strategies.ts";

/** Sums over many schedules of one kind of delivery. */
export interface Comparison {
  readonly events: number;
  readonly days: number;
  /** Events that each strategy of others took, in the order of `othersStrategies`. */
  readonly taken: readonly number[];
  /** Days that were reopened, in the order of `settlingPolicies`. */
  readonly reopened: readonly number[];
}

export const noComparison: Comparison = {
  events: 0,
  days: 0,
  taken: othersStrategies.map(() => 0),
  reopened: settlingPolicies.map(() => 0),
};

export function addComparisons(a: Comparison, b: Comparison): Comparison {
  return {
    events: a.events + b.events,
    days: a.days + b.days,
    taken: a.taken.map((taken, index) => taken + (b.taken[index] ?? 0)),
    reopened: a.reopened.map((reopened, index) => reopened + (b.reopened[index] ?? 0)),
  };
}

/** What others would have taken of a schedule's sources that are read by event time, and which days late events reopen. */
export function compare(schedule: Schedule): Comparison {
  const bySource = livingTenants(schedule).flatMap(arrivalsBySource);
  return bySource
    .map((arrivals): Comparison => {
      const days = settlingPolicies.map(({ lastReadMs }) => reopenedDays(arrivals, lastReadMs));
      return {
        events: arrivals.length,
        days: days[0]?.days ?? 0,
        taken: othersStrategies.map(({ strategy }) => strategy(arrivals)),
        reopened: days.map(({ reopened }) => reopened),
      };
    })
    .reduce(addComparisons, noComparison);
}

function arrivalsBySource({ truth, scheduled }: LivingTenant): Arrival[][] {
  truth.advance(Number.POSITIVE_INFINITY);
  // Content has no event time that it could be asked by, and states of users are no events.
  const byEventTime = scheduled.sources.filter((source) => !/^(Audit|DLP)\.|^risk/.test(source));
  return byEventTime.map((source) =>
    [...truth.existing([source], Number.POSITIVE_INFINITY).values()].map(({ eventMs, sinceMs }) => ({
      eventMs,
      visibleMs: sinceMs,
    })),
  );
}
