import { dayNumber, hour, isWeekend, weekday, weekNumber } from "../instants.ts";
import { Random, streams } from "../random.ts";
import { instantOf } from "./office-clock.ts";
import type { Person } from "./people.ts";
import { mobileNetwork, type Network, type Office, officeNetwork, officeOf } from "./places.ts";

/** One person's local day. */
export interface WorkDay {
  /** `light` is a glance at the phone on a free day. */
  readonly kind: "office" | "home" | "travel" | "light";
  readonly start: number;
  readonly end: number;
  readonly network: Network;
  /** Where the phone is when it is not on that network. */
  readonly mobile: Network;
}

/**
 * What a person does on a local date (a UTC midnight standing for it); undefined when they do not work at all:
 * weekends, leave, illness, and the days of a journey, on which nobody signs in from two places.
 */
export function workDay(person: Person, date: number, seed: number): WorkDay | undefined {
  const random = Random.of(seed, dayNumber(date), person.index, streams.schedule);
  const week = Random.of(seed, weekNumber(date), person.index, streams.week);
  const isOnLeave = week.chance(0.05);
  const partner = week.chance(0.02) ? person.office.partner : undefined;
  if (partner !== undefined && !isOnLeave) {
    const onTheWay = weekday(date) === 0 || weekday(date) >= 4;
    return onTheWay ? undefined : at("travel", officeOf(partner), undefined, person, date, random);
  }
  if (isWeekend(date) || isOnLeave) {
    return random.chance(0.08) ? at("light", person.office, person.home, person, date, random) : undefined;
  }
  if (random.chance(0.03)) return undefined;
  const isHome = random.chance(person.worksAtHome);
  return at(isHome ? "home" : "office", person.office, isHome ? person.home : undefined, person, date, random);
}

/** An instant of the working day: mornings and afternoons are busy, noon and the hours around are not. */
export function workInstant(workDay: WorkDay, random: Random): number {
  const length = workDay.end - workDay.start;
  const share = random.fraction();
  if (share < 0.46) return workDay.start + random.between(0, 0.42) * length;
  if (share < 0.92) return workDay.start + random.between(0.52, 1) * length;
  if (share < 0.97) return workDay.start + random.between(0.42, 0.52) * length;
  return workDay.end + random.between(0, 3) * hour;
}

function at(
  kind: WorkDay["kind"],
  office: Office,
  network: Network | undefined,
  person: Person,
  date: number,
  random: Random,
): WorkDay {
  const starts = kind === "light" ? random.between(9, 18) : person.startsAt + random.around(0, 0.25);
  const start = instantOf(office.zone, date, starts * hour);
  const length = kind === "light" ? hour : random.around(8.9, 0.5) * hour;
  return {
    kind,
    start,
    end: start + length,
    network: network ?? officeNetwork(office, random),
    mobile: mobileNetwork(office, random),
  };
}
