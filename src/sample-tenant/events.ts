import { planAttacks } from "./attacks/all-attacks.ts";
import { planAdminDay } from "./days/admin-day.ts";
import { planGuestDay, planLegacyDay } from "./days/other-accounts-day.ts";
import { planUserDay } from "./days/user-day.ts";
import { planWorkloadDay, planWorkloadRisk } from "./days/workload-day.ts";
import { day, hour } from "./instants.ts";
import { type SampleOptions, sampleSettings } from "./options.ts";
import { planProvisioningDay } from "./records/provisioning-actions.ts";
import { type SampleEvent, Timeline } from "./timeline.ts";
import { makeDirectory } from "./world/directory.ts";

/** A local date begins at most this long before the UTC date of the same name. */
const earliestLocalMidnight = 14 * hour;

/**
 * The records of the simulated tenant, oldest first: sign-ins, audits, provisioning and risk in Graph beta's shape,
 * activity in the Management Activity API's. The same options give the same records, and a longer window with the same
 * seed the same ordinary ones; memory is bounded by about two days of plans.
 * @throws TenantTrailError `bad-argument` when an option is outside its range.
 */
export function* sampleEvents(options: SampleOptions = {}): Generator<SampleEvent, void, undefined> {
  const settings = sampleSettings(options);
  const { seed, start, end, users, scale } = settings;
  const directory = makeDirectory(seed, users);
  const timeline = new Timeline(start, end);
  planAttacks(settings, directory, () => timeline);
  const firstDate = Math.floor(start / day) * day - day;
  for (let date = firstDate; date < end + day; date += day) {
    for (const person of directory.members) planUserDay(timeline, person, date, seed, scale);
    planGuestDay(timeline, directory, date, seed, scale);
    planLegacyDay(timeline, directory, date, seed, scale);
    planWorkloadDay(timeline, directory, date, seed, scale);
    planWorkloadRisk(timeline, directory, date, seed);
    planAdminDay(timeline, directory, date, seed, scale);
    planProvisioningDay(timeline, directory, date, seed, scale);
    yield* timeline.before(date + day - earliestLocalMidnight);
  }
  yield* timeline.before(end);
}
