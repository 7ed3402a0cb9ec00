import { second } from "../instants.ts";
import type { Random } from "../random.ts";
import type { EventSink } from "../timeline.ts";
import type { AppUse } from "../world/applications.ts";
import type { Device } from "../world/devices.ts";
import type { Account } from "../world/people.ts";
import type { Network } from "../world/places.ts";
import type { Token } from "./activity-record.ts";
import { logonRecord } from "./entra-activity.ts";
import { signInErrors } from "./sign-in-errors.ts";
import { type SignInRisk, type UserSignIn, userSignInRecord } from "./user-sign-in.ts";

/** What is common to every step of one attempt to sign in. */
export interface SignInAttempt {
  readonly time: number;
  readonly account: Account;
  readonly use: AppUse;
  readonly network: Network;
  readonly device: Device;
  readonly sessionId: string;
  readonly mfaMethod: string;
  readonly clientAppUsed: "Browser" | "Mobile Apps and Desktop clients";
  readonly risk?: SignInRisk | undefined;
}

/** Adds a sign-in and, when it is interactive, the unified audit log's copy of it. */
export function addUserSignIn(sink: EventSink, signIn: UserSignIn, random: Random): Token {
  const own = random.fork();
  sink.add("signins", signIn.time, () => userSignInRecord(signIn, own));
  if (signIn.isInteractive) sink.add("activity", signIn.time, () => logonRecord(signIn));
  return {
    time: signIn.time,
    sessionId: signIn.sessionId,
    uniqueTokenIdentifier: signIn.uniqueTokenIdentifier,
    app: signIn.use.app,
    network: signIn.network,
    device: signIn.device,
    userAgent: signIn.userAgent,
  };
}

/** One step of an attempt, filled with what a smooth interactive sign-in has; `details` says what is different. */
export function signInStep(
  attempt: SignInAttempt,
  random: Random,
  details: Partial<UserSignIn> & { readonly time: number },
): UserSignIn {
  const isApp = attempt.clientAppUsed !== "Browser" && details.isInteractive === false;
  return {
    id: random.uuid(),
    account: attempt.account,
    use: attempt.use,
    network: attempt.network,
    device: attempt.device,
    userAgent: isApp ? attempt.device.appAgent : attempt.device.browserAgent,
    clientAppUsed: attempt.clientAppUsed,
    isInteractive: true,
    error: signInErrors.none,
    proof: "passwordAndMfa",
    policy: "satisfied",
    correlationId: random.uuid(),
    sessionId: attempt.sessionId,
    uniqueTokenIdentifier: random.token(),
    mfaMethod: attempt.mfaMethod,
    risk: attempt.risk,
    ...details,
  };
}

/**
 * A person signing in, with the mistakes and interruptions of ordinary days: mistyped passwords, prompts for MFA, the
 * question whether to stay signed in. All steps share one correlation id. Gives the token of the success, if there was one.
 */
export function addInteractiveSignIn(sink: EventSink, attempt: SignInAttempt, random: Random): Token | undefined {
  const correlationId = random.uuid();
  let time = attempt.time;
  const add = (details: Partial<UserSignIn>, pause: number): Token => {
    const token = addUserSignIn(sink, signInStep(attempt, random, { correlationId, time, ...details }), random);
    time += pause;
    return token;
  };
  const denied = { policy: "notEvaluated", proof: "wrongPassword" } as const;
  const mistakes = random.chance(0.045) ? 1 + random.below(3) : 0;
  for (let mistake = 0; mistake < mistakes; mistake++)
    add({ ...denied, error: signInErrors.wrongPassword }, random.between(6, 25) * second);
  if (mistakes === 3 && random.chance(0.3)) {
    add({ ...denied, error: signInErrors.locked }, 0);
    return undefined;
  }
  if (random.chance(0.003)) {
    const expired = { error: signInErrors.passwordExpired, proof: "password", policy: "notEvaluated" } as const;
    add(expired, random.between(50, 120) * second);
  }
  if (random.chance(0.003)) {
    add({ error: signInErrors.notAssigned, proof: "claim" }, 0);
    return undefined;
  }
  if (random.chance(attempt.device.detail.isManaged ? 0.002 : 0.02)) {
    add({ error: signInErrors.blockedByPolicy, proof: "password", policy: "blocked" }, 0);
    return undefined;
  }
  if (random.chance(0.2)) {
    const error = random.chance(0.5) ? signInErrors.mfaRequired : signInErrors.mfaRequiredByPolicy;
    add({ error, proof: "mfaPending", policy: "mfaMissing" }, random.between(12, 40) * second);
    if (random.chance(0.06)) {
      const proof = random.chance(0.15) ? "mfaDeclined" : "mfaIgnored";
      add({ error: signInErrors.mfaFailed, proof, policy: "mfaMissing" }, random.between(20, 60) * second);
      if (random.chance(0.4)) return undefined;
    }
  }
  if (attempt.clientAppUsed === "Browser" && random.chance(0.12))
    add({ error: signInErrors.staySignedIn }, random.between(3, 8) * second);
  return add({}, 0);
}
