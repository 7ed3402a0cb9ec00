import type { Random } from "../../../../src/sample-tenant/random.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How Microsoft delivers; the shares are probabilities, what is left comes within minutes. */
export interface DeliveryProfile {
  /** Delivered up to 12 hours late. */
  readonly hours: number;
  /** Delivered one to ten days late. */
  readonly tail: number;
  /** Appears in a second version later. */
  readonly changed: number;
  /** Put into a second content blob, from minutes to five days later. */
  readonly twice: number;
  /** A content blob that is listed later than its `contentCreated` says. */
  readonly listedLate: number;
  /** Moves an instant of delivery; a tenant that lives faster than real time brings the future nearer. */
  readonly warp?: (ms: number) => number;
}

/** What the facts describe: typically under 15 minutes, 24 hours seen, duplicates by design (collecting.md §3, §4.2). */
export const ordinaryDelivery: DeliveryProfile = {
  hours: 0.04,
  tail: 0.003,
  changed: 0.01,
  twice: 0.02,
  listedLate: 0.05,
};

/** Hard on a collector: every kind of lateness in a run of a few hundred events. */
export const lateDelivery: DeliveryProfile = {
  hours: 0.15,
  tail: 0.04,
  changed: 0.08,
  twice: 0.08,
  listedLate: 0.2,
};

/** How long after it happened an event is first offered, milliseconds. */
export function deliveryDelay(profile: DeliveryProfile, random: Random): number {
  const share = random.fraction();
  if (share < profile.tail) return random.between(day, 10 * day);
  if (share < profile.tail + profile.hours) return random.between(15 * minute, 12 * hour);
  // Squared, so that most come within two or three minutes.
  return 20_000 + random.fraction() ** 2 * 12 * minute;
}

/** How long after its first version a record appears in its second, milliseconds. */
export function changeDelay(random: Random): number {
  return random.chance(0.7) ? random.between(5 * minute, 2 * hour) : random.between(2 * hour, 3 * day);
}

/** How long after the first blob the same record is put into another, milliseconds. */
export function secondBlobDelay(random: Random): number {
  return random.chance(0.7) ? random.between(minute, 3 * hour) : random.between(3 * hour, 5 * day);
}

/** How long after its `contentCreated` a blob is listed, milliseconds. */
export function listingDelay(profile: DeliveryProfile, random: Random): number {
  if (!random.chance(profile.listedLate)) return 0;
  return random.chance(0.8) ? random.between(minute, hour) : random.between(hour, 20 * hour);
}
