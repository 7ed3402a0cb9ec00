import { dayMs, hourMs } from "../../../base/time-units.ts";
import { logSources } from "../../../lake/collecting/log-sources.ts";
import { askedFrom, retentionOf } from "../../../lake/collecting/retention.ts";
import { floorMarginMs, trailingAxisMs } from "../../../lake/collecting/settling-ages.ts";
import { coverageKey, type Range } from "../../../lake/ledger/coverage.ts";
import type { LedgerState } from "../../../lake/ledger/ledger-state.ts";
import type { CollectRequest, SourceId, TenantSettings } from "../../../protocol/collector.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { TableName } from "../../../protocol/tables.ts";
import { limits } from "../../microsoft/limits/limits.ts";
import type { LimitName } from "../../microsoft/microsoft.ts";
import { plan } from "../../plan/plan.ts";
import type { PlanInput, PlanSource } from "../../plan/plan-input.ts";
import { expectedRowsPerDay, initialWindowMs, type RememberedWindow } from "../../plan/window-length.ts";
import { limitOf, pageRowsOf } from "../../sources/readers.ts";
import type { PlannedWindow } from "../../window.ts";
import type { Densities } from "../densities.ts";

/** A filtered collection that names no beginning looks back so far. */
const filteredReachMs = 7 * dayMs;

/** The shortest stretch that is asked for; one that failed is left alone so long. */
const shortestMs = 1_000;
const failedRestMs = 20 * hourMs;

/** So many of a source's newest windows say how dense it is. */
const tellingWindows = 20;

export interface RunPlanInput {
  readonly sources: readonly SourceId[];
  readonly request: CollectRequest;
  readonly settings: TenantSettings;
  readonly states: ReadonlyMap<TableName, LedgerState>;
  readonly nowMs: number;
  /** Lengths of the windows of each source, as they proved good; those that are missing are filled in. */
  readonly lengths: Map<SourceId, number>;
  readonly densities: Densities;
  /** What could not be read in this run. */
  readonly givenUp: readonly PlannedWindow[];
}

/** The sources that a request is about: those of the tenant, in the tables that it names. */
export function askedSources(settings: TenantSettings, request: CollectRequest): readonly SourceId[] {
  return settings.sources.filter(
    (source) => request.tables === undefined || request.tables.includes(logSources[source].table),
  );
}

/** Whether a person asks for something in particular, which is read even if it was read before. */
export function isAsked({ from, to, filter }: CollectRequest): boolean {
  return from !== undefined || to !== undefined || filter !== undefined;
}

/** What a run reads: all that is due, or what was asked for. @throws TenantTrailError `bad-argument`. */
export function planRun(input: RunPlanInput): readonly PlannedWindow[] {
  const sources = input.sources.map((source) => planSource(source, input));
  const planned: PlanInput = { nowMs: input.nowMs, sources, allowancePerDay };
  const asked = askedRange(input.request, input.nowMs);
  if (asked === undefined) return plan(planned);
  const exact = plan({ ...planned, asked }).filter(({ source }) => logSources[source].axis !== "contentCreated");
  // What happened on a day is in content of that day and of the days after it.
  const trailing = { ...asked, toMs: asked.toMs + trailingAxisMs };
  const content = plan({ ...planned, asked: trailing }).filter(
    ({ source }) => logSources[source].axis === "contentCreated",
  );
  return [...exact, ...content];
}

const allowancePerDay = Object.fromEntries(
  Object.entries(limits).map(([name, { requests, perMs }]) => [name, (requests / perMs) * dayMs]),
) as Readonly<Record<LimitName, number>>;

function planSource(source: SourceId, input: RunPlanInput): PlanSource {
  const { settings, states, nowMs, lengths, densities } = input;
  const state = states.get(logSources[source].table);
  const remembered = rememberedWindows(state, settings.tenantId, source);
  const pageRows = pageRowsOf(source);
  if (densities.rowsPerDay(source) === 0) densities.remember(source, expectedRowsPerDay(remembered));
  // Searches are counted by the day and one gives many records, so a search is as long as possible until it proves too
  // long.
  const firstMs = logSources[source].onRequest ? dayMs : initialWindowMs(remembered, pageRows);
  const windowMs = lengths.get(source) ?? firstMs;
  lengths.set(source, windowMs);
  return {
    source,
    limit: limitOf(source),
    pageRows,
    windowMs,
    segments: state?.coverage.get(coverageKey(settings.tenantId, source)) ?? [],
    lacked: state?.lacked.get(coverageKey(settings.tenantId, source)) ?? [],
    givenUp: [
      ...input.givenUp.filter((window) => window.source === source),
      ...restingStretches(state, settings.tenantId, source, nowMs),
    ],
    // The plan keeps its distance from every floor; content has one that stands still, and needs none.
    floorMs: askedFrom(source, settings, nowMs) - floorMarginMs,
    retentionMs: retentionOf(source, settings, nowMs),
    expectedRowsPerDay: densities.rowsPerDay(source),
  };
}

/** Stretches that hold a record which makes every answer fail: asked for once a day, not in every run. */
function restingStretches(
  state: LedgerState | undefined,
  tenantId: string,
  source: SourceId,
  nowMs: number,
): readonly Range[] {
  return (state?.failures ?? [])
    .filter((failure) => failure.tenantId === tenantId && failure.source === source)
    .filter(({ at }) => Date.parse(at) + failedRestMs > nowMs)
    .map(({ from, to }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) }))
    .filter(({ fromMs, toMs }) => toMs - fromMs <= shortestMs);
}

function rememberedWindows(state: LedgerState | undefined, tenantId: string, source: SourceId): RememberedWindow[] {
  return (state?.windows ?? [])
    .filter((window) => window.tenantId === tenantId && window.source === source)
    .slice(-tellingWindows)
    .map(({ from, to, fetched }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to), fetched }))
    .filter(({ fromMs }) => fromMs > 0);
}

function askedRange(request: CollectRequest, nowMs: number): Range | undefined {
  if (!isAsked(request)) return undefined;
  const { from, to, filter } = request;
  const toMs = to === undefined ? nowMs : instant(to);
  const fromMs = from === undefined ? toMs - (filter === undefined ? dayMs : filteredReachMs) : instant(from);
  if (fromMs >= toMs)
    throw new TenantTrailError("bad-argument", "The end of what to collect lies before its beginning.");
  return { fromMs, toMs };
}

function instant(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw new TenantTrailError(
      "bad-argument",
      `${text} is not a time. Write it as 2026-11-22 or 2026-11-22T14:00:00Z.`,
    );
  return ms;
}
