import { dayNumber, hour, minute, weekNumber } from "../instants.ts";
import { Random, streams } from "../random.ts";
import type { Token } from "../records/activity-record.ts";
import { planOfficeWork } from "../records/office-work.ts";
import { planFalseAlarm } from "../records/risk-records.ts";
import { signInErrors } from "../records/sign-in-errors.ts";
import { addInteractiveSignIn, addUserSignIn, type SignInAttempt, signInStep } from "../records/sign-in-flow.ts";
import type { EventSink } from "../timeline.ts";
import {
  type AppUse,
  adminApps,
  browserApps,
  clients,
  desktopApps,
  phoneApps,
  resources,
} from "../world/applications.ts";
import type { Device } from "../world/devices.ts";
import type { Person } from "../world/people.ts";
import type { Network } from "../world/places.ts";
import { type WorkDay, workDay, workInstant } from "../world/schedule.ts";

/** Plans one person's local date: sign-ins of the computer, the browser and the phone, and the work done with them. */
export function planUserDay(sink: EventSink, person: Person, date: number, seed: number, scale: number): void {
  const random = Random.of(seed, dayNumber(date), person.index, streams.userDay);
  const deviceSession = Random.of(seed, weekNumber(date), person.index, streams.deviceSession).uuid();
  if (person.hasLeft) {
    planForgottenPhone(sink, person, date, deviceSession, random);
    return;
  }
  const today = workDay(person, date, seed);
  if (today === undefined) return;
  const planner: DayPlanner = { sink, person, today, deviceSession, random };
  const tokens = today.kind === "light" ? [] : [...planComputer(planner, scale), ...planBrowser(planner, scale)];
  tokens.push(...planPhone(planner, scale));
  planOfficeWork(sink, person, tokens, today.kind === "light" ? 0.3 : 8.5 * scale, random);
}

interface DayPlanner {
  readonly sink: EventSink;
  readonly person: Person;
  readonly today: WorkDay;
  readonly deviceSession: string;
  readonly random: Random;
}

function planComputer(planner: DayPlanner, scale: number): Token[] {
  const { sink, person, today, deviceSession, random } = planner;
  const { laptop } = person;
  if (laptop.isWindows) {
    const use = { app: clients.windowsSignIn, resource: resources.directory };
    const attempt = attemptOf(planner, today.start, use, laptop, today.network, deviceSession);
    const step = signInStep(attempt, random, { time: today.start, proof: "windowsHello", policy: "notEvaluated" });
    addUserSignIn(sink, step, random);
  }
  const tokens: Token[] = [];
  for (let left = random.count(4 * scale); left > 0; left--) {
    const use = random.weighted(desktopApps);
    const attempt = attemptOf(planner, workInstant(today, random), use, laptop, today.network, deviceSession);
    tokens.push(...addSilentSignIn(planner, attempt, laptop.isWindows ? "primaryRefreshToken" : "refreshToken"));
  }
  return tokens;
}

function planBrowser(planner: DayPlanner, scale: number): Token[] {
  const { sink, person, today, random } = planner;
  const tokens: Token[] = [];
  const sessions = Math.max(1, random.count(1.9 * scale));
  for (let session = 0; session < sessions; session++) {
    const time = session === 0 ? today.start + random.between(2, 15) * minute : workInstant(today, random);
    const use = random.weighted(person.isAdministrator && session > 0 ? adminApps : browserApps);
    const network = time > today.end ? person.home : today.network;
    const attempt = attemptOf(planner, time, use, person.laptop, network, random.uuid());
    const alarm = random.chance(0.003) ? planFalseAlarm(sink, attempt, random) : undefined;
    const token = alarm ?? addInteractiveSignIn(sink, attempt, random);
    if (token === undefined) continue;
    tokens.push(token);
    for (let follow = random.count(1.1); follow > 0; follow--) {
      const later = token.time + random.between(1, 110) * minute;
      const next = { ...attempt, use: random.weighted(browserApps), time: later, risk: undefined };
      tokens.push(...addSilentSignIn(planner, next, "none"));
    }
  }
  return tokens;
}

function planPhone(planner: DayPlanner, scale: number): Token[] {
  const { person, today, deviceSession, random } = planner;
  const tokens: Token[] = [];
  for (let left = random.count((today.kind === "light" ? 0.7 : 1.6) * scale); left > 0; left--) {
    const time = random.between(today.start - 1.5 * hour, today.end + 4 * hour);
    const network = random.chance(0.5) ? today.mobile : time > today.end ? person.home : today.network;
    const session = `${deviceSession.slice(0, -4)}f0ae`;
    const attempt = attemptOf(planner, time, random.weighted(phoneApps), person.phone, network, session);
    tokens.push(...addSilentSignIn(planner, attempt, "refreshToken"));
  }
  return tokens;
}

/** A token renewed without the user; about one in fifty is refused, and then there is none. */
function addSilentSignIn(planner: DayPlanner, attempt: SignInAttempt, incomingTokenType: string): Token[] {
  const { sink, random } = planner;
  const refusal = random.chance(0.022)
    ? random.weighted([
        { weight: 40, value: { error: signInErrors.sessionRevoked, policy: "notEvaluated" } as const },
        { weight: 25, value: { error: signInErrors.sessionExpired, policy: "notEvaluated" } as const },
        { weight: 25, value: { error: signInErrors.mfaRequiredByPolicy, policy: "mfaMissing" } as const },
        { weight: 6, value: { error: signInErrors.blockedByPolicy, policy: "blocked" } as const },
        { weight: 4, value: { error: signInErrors.deviceNotCompliant, policy: "deviceMissing" } as const },
      ])
    : undefined;
  const details = { time: attempt.time, isInteractive: false, proof: "claim", incomingTokenType, ...refusal } as const;
  const token = addUserSignIn(sink, signInStep(attempt, random, details), random);
  return refusal === undefined ? [token] : [];
}

function planForgottenPhone(sink: EventSink, person: Person, date: number, session: string, random: Random): void {
  for (let tries = random.count(2); tries > 0; tries--) {
    const time = date + random.between(6, 22) * hour;
    const attempt: SignInAttempt = {
      time,
      account: person,
      use: { app: clients.outlookMobile, resource: resources.exchange },
      network: person.home,
      device: person.phone,
      sessionId: session,
      mfaMethod: person.mfaMethod,
      clientAppUsed: "Mobile Apps and Desktop clients",
    };
    const details = { time, isInteractive: false, proof: "claim", policy: "notEvaluated" } as const;
    addUserSignIn(sink, signInStep(attempt, random, { ...details, error: signInErrors.disabled }), random);
  }
}

function attemptOf(
  planner: DayPlanner,
  time: number,
  use: AppUse,
  device: Device,
  network: Network,
  sessionId: string,
): SignInAttempt {
  const isBrowser = browserApps.some((known) => known.value === use) || use.app === clients.azurePortal;
  return {
    time,
    account: planner.person,
    use,
    network,
    device,
    sessionId,
    mfaMethod: planner.person.mfaMethod,
    clientAppUsed: isBrowser ? "Browser" : "Mobile Apps and Desktop clients",
  };
}
