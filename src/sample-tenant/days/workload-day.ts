import { day, dayNumber } from "../instants.ts";
import { Random, streams } from "../random.ts";
import { signInErrors } from "../records/sign-in-errors.ts";
import { managedIdentitySignInRecord, servicePrincipalSignInRecord } from "../records/workload-sign-in.ts";
import type { EventSink } from "../timeline.ts";
import type { Directory } from "../world/directory.ts";

/** Plans the sign-ins of one UTC date that no person makes: clockwork, day and night, weekdays and weekends. */
export function planWorkloadDay(
  sink: EventSink,
  directory: Directory,
  date: number,
  seed: number,
  scale: number,
): void {
  const random = Random.of(seed, dayNumber(date), 0, streams.workloadDay);
  for (const servicePrincipal of directory.servicePrincipals) {
    const { credentialKeyId, resource, network, hasExpired } = servicePrincipal;
    for (const time of ticks(date, servicePrincipal.every / scale, random)) {
      const error = hasExpired
        ? signInErrors.expiredSecret
        : random.chance(0.004)
          ? signInErrors.wrongSecret
          : signInErrors.none;
      const own = random.fork();
      const signIn = { time, servicePrincipal, credentialKeyId, resource, network, error };
      sink.add("signins", time, () => servicePrincipalSignInRecord(signIn, own));
    }
  }
  for (const identity of directory.managedIdentities) {
    for (const time of ticks(date, identity.every / scale, random)) {
      const own = random.fork();
      sink.add("signins", time, () => managedIdentitySignInRecord(identity, time, signInErrors.none, own));
    }
  }
}

/** Instants of a date about `every` milliseconds apart, each up to a tenth late. */
function* ticks(date: number, every: number, random: Random): Generator<number> {
  for (let time = date + random.fraction() * every; time < date + day; time += every)
    yield Math.min(time + random.fraction() * 0.1 * every, date + day - 1);
}
