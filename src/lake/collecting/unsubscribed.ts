import { dayMs, minuteMs } from "../../base/time-units.ts";
import type { SourceId, TenantSettings, UnsubscribedStretch } from "../../protocol/collector.ts";
import type { Range } from "../ledger/coverage.ts";

/** No content is offered for longer than a week, so that older stretches say nothing any more. */
const keptMs = 30 * dayMs;

/** So long after a start was asked for it has begun at the latest, if it has: a request is given up sooner. */
export const longestStartMs = 2 * minuteMs;

/**
 * A content type's stretches with one more. It takes the place of what was tried before and had no known end, for one start
 * ends both: where it is only tried itself, nothing ran since the first of them began.
 */
export function withUnsubscribed(
  known: readonly UnsubscribedStretch[],
  next: UnsubscribedStretch,
  nowMs: number,
): readonly UnsubscribedStretch[] {
  const tried = known.filter((stretch) => stretch.tried);
  const froms = next.tried ? tried.map((stretch) => stretch.from) : [];
  const from = froms.reduce((least, each) => (each < least ? each : least), next.from);
  const to = tried.reduce((most, stretch) => (stretch.to > most ? stretch.to : most), next.to);
  const recent = known.filter((stretch) => !stretch.tried && Date.parse(stretch.to) > nowMs - keptMs);
  return [...recent, { ...next, from, to }];
}

/** The stretches in which no content of a type was made, in no order; one whose end is not known has begun to end by then. */
export function unsubscribedRanges({ unsubscribed }: Pick<TenantSettings, "unsubscribed">, source: SourceId): Range[] {
  return (unsubscribed?.[source] ?? []).map(({ from, to, tried }) => ({
    fromMs: Date.parse(from),
    toMs: Date.parse(to) + (tried ? longestStartMs : 0),
  }));
}

/** Since when a content type is subscribed to at all, milliseconds since 1970; undefined when it always was, as far as is known. */
export function firstSubscribedMs(
  { unsubscribed }: Pick<TenantSettings, "unsubscribed">,
  source: SourceId,
): number | undefined {
  const ends = (unsubscribed?.[source] ?? [])
    .filter(({ from, tried }) => Date.parse(from) <= 0 && !tried)
    .map(({ to }) => Date.parse(to));
  return ends.length === 0 ? undefined : Math.max(...ends);
}
