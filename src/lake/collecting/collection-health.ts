import { dayMs } from "../../base/time-units.ts";
import type { SourceHealth, Stretch, TenantSettings } from "../../protocol/collector.ts";
import type { TableName } from "../../protocol/tables.ts";
import { tableNames } from "../../protocol/tables.ts";
import { coverageKey, type Range, type Segment } from "../ledger/coverage.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { sumTotals } from "../ledger/read-totals.ts";
import { stretchesOf } from "./day-state.ts";
import { isWhole, logSources } from "./log-sources.ts";
import { enabledSources, otherSources, type SourceCoverage } from "./source-coverage.ts";

/** Health looks back so many days of reading. */
const reportedDays = 7;

/**
 * How the collection of each of a tenant's sources stands, as the ledger of its table (`state`) knows it; of those that
 * are read on request, what was asked for.
 */
export function sourceHealth(
  state: LedgerState,
  settings: TenantSettings,
  nowMs: number,
  tables: readonly TableName[] = tableNames,
): readonly SourceHealth[] {
  const all = tables.flatMap((table) => [
    ...enabledSources(table, state, settings, nowMs),
    ...otherSources(table, state, settings, nowMs),
  ]);
  return all
    .map((coverage) => healthOf(coverage, state, settings, nowMs))
    .filter(
      ({ source, lastRead, lastError }) => isWhole(logSources[source]) || lastRead !== null || lastError !== null,
    );
}

function healthOf(
  coverage: SourceCoverage,
  state: LedgerState,
  { tenantId, name }: TenantSettings,
  nowMs: number,
): SourceHealth {
  const { source, segments } = coverage;
  const fromDay = new Date(nowMs - reportedDays * dayMs).toISOString().slice(0, 10);
  const totals = sumTotals(state.totals.get(coverageKey(tenantId, source.id)) ?? [], fromDay);
  const isOurs = (each: { readonly tenantId: string; readonly source: string }): boolean =>
    each.tenantId === tenantId && each.source === source.id;
  const failure = state.failures.findLast(isOurs);
  const { gaps, lost } = stretchesOf(coverage, nowMs);
  const { requests, throttledMs, fetched, added, updated, late } = totals;
  return {
    tenantId,
    tenantName: name,
    table: source.table,
    source: source.id,
    lastRead: state.windows.findLast(isOurs)?.at ?? newestRead(segments),
    readUpTo: readUpTo(coverage),
    gaps: gaps.map(stretch),
    lost: lost.map(stretch),
    requests,
    throttledSeconds: Math.round(throttledMs / 1_000),
    fetched,
    added,
    updated,
    late,
    lastError: failure === undefined ? null : { at: failure.at, code: failure.code, message: failure.message },
  };
}

/** The newest read that coverage remembers, to the hour: windows are kept for a while only. */
function newestRead(segments: readonly Segment[]): string | null {
  const newest = segments.reduce((latest, { readMs }) => Math.max(latest, readMs), Number.NEGATIVE_INFINITY);
  return Number.isFinite(newest) ? iso(newest) : null;
}

/** The end of the newest stretch that was read, so that filling an older gap never puts it back; null when nothing was. */
function readUpTo({ source, segments }: SourceCoverage): string | null {
  const newest = segments.at(-1);
  return newest === undefined || !isWhole(source) ? null : iso(newest.toMs);
}

function stretch({ fromMs, toMs }: Range): Stretch {
  return { from: iso(fromMs), to: iso(toMs) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
