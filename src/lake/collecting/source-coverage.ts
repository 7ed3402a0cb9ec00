import { dayMs, hourMs } from "../../base/time-units.ts";
import type { SourceId, TenantSettings } from "../../protocol/collector.ts";
import type { TableName } from "../../protocol/tables.ts";
import { coverageKey, coveredIn, type Range, type Segment } from "../ledger/coverage.ts";
import type { LackedRow } from "../ledger/lacked-rows.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { isWhole, type LogSource, logSources } from "./log-sources.ts";
import { floorOf, readableFrom, retentionOf } from "./retention.ts";
import { completeAge, floorMarginMs, lastSettlingAgeMs, settlingAges } from "./settling-ages.ts";
import { unsubscribedRanges } from "./unsubscribed.ts";

/** Events that vanish so soon after a source was added were never within reach, and are not called lost. */
const startMs = hourMs;

/**
 * No source has older events, because Microsoft 365 began in 2011. A lake that claims older ones does not make anyone
 * walk through more days.
 */
export const earliestMs = Date.parse("2010-01-01T00:00:00Z");

/** What was read of one source of one tenant, and what still can be. Times are milliseconds since 1970. */
export interface SourceCoverage {
  readonly source: LogSource;
  readonly segments: readonly Segment[];
  /** Held rows that the newest read of their time did not show. */
  readonly lacked: readonly LackedRow[];
  /** Audit search of the same tenant, which makes up for content that is no longer offered; else nothing. */
  readonly searched: readonly Segment[];
  /** The lake answers for the source from this instant on. Older rows can only have been imported. */
  readonly fromMs: number;
  /** Stretches in which no content was made, because no subscription ran. */
  readonly unsubscribed: readonly Range[];
  /** Before this instant nothing can be read any more. */
  readonly floorMs: number;
  /** A day is read to its end when it was read so long after it. */
  readonly completeAgeMs: number;
  /** The tenant has no licence for the source (`LogSource.ownLicence`): it says nothing of any day. */
  readonly isUnlicensed: boolean;
}

type CoverageState = Pick<LedgerState, "coverage" | "lacked" | "failures">;

/** A table's enabled sources of a tenant that are read on their own, as the ledger and the tenant's settings tell of them. */
export function enabledSources(
  table: TableName,
  state: CoverageState,
  settings: TenantSettings,
  nowMs: number,
): readonly SourceCoverage[] {
  return sourcesOf(table, state, settings, nowMs).filter(({ source }) => isWhole(source));
}

/** Those that are read when a person asks for something, or for what is older than the others reach. */
export function otherSources(
  table: TableName,
  state: CoverageState,
  settings: TenantSettings,
  nowMs: number,
): readonly SourceCoverage[] {
  return sourcesOf(table, state, settings, nowMs).filter(({ source }) => !isWhole(source));
}

function sourcesOf(
  table: TableName,
  { coverage, lacked, failures }: CoverageState,
  settings: TenantSettings,
  nowMs: number,
): readonly SourceCoverage[] {
  const isRefused = (id: SourceId): boolean => {
    const newest = failures.findLast(({ tenantId, source }) => tenantId === settings.tenantId && source === id);
    return newest?.code === "missing-licence";
  };
  const segmentsOf = (id: SourceId): readonly Segment[] => coverage.get(coverageKey(settings.tenantId, id)) ?? [];
  return settings.sources
    .map((id) => logSources[id])
    .filter((source) => source.table === table)
    .map((source): SourceCoverage => {
      const segments = segmentsOf(source.id);
      const addedMs = Date.parse(settings.sourcesSince?.[source.id] ?? settings.since);
      const retentionMs = retentionOf(source.id, settings, nowMs);
      return {
        source,
        segments,
        lacked: lacked.get(coverageKey(settings.tenantId, source.id)) ?? [],
        searched: source.axis === "contentCreated" ? segmentsOf("auditLogQuery") : [],
        fromMs: Math.max(
          earliestMs,
          Math.min(
            segments[0]?.fromMs ?? Number.POSITIVE_INFINITY,
            offeredFrom(source, settings, addedMs) + floorMarginMs + startMs,
          ),
        ),
        unsubscribed: unsubscribedRanges(settings, source.id),
        floorMs: Math.min(readableFrom(source.id, settings, nowMs), nowMs),
        completeAgeMs: completeAge(settlingAges(retentionMs))?.ageMs ?? lastSettlingAgeMs,
        isUnlicensed: source.ownLicence === true && segments.length === 0 && isRefused(source.id),
      };
    });
}

/** How far back a source reached when it was added. Content from before its subscription counts: audit search has it. */
function offeredFrom({ id, axis }: LogSource, { floors }: TenantSettings, addedMs: number): number {
  return floorOf(id, { floors: axis === "contentCreated" ? {} : floors }, addedMs);
}

/** Whether audit search read the whole day after it had settled. */
export function isSearched({ searched }: Pick<SourceCoverage, "searched">, dayStartMs: number): boolean {
  let readTo = dayStartMs;
  for (const { fromMs, toMs, readMs, foundMs } of coveredIn(searched, {
    fromMs: dayStartMs,
    toMs: dayStartMs + dayMs,
  })) {
    if (fromMs > readTo || foundMs !== null || readMs < dayStartMs + dayMs + lastSettlingAgeMs) return false;
    readTo = toMs;
  }
  return readTo >= dayStartMs + dayMs;
}
