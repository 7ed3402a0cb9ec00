import { dayNumber, hour, isWeekend } from "../instants.ts";
import { Random, streams } from "../random.ts";
import { signInErrors } from "../records/sign-in-errors.ts";
import { addInteractiveSignIn, addUserSignIn, signInStep } from "../records/sign-in-flow.ts";
import type { EventSink } from "../timeline.ts";
import { clients, resources } from "../world/applications.ts";
import { unknownDevice } from "../world/devices.ts";
import type { Directory } from "../world/directory.ts";
import { homeNetwork, officeNetwork, officeOf } from "../world/places.ts";

const guestDevice = unknownDevice(
  "Windows10",
  "Edge 141.0.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
);
const scannerDevice = unknownDevice("", "", "");

/** Plans the guests of one UTC date: on working days about one in four opens a shared site. */
export function planGuestDay(sink: EventSink, directory: Directory, date: number, seed: number, scale: number): void {
  if (isWeekend(date)) return;
  for (const [index, account] of directory.guests.entries()) {
    const place = Random.of(seed, 0, index, streams.guestDay);
    const network = homeNetwork(officeOf(place.pick(["ZRH", "LON", "NYC"])), 0xf000 + index, place);
    const random = Random.of(seed, dayNumber(date), index, streams.guestDay);
    for (let left = random.count(0.25 * scale); left > 0; left--) {
      const attempt = {
        time: date + random.between(8, 16) * hour,
        account,
        use: { app: clients.sharePoint, resource: resources.sharePoint },
        network,
        device: guestDevice,
        sessionId: random.uuid(),
        mfaMethod: "OATH verification code",
        clientAppUsed: "Browser",
      } as const;
      addInteractiveSignIn(sink, attempt, random);
    }
  }
}

/** Plans the one legacy client that is allowed, a scanner that mails what it scans, and those that try and are blocked. */
export function planLegacyDay(sink: EventSink, directory: Directory, date: number, seed: number, scale: number): void {
  const random = Random.of(seed, dayNumber(date), 0, streams.legacyDay);
  const isFree = isWeekend(date);
  for (let left = isFree ? 0 : random.count(5 * scale); left > 0; left--) {
    const isBlocked = random.chance(0.15);
    const account = isBlocked ? random.pick(directory.members) : directory.scanner;
    const time = date + random.between(7, 17) * hour;
    const attempt = {
      time,
      account,
      use: { app: clients.exchangeOnline, resource: resources.exchange },
      network: officeNetwork(officeOf("ZRH"), random),
      device: scannerDevice,
      sessionId: random.uuid(),
      mfaMethod: "",
      clientAppUsed: "Mobile Apps and Desktop clients",
    } as const;
    const outcome = isBlocked
      ? ({ clientAppUsed: "IMAP4", error: signInErrors.blockedByPolicy, policy: "blocked" } as const)
      : ({ clientAppUsed: "Authenticated SMTP", policy: "excluded" } as const);
    addUserSignIn(sink, signInStep(attempt, random, { time, sessionId: null, proof: "password", ...outcome }), random);
  }
}
