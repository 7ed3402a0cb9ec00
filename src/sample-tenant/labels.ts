import { planAttacks } from "./attacks/all-attacks.ts";
import type { AttackLabel } from "./attacks/scene.ts";
import { type SampleOptions, sampleSettings } from "./options.ts";
import { Timeline } from "./timeline.ts";
import { makeDirectory } from "./world/directory.ts";

/**
 * The truth about the attacks that `sampleEvents` hides for the same options, in order of their beginning, without making
 * the ordinary events. @throws TenantTrailError `bad-argument` when an option is outside its range.
 */
export function labels(options: SampleOptions = {}): readonly AttackLabel[] {
  const settings = sampleSettings(options);
  const timelines: Timeline[] = [];
  const outlines = planAttacks(settings, makeDirectory(settings.seed, settings.users), () => {
    const timeline = new Timeline(settings.start, settings.end);
    timelines.push(timeline);
    return timeline;
  });
  return outlines.flatMap((outline, index) => {
    const events = [...(timelines[index]?.before(settings.end) ?? [])].map(({ table, record, time }) => ({
      table,
      id: String(record["id"] ?? record["Id"]),
      time: new Date(time).toISOString(),
    }));
    const [first, last] = [events[0], events.at(-1)];
    return first === undefined || last === undefined ? [] : [{ ...outline, start: first.time, end: last.time, events }];
  });
}
