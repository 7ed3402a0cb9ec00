import { TenantTrailError } from "../protocol/errors.ts";
import { day } from "./instants.ts";

export interface SampleOptions {
  /** Whole number from 0 to 4294967295; default 1. The same options always give the same records. */
  readonly seed?: number;
  /** ISO 8601 instant, exclusive; default 2026-11-22T00:00:00Z. */
  readonly end?: string;
  /** Whole number of 24-hour days before `end`, 1 to 3660; default 30. */
  readonly days?: number;
  /** Members of the tenant, 20 to 5000; default 200. */
  readonly users?: number;
  /** Multiplies the volume of ordinary events, more than 0 and at most 1000; default 1. The attacks stay as they are. */
  readonly scale?: number;
}

export interface SampleSettings {
  readonly seed: number;
  /** Milliseconds since 1970, inclusive. */
  readonly start: number;
  /** Milliseconds since 1970, exclusive. */
  readonly end: number;
  readonly users: number;
  readonly scale: number;
}

/** Fills in the defaults. @throws TenantTrailError `bad-argument` when a value is outside its range. */
export function sampleSettings(options: SampleOptions): SampleSettings {
  const { seed = 1, end = "2026-11-22T00:00:00Z", days = 30, users = 200, scale = 1 } = options;
  check(Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff, "seed is a whole number from 0 to 4294967295");
  check(Number.isInteger(days) && days >= 1 && days <= 3660, "days is a whole number from 1 to 3660");
  check(Number.isInteger(users) && users >= 20 && users <= 5000, "users is a whole number from 20 to 5000");
  check(scale > 0 && scale <= 1000, "scale is a number above 0, at most 1000");
  const instant = Date.parse(end);
  const year = Number.isNaN(instant) ? 0 : new Date(instant).getUTCFullYear();
  check(/(Z|[+-]\d\d:\d\d)$/.test(end) && year >= 2000 && year <= 2100, "end is an instant, as 2026-11-22T00:00:00Z");
  return { seed, start: instant - days * day, end: instant, users, scale };
}

function check(holds: boolean, rule: string): void {
  if (!holds) throw new TenantTrailError("bad-argument", `Sample tenant: ${rule}.`);
}
