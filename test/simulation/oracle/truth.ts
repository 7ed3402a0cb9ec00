import type { SourceId } from "../../../src/protocol/collector.ts";
import type { SimulatedMicrosoft } from "../microsoft/microsoft.ts";
import { isByEventTime, isContentType, isOfferedAt, type Offer } from "../microsoft/tenant/offer.ts";
import type { SimulatedTenant } from "../microsoft/tenant/tenant.ts";
import type { Truth } from "./invariants.ts";
import { OfferedVersions } from "./offered-versions.ts";

/**
 * The oracle: what had appeared of a stretch by an instant. It does not ask whether the API still reached back so
 * far: who claims to have read a stretch below the floor claims what nobody could know. What Microsoft
 * left out of an answer of that read is nobody's fault but its own.
 */
export function truthOf({ tenant, withheld, clock }: SimulatedMicrosoft): Truth {
  const versions = new Map<SourceId, OfferedVersions>();
  return {
    tenantId: tenant.tenantId,
    isAtLeast(source, row, offer): boolean {
      const known = versions.get(source) ?? new OfferedVersions(tenant, source);
      versions.set(source, known);
      return known.isAtLeast(row, offer);
    },
    *visibleAt(source, fromMs, toMs, atMs): Iterable<Offer> {
      for (const offer of offersVisibleAt(tenant, source, fromMs, toMs, atMs)) {
        // A newer version moves to another place of such an axis, and is to be found there.
        if (!isByEventTime(source) && !isOfferedAt(offer, clock.now())) continue;
        if (!withheld.within(offer.key, atMs - 1000, clock.now())) yield offer;
      }
    },
  };
}

function offersVisibleAt(
  tenant: SimulatedTenant,
  source: SourceId,
  fromMs: number,
  toMs: number,
  atMs: number,
): readonly Offer[] {
  tenant.advance(atMs);
  const since = isContentType(source) ? tenant.subscriptions.since(source, atMs) : Number.NEGATIVE_INFINITY;
  return [...tenant.index(source).between(Math.max(fromMs, since), toMs)].filter((offer) => isOfferedAt(offer, atMs));
}
