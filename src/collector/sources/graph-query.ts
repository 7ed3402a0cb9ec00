import type { Window } from "../window.ts";
import type { GraphSource } from "./graph-source.ts";

/** Graph's times have seven digits of fraction: ticks of 100 ns. */
const fraction = /\.(\d{3})Z$/;

/** An instant as Graph writes it, `2026-03-01T00:00:00.0000000Z`. */
function instant(ms: number): string {
  return new Date(ms).toISOString().replace(fraction, ".$10000Z");
}

/** The last tick before an instant. */
function tickBefore(ms: number): string {
  return new Date(ms - 1).toISOString().replace(fraction, ".$19999Z");
}

/** `[from, to)` in the operators that the source documents; dates are not quoted (graph.md §2.2). */
export function timeCondition(source: GraphSource, { fromMs, toMs }: Pick<Window, "fromMs" | "toMs">): string {
  const { time } = source;
  // A millisecond more than is asked for, so that an event at the beginning is in whatever the server's precision.
  if (source.operators === "exclusive") return `${time} gt ${instant(fromMs - 1)} and ${time} lt ${instant(toMs)}`;
  return `${time} ge ${instant(fromMs)} and ${time} le ${tickBefore(toMs)}`;
}

/**
 * The first address of a window, with the options that the source documents. A window of risky users that begins in 1970 is a full poll, without a condition on
 * time, for a state without a time would be missed.
 */
export function graphQuery(
  source: GraphSource,
  window: Pick<Window, "fromMs" | "toMs">,
  condition: string | undefined,
  top = source.top,
): string {
  const conditions = [
    ...(window.fromMs <= 0 || source.takesTime === false ? [] : [timeCondition(source, window)]),
    ...(source.condition === undefined ? [] : [source.condition]),
    ...(condition === undefined ? [] : [condition]),
  ];
  const options = [
    ...(source.takesTop === false ? [] : [`$top=${top}`]),
    ...(conditions.length === 0 ? [] : [`$filter=${encodeURIComponent(conditions.join(" and "))}`]),
  ];
  return options.length === 0 ? source.path : `${source.path}?${options.join("&")}`;
}
