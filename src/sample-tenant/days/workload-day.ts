import { day, dayNumber, hour } from "../instants.ts";
import { Random, streams } from "../random.ts";
import { principalRiskRecord, riskyPrincipalRecord } from "../records/risk-records.ts";
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

/** So many days lie between two of the secrets that end up where others read them. */
const leakEvery = 7;

/** Plans a secret found in public on some dates: the service principal is at risk until its owner has changed it. */
export function planWorkloadRisk(sink: EventSink, directory: Directory, date: number, seed: number): void {
  if (dayNumber(date) % leakEvery !== seed % leakEvery) return;
  const random = Random.of(seed, dayNumber(date), 0, streams.workloadRisk);
  const withSecret = directory.servicePrincipals.filter(({ credentialType }) => credentialType === "clientSecret");
  const principal = random.pick(withSecret);
  const time = date + random.between(0, day);
  const own = random.fork();
  sink.add("riskdetections", time, () => principalRiskRecord(principal, time, own));
  const [found, dismissed] = [time + 3 * hour, time + random.between(4, 20) * hour];
  sink.add("riskyusers", found, () => riskyPrincipalRecord(principal, found, "atRisk"));
  sink.add("riskyusers", dismissed, () => riskyPrincipalRecord(principal, dismissed, "dismissed"));
}

/** Instants of a date about `every` milliseconds apart, each up to a tenth late. */
function* ticks(date: number, every: number, random: Random): Generator<number> {
  for (let time = date + random.fraction() * every; time < date + day; time += every)
    yield Math.min(time + random.fraction() * 0.1 * every, date + day - 1);
}
