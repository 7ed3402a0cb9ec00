import { dayMs } from "../../base/time-units.ts";
import { logSources } from "../../lake/collecting/log-sources.ts";
import type { SourceId, TenantSettings } from "../../protocol/collector.ts";
import type { PlannedWindow } from "../window.ts";

/** A proof is written down again when it is older: half of the time for which what was found out is asked by. */
const renewedAfterMs = dayMs / 2;

/**
 * The settings after risky users were read: only P2 gives those, so that the sources which P2 keeps for longer reach as
 * far back as it says (Microsoft Entra data retention, Security signals). An empty list proves nothing. With P1 they would answer for their older days
 * too, with nothing, and such days would count as read. What Microsoft refused within a day is left as it said. Undefined
 * when nothing was learnt.
 */
export function provenReach(
  { source }: Pick<PlannedWindow, "source">,
  fetched: number,
  settings: TenantSettings,
  nowMs: number,
): TenantSettings | undefined {
  if (source !== "riskyUsers" || fetched === 0) return undefined;
  const found = { ...settings.floors };
  let isNew = false;
  for (const id of settings.sources) {
    const days = logSources[id].retentionDays.p2;
    if (days === undefined || !isDue(id, days, settings, nowMs)) continue;
    found[id] = { days, at: new Date(nowMs).toISOString() };
    isNew = true;
  }
  return isNew ? { ...settings, floors: found } : undefined;
}

function isDue(id: SourceId, days: number, { floors }: TenantSettings, nowMs: number): boolean {
  const known = floors[id];
  if (known === undefined) return true;
  return nowMs - Date.parse(known.at) > (known.days < days ? dayMs : renewedAfterMs);
}
