import type { Span } from "../parse/syntax.ts";
import type { Mapping } from "./sql-text.ts";

/** The user's stretch that a position of the made text came from: the narrowest around it. */
export function sourceSpan(mappings: readonly Mapping[], offset: number): Span | undefined {
  let best: { from: Span; length: number } | undefined;
  for (const { start, end, from } of mappings) {
    if (offset < start || offset >= end) continue;
    const length = from.end - from.start;
    // Later mappings are inner ones, so they win where both are as narrow.
    if (best === undefined || length <= best.length) best = { from, length };
  }
  return best?.from;
}
