import { dayMs } from "../../base/time-units.ts";
import type { SourceId, TenantSettings } from "../../protocol/collector.ts";
import { logSources } from "./log-sources.ts";
import { floorMarginMs } from "./settling-ages.ts";
import { firstSubscribedMs } from "./unsubscribed.ts";

/** After this long, days below a floor that was found are no longer called lost. */
const floorKeptMs = 30 * dayMs;

/** A floor that was found out is asked again after this long: a licence may have changed, or the answer been a mistake. */
const floorTrustedMs = dayMs;

type KnownFloors = Pick<TenantSettings, "floors" | "unsubscribed">;

/**
 * How far back a source reaches: from this instant on its API offers what it has, milliseconds since 1970.
 *
 * A floor that was found moves on with time, like the retention that the licence gives. Only that of a content type
 * stands still, for it is when its subscription began (graph.md §3.1: content before it never exists).
 */
export function floorOf(source: SourceId, settings: KnownFloors, nowMs: number): number {
  const { axis, retentionDays } = logSources[source];
  const offered = nowMs - retentionDays.premium * dayMs;
  const found = settings.floors[source];
  const foundMs = Date.parse(found?.at ?? "");
  if (axis === "contentCreated") {
    const standing = found === undefined ? offered : foundMs - found.days * dayMs;
    return Math.max(offered, standing, firstSubscribedMs(settings, source) ?? offered);
  }
  if (found === undefined) return offered;
  return nowMs - foundMs > floorKeptMs ? offered : nowMs - found.days * dayMs;
}

/**
 * The instant from which a source is asked, milliseconds since 1970: its floor, unless that was found a while ago.
 * Below the floor nothing counts as read until an event from there was seen. A floor that moves on with time gets a
 * margin, because by the time the request is sent it would come too late.
 */
export function askedFrom(source: SourceId, settings: KnownFloors, nowMs: number): number {
  const { axis } = logSources[source];
  const found = settings.floors[source];
  const isOld = found !== undefined && nowMs - Date.parse(found.at) > floorTrustedMs;
  if (axis !== "contentCreated") return floorOf(source, isOld ? { floors: {} } : settings, nowMs) + floorMarginMs;
  return readableFrom(source, settings, nowMs);
}

/**
 * The instant from which a source can still be read, milliseconds since 1970, with a margin where the floor moves on
 * with time.
 */
export function readableFrom(source: SourceId, settings: KnownFloors, nowMs: number): number {
  if (logSources[source].axis !== "contentCreated") return floorOf(source, settings, nowMs) + floorMarginMs;
  return Math.max(floorOf(source, settings, nowMs), floorOf(source, { floors: {} }, nowMs) + floorMarginMs);
}

/** How long a source keeps what it offers, in milliseconds, for the ages at which it is read again. */
export function retentionOf(source: SourceId, settings: KnownFloors, nowMs: number): number {
  const { axis, retentionDays } = logSources[source];
  return axis === "contentCreated" ? retentionDays.premium * dayMs : nowMs - floorOf(source, settings, nowMs);
}
