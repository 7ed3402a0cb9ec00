import { day, isWeekend } from "../instants.ts";
import type { SampleSettings } from "../options.ts";
import { Random, streams } from "../random.ts";
import type { EventSink } from "../timeline.ts";
import type { Directory } from "../world/directory.ts";
import { applicationCredential } from "./application-credential.ts";
import { consentGrant } from "./consent-grant.ts";
import { deviceCodePhishing } from "./device-code.ts";
import { passwordSpray } from "./password-spray.ts";
import type { AttackOutline, Scene } from "./scene.ts";
import { sessionTheft } from "./session-theft.ts";

type Attack = (scene: Scene) => AttackOutline;

/** Each attack with the share of the window after which it begins. */
const attacks: readonly { readonly plan: Attack; readonly share: number }[] = [
  { plan: passwordSpray, share: 0.2 },
  { plan: sessionTheft, share: 0.4 },
  { plan: consentGrant, share: 0.55 },
  { plan: deviceCodePhishing, share: 0.7 },
  { plan: applicationCredential, share: 0.85 },
];

/**
 * Plans the attacks, each into the sink that `sinkOf` gives for it, on working days when there are any. A window without
 * a whole UTC day has none; what an attack does after the window's end is left out by the sink.
 */
export function planAttacks(settings: SampleSettings, directory: Directory, sinkOf: () => EventSink): AttackOutline[] {
  const dates = wholeDates(settings);
  const workdays = dates.filter((date) => !isWeekend(date));
  const candidates = workdays.length > 0 ? workdays : dates;
  return attacks.flatMap(({ plan, share }, index) => {
    const date = candidates[Math.floor(candidates.length * share)];
    if (date === undefined) return [];
    const random = Random.of(settings.seed, 0, index, streams.attack);
    return [plan({ sink: sinkOf(), directory, random, date })];
  });
}

function wholeDates({ start, end }: SampleSettings): number[] {
  const dates: number[] = [];
  for (let date = Math.ceil(start / day) * day; date + day <= end; date += day) dates.push(date);
  return dates;
}
