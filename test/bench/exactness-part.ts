import type { LifeFound } from "../simulation/lives/life-process.ts";
import { ordinaryDelivery } from "../simulation/microsoft/tenant/delivery.ts";
import type { Violation } from "../simulation/oracle/invariants.ts";
import { makeSchedule } from "../simulation/schedule.ts";
import { addComparisons, type Comparison, compare, noComparison } from "../simulation/strategies/comparison.ts";

/** Sums over some schedules. */
export interface ExactnessSum {
  readonly schedules: number;
  readonly events: number;
  readonly lost: number;
  readonly runs: number;
  readonly kills: number;
  readonly cuts: number;
  readonly effects: number;
  readonly violations: Readonly<Record<Violation["kind"], number>>;
  /** Seeds of schedules with violations. */
  readonly failing: readonly number[];
  readonly ordinary: Comparison;
  readonly hard: Comparison;
}

export const noSum: ExactnessSum = {
  schedules: 0,
  events: 0,
  lost: 0,
  runs: 0,
  kills: 0,
  cuts: 0,
  effects: 0,
  violations: { missing: 0, duplicated: 0, claimed: 0, other: 0 },
  failing: [],
  ordinary: noComparison,
  hard: noComparison,
};

export function addSums(a: ExactnessSum, b: ExactnessSum): ExactnessSum {
  return {
    schedules: a.schedules + b.schedules,
    events: a.events + b.events,
    lost: a.lost + b.lost,
    runs: a.runs + b.runs,
    kills: a.kills + b.kills,
    cuts: a.cuts + b.cuts,
    effects: a.effects + b.effects,
    violations: {
      missing: a.violations.missing + b.violations.missing,
      duplicated: a.violations.duplicated + b.violations.duplicated,
      claimed: a.violations.claimed + b.violations.claimed,
      other: a.violations.other + b.violations.other,
    },
    failing: [...a.failing, ...b.failing],
    ordinary: addComparisons(a.ordinary, b.ordinary),
    hard: addComparisons(a.hard, b.hard),
  };
}

/** What one life adds to the sums, and what others would have taken of its events. */
export function sumOf({ seed, events, lost, runs, kills, cuts, effects, violations }: LifeFound): ExactnessSum {
  const schedule = makeSchedule(seed);
  const comparison = compare(schedule);
  const isOrdinary = schedule.delivery === ordinaryDelivery;
  const count = (kind: Violation["kind"]): number => violations.filter((violation) => violation.kind === kind).length;
  return {
    schedules: 1,
    events,
    lost,
    runs,
    kills,
    cuts,
    effects,
    violations: {
      missing: count("missing"),
      duplicated: count("duplicated"),
      claimed: count("claimed"),
      other: count("other"),
    },
    failing: violations.length > 0 ? [seed] : [],
    ordinary: isOrdinary ? comparison : noComparison,
    hard: isOrdinary ? noComparison : comparison,
  };
}
