import { dayMs, hourMs, minuteMs } from "../../base/time-units.ts";
import { t } from "../../base/translated.ts";
import type { SourceId, Stretch } from "../collector.ts";
import { stretchWords } from "./stretch-words.ts";

/** What is read of a table, in words: its time in UTC, or for states, of which all are asked, that they are of now. */
export function windowWords(window: Stretch, today?: string): string {
  return Date.parse(window.from) < dayMs ? t("as they are now") : stretchWords(window, today);
}

/** Why nothing comes for a while, where a source works so; undefined for the others. */
export function slownessWords(source: SourceId): string | undefined {
  return source === "auditLogQuery"
    ? t("Microsoft runs the search, which takes minutes and up to half an hour")
    : undefined;
}

/** Fewer windows, or less time, say nothing about the others. */
const [leastWindows, leastMs] = [5, 15_000];

/** How long the windows that are left take when they are read as fast as those before; undefined while nobody can say. */
export function msLeft(
  { windows, remaining }: { readonly windows: number; readonly remaining: number },
  elapsedMs: number,
): number | undefined {
  if (remaining === 0 || windows < leastWindows || elapsedMs < leastMs) return undefined;
  return (elapsedMs / windows) * remaining;
}

/** A time that is left, roughly: `about 12 min left`. */
export function timeLeftWords(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 1) return t("less than a minute left");
  return minutes < 90 ? t("about {0} min left", minutes) : t("about {0} h left", Math.round(ms / hourMs));
}
