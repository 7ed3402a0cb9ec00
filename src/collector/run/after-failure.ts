import { dayMs } from "../../base/time-units.ts";
import { logSources } from "../../lake/collecting/log-sources.ts";
import { floorOf } from "../../lake/collecting/retention.ts";
import { floorMarginMs } from "../../lake/collecting/settling-ages.ts";
import { unsubscribedRanges } from "../../lake/collecting/unsubscribed.ts";
import type { Range } from "../../lake/ledger/coverage.ts";
import { partsIn } from "../../lake/ledger/range-parts.ts";
import type { CollectFailure, SourceId, TenantSettings } from "../../protocol/collector.ts";
import type { TenantTrailError } from "../../protocol/errors.ts";
import type { CollectError } from "../collect-error.ts";
import type { PlannedWindow } from "../window.ts";
import type { OpenWindow } from "./open-window.ts";

/** Shorter windows are not asked for: the fault lies elsewhere. */
const shortestMs = 1000;

/** What is done after a failure; nothing set means that the window is left to the next run. */
export interface NextStep {
  readonly retry?: PlannedWindow;
  /** Others of the source are asked for first. */
  readonly later?: true;
  readonly halve?: true;
  /** The window lies below what the API still offers. */
  readonly clamped?: true;
  readonly skipSource?: true;
  readonly stopTenant?: true;
  readonly settings?: TenantSettings;
}

/** @param lastAttempt the window has failed so often that it is not asked for again. */
export function afterFailure(
  window: PlannedWindow,
  error: CollectError,
  lastAttempt: boolean,
  settings: TenantSettings,
  nowMs: number,
): NextStep {
  const { remedy } = error;
  if (remedy.kind === "clamp") {
    const floorMs = surelyOffered(remedy.floorMs, nowMs);
    if (!isReason(floorMs, window, nowMs)) return lastAttempt ? { skipSource: true } : { retry: window };
    const floored = withFloor(settings, window.source, floorMs, nowMs);
    const fromMs = Math.max(window.fromMs, floorMs + floorMarginMs);
    if (fromMs >= window.toMs || lastAttempt) return { clamped: true, settings: floored };
    return { retry: { ...window, fromMs }, settings: floored };
  }
  if (remedy.kind === "leave") return {};
  if (remedy.kind === "skip-source") return { skipSource: true };
  if (remedy.kind === "doubt") return lastAttempt ? {} : { retry: window, later: true };
  if (remedy.kind === "stop-tenant") return { stopTenant: true };
  // A poll of all states has no parts.
  const hasHalves = window.fromMs > 0 && window.toMs - window.fromMs > shortestMs;
  if (remedy.kind === "halve" && hasHalves) return { retry: window, halve: true };
  return lastAttempt ? {} : { retry: window };
}

/**
 * Whether a floor that an API named is why it refused a window. One that is still to come, or that lies before the window
 * (.NET's first day, `1/1/0001`), is no reason: it is not believed, for the tenant would be asked for all the years since.
 */
function isReason(floorMs: number, { fromMs }: PlannedWindow, nowMs: number): boolean {
  return floorMs <= nowMs && fromMs < floorMs + floorMarginMs;
}

/**
 * An API names the day before which it refuses to be asked (`12:00:00 AM`), but keeps what it has for a number of days to
 * the second: the rest of that day it answers without a word, and with nothing in it.
 */
function surelyOffered(floorMs: number, nowMs: number): number {
  const days = Math.floor((nowMs - floorMs) / dayMs);
  return days < 1 ? floorMs : nowMs - days * dayMs;
}

/**
 * The settings after a window that reaches below the floor that was found of its source, which is asked again now and
 * then: an event from below it proves that the floor is none, silence that it still is. Undefined when nothing was learnt.
 * @param earliestMs of the events that were read; the end of the window when there was none.
 */
export function afterReading(
  { source, fromMs, toMs }: PlannedWindow,
  earliestMs: number,
  settings: TenantSettings,
  nowMs: number,
): TenantSettings | undefined {
  const known = settings.floors[source];
  const { axis, retentionDays } = logSources[source];
  if (known === undefined || axis !== "eventTime" || known.days >= retentionDays.premium) return undefined;
  const floorMs = nowMs - known.days * dayMs;
  if (fromMs >= floorMs) return undefined;
  const hasEvents = earliestMs < toMs;
  if (hasEvents && earliestMs < floorMs - dayMs)
    return withFloor(settings, source, nowMs - retentionDays.premium * dayMs, nowMs);
  return toMs <= floorMs ? withFloor(settings, source, floorMs, nowMs) : undefined;
}

/**
 * The beginning of a window that had fallen out of what its source keeps when the first answer was made. APIs answer for
 * it too, with nothing, and do not say so.
 */
export function belowFloor(
  { source, window, atMs }: Pick<OpenWindow, "source" | "window" | "atMs">,
  settings: TenantSettings,
): readonly Range[] {
  if (source.axis === "polled") return [];
  const floorMs = Math.ceil(floorOf(source.id, settings, atMs));
  return floorMs <= window.fromMs ? [] : [{ fromMs: window.fromMs, toMs: floorMs }];
}

/** The parts of a window in which no subscription ran: its source answers for them with nothing, and does not say so. */
export function withoutSubscription(
  { source, window }: Pick<OpenWindow, "source" | "window">,
  settings: TenantSettings,
): readonly Range[] {
  return partsIn(window, unsubscribedRanges(settings, source.id));
}

function withFloor(settings: TenantSettings, source: SourceId, floorMs: number, nowMs: number): TenantSettings {
  const days = Math.max(0, (nowMs - floorMs) / dayMs);
  return { ...settings, floors: { ...settings.floors, [source]: { days, at: new Date(nowMs).toISOString() } } };
}

/** A window that could not be read, as the outcome and the ledger name it. */
export function failureOf(window: PlannedWindow, error: TenantTrailError, tenantId: string): CollectFailure {
  const { code, message } = error;
  const from = new Date(window.fromMs).toISOString();
  return { tenantId, source: window.source, from, to: new Date(window.toMs).toISOString(), code, message };
}
