import { dayMs, hourMs } from "../../base/time-units.ts";
import { coveredIn } from "../../lake/ledger/coverage.ts";
import type { PlannedWindow, WindowReason } from "../window.ts";
import type { PlanSource } from "./plan-input.ts";

/**
 * A table of states is asked for all of them once a day (a window from 1970), and each hour for what changed since.
 */
export function planPolled(
  { source, segments }: Pick<PlanSource, "source" | "segments">,
  nowMs: number,
  reason: WindowReason = "fresh",
): readonly PlannedWindow[] {
  const toMs = Math.floor(nowMs / 1_000) * 1_000;
  const [all] = coveredIn(segments, { fromMs: 0, toMs: 1 });
  if (all === undefined || nowMs - all.readMs >= dayMs) return [{ source, fromMs: 0, toMs, reason }];
  const readTo = segments.at(-1)?.toMs ?? 0;
  return toMs - readTo >= hourMs ? [{ source, fromMs: readTo, toMs, reason }] : [];
}
