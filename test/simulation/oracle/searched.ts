import type { SimulatedMicrosoft } from "../microsoft/microsoft.ts";
import { isOfferedAt } from "../microsoft/tenant/offer.ts";
import type { Simulation } from "../simulation.ts";
import type { Violation } from "./invariants.ts";

const day = 86_400_000;

/** Content is offered for seven days, and for what it offers nobody searches. */
const searchedAfterMs = 8 * day;

/** So many searches may be started for a tenant in 24 hours, as docs/collecting.md says. */
const searchesInADay = 150;

/** What a person asked for, and the run that ended by itself and said that nothing is left. Milliseconds since 1970. */
export interface SearchRun {
  readonly asked: { readonly fromMs: number; readonly toMs: number };
  readonly beganMs: number;
}

/** What such a run left out: all that audit search offered when it began, and content no longer did, must be held. */
export function notSearched(
  { invariants, time }: Simulation,
  { tenant, withheld }: SimulatedMicrosoft,
  { asked, beganMs }: SearchRun,
): Violation[] {
  const toMs = Math.min(asked.toMs, beganMs - searchedAfterMs);
  if (toMs <= asked.fromMs) return [];
  return [...tenant.index("auditLogQuery").between(asked.fromMs, toMs)].flatMap((offer): Violation[] => {
    const id = `${offer.table} ${tenant.tenantId} ${offer.key}`;
    if (!isOfferedAt(offer, beganMs) || invariants.holds(id) || invariants.wasTampered(id)) return [];
    if (withheld.within(offer.key, beganMs, time.now())) return [];
    const at = new Date(beganMs).toISOString();
    return [{ kind: "missing", text: `${id} was searched for at ${at}, offered, and is not held` }];
  });
}

/** More searches in 24 hours than may be started. */
export function tooManySearches({ tenant, searchStarts }: SimulatedMicrosoft): Violation[] {
  return searchStarts.flatMap((startMs, index): Violation[] => {
    const beyondMs = searchStarts[index + searchesInADay];
    if (beyondMs === undefined || beyondMs - startMs >= day) return [];
    const at = new Date(startMs).toISOString();
    return [{ kind: "other", text: `${tenant.tenantId}: more than ${searchesInADay} searches in the day from ${at}` }];
  });
}
