import { minuteMs } from "../../base/time-units.ts";
import { type CollectSizes, usualSizes } from "./collect-parts.ts";
import type { OpenWindow } from "./open-window.ts";

/** A window that would take more answers like its first is read in shorter ones … */
const mostPages = 60;

/** … of about so many. */
const aimedPages = 20;

const shortestMs = minuteMs;

/**
 * The length, in milliseconds, of the windows that a far too long one is read in, judged by how far back its first
 * answer reaches; undefined when it is not too long, or a shorter one would not help: all of a burst may fall in one
 * second.
 */
export function shorterLength(
  { window, fetched, earliestMs, source }: OpenWindow,
  { fullRows }: Pick<CollectSizes, "fullRows"> = usualSizes,
): number | undefined {
  if (fetched < fullRows || source.axis !== "eventTime") return undefined;
  const length = window.toMs - window.fromMs;
  const reachMs = Math.max(window.toMs - earliestMs, 1);
  const shorterMs = Math.max(aimedPages * reachMs, shortestMs);
  return length / reachMs > mostPages && shorterMs < length ? shorterMs : undefined;
}
