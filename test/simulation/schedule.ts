import { type CollectSizes, usualSizes } from "../../src/collector/run/collect-parts.ts";
import type { SourceId } from "../../src/protocol/collector.ts";
import { Random } from "../../src/sample-tenant/random.ts";
import type { RetryAfterForm } from "./microsoft/microsoft.ts";
import { calm, knownFaults, type Moods, rough } from "./microsoft/moods/moods.ts";
import { type DeliveryProfile, lateDelivery, ordinaryDelivery } from "./microsoft/tenant/delivery.ts";
import type { LicencePeriod } from "./microsoft/tenant/licence.ts";
import { isContentType } from "./microsoft/tenant/offer.ts";
import type { KillPoint, PowerCut } from "./processes/simulated-process.ts";
import type { ClockJump } from "./processes/virtual-time.ts";
import { calmStorage, type StorageMood } from "./storage/faulty-storage.ts";
import { makeUpkeep, type Upkeep } from "./upkeep.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A stream of `Random` that no other part of the simulation uses. */
const stream = 201;

/** Two tenants of one lake may have events with the same id. */
const tenantIds = ["7e57ab1e-0000-4000-8000-000000000001", "7e57ab1e-0000-4000-8000-000000000002"] as const;

export interface ScheduledRun {
  readonly atMs: number;
  readonly tenantId: string;
  readonly maxMinutes?: number;
  readonly kill?: KillPoint;
  /** Two collectors begin at the same time. */
  readonly twice: boolean;
  readonly storage: StorageMood;
  /** How far the writer's clock is ahead, milliseconds. */
  readonly clockErrorMs: number;
  /** The writer's clock is set while it runs: so long after its beginning, by so much, both milliseconds. */
  readonly clockJump?: ClockJump;
  /** Only one user's events are asked for, which covers nothing. */
  readonly filtered: boolean;
  /**
   * The machine sleeps for so long, milliseconds, when a slice is written and the entry that names it is not; others
   * collect meanwhile.
   */
  readonly suspendedMs?: number;
  /** The power is cut in it, which ends every process and takes what was not put on the disk. */
  readonly powerCut?: PowerCut;
  /** Somebody asks for the activity of a stretch, so that it is searched for; milliseconds since 1970. */
  readonly asked?: { readonly fromMs: number; readonly toMs: number };
}

/** What happens to the lake, or the tenant, from elsewhere. */
export interface Interference {
  readonly atMs: number;
  readonly kind: "import" | "rough-import" | "delete-slice" | "edit-slice" | "delete-checkpoint";
}

export interface ScheduledTenant {
  readonly tenantId: string;
  readonly sources: readonly SourceId[];
  readonly events: number;
  readonly licences: readonly LicencePeriod[];
  /** So far back the collector believes that the sources reach when the tenant is added; default: as documented. */
  readonly floorDays?: number;
  /** Default true: content has always been collected, whoever reads it. */
  readonly isSubscribed?: boolean;
  /** Audit search is allowed, and gives no more records than this at once; default not allowed. */
  readonly mostSearched?: number;
}

/** Everything that happens in one simulated life of a lake, made from a seed. Times are milliseconds since 1970. */
export interface Schedule {
  readonly seed: number;
  readonly startMs: number;
  /** The last event happens before. */
  readonly endMs: number;
  readonly delivery: DeliveryProfile;
  readonly moods: Moods;
  readonly retryAfter: RetryAfterForm;
  /** Graph's pages have no more records, and content lists no more blobs; default as documented. */
  readonly pageRows?: number;
  /** How much the collector takes at once; default as usual. */
  readonly sizes?: CollectSizes;
  /** From here on Microsoft, the storage and everybody else are calm. */
  readonly calmFromMs: number;
  readonly tenants: readonly ScheduledTenant[];
  /** In the order of their time; the last ones are calm, so that everything can become quiet. */
  readonly runs: readonly ScheduledRun[];
  readonly interferences: readonly Interference[];
  /** In the order of their time; default none. */
  readonly upkeep?: readonly Upkeep[];
  /** Nobody collected for so long that events may have left the API's retention. */
  readonly mayLose: boolean;
}

export function makeSchedule(seed: number): Schedule {
  const random = Random.of(seed, 0, 0, stream);
  // Around the ends of months, a leap day and a change of year among them.
  const monthEnd = random.pick([
    Date.UTC(2026, 2, 1),
    Date.UTC(2028, 2, 1),
    Date.UTC(2027, 0, 1),
    Date.UTC(2026, 6, 1),
  ]);
  const startMs = monthEnd - random.below(4 * day);
  const endMs = startMs + random.between(day, 5 * day);
  const mayLose = random.chance(0.1);
  const tenants = random.chance(0.1) ? tenantIds : tenantIds.slice(0, 1);
  const tenant = makeTenant(random, startMs, endMs);
  const calmFromMs = endMs + (mayLose ? 45 : 2) * day;
  const search = makeSearch(tenant, seed);
  const world = {
    delivery: random.chance(0.7) ? lateDelivery : ordinaryDelivery,
    moods: makeMoods(random),
    retryAfter: random.pick(["seconds", "date", "absent", "any"] as const),
    pageRows: random.pick([1000, 20, 7, 3]),
    sizes: random.pick([usualSizes, { batchSize: 2_000, fullRows: 3 }, { batchSize: 600, fullRows: 7 }]),
  };
  const runs = makeRuns(random, tenants, startMs, endMs, calmFromMs, mayLose);
  const searched = withSearches(withSuspension(runs, seed, endMs), search, seed, { startMs, endMs });
  const disturbed = withPowerCuts(searched, seed, endMs);
  return {
    ...world,
    seed,
    startMs,
    endMs,
    calmFromMs,
    mayLose,
    tenants: tenants.map((tenantId) => ({ ...tenant, ...search, tenantId })),
    runs: disturbed,
    interferences: makeInterferences(random, startMs, endMs),
    upkeep: makeUpkeep(Random.of(seed, 5, 0, stream), startMs, endMs, mayLoseEntry(disturbed)),
  };
}

/** An entry can be deleted for the lives' rules only where nobody is at work, or is to go back, across runs. */
function mayLoseEntry(runs: readonly ScheduledRun[]): boolean {
  return runs.every(({ suspendedMs, powerCut }) => suspendedMs === undefined && powerCut === undefined);
}

/** Four of ten tenants with content may be searched; mostly a search gives so little that it has to be halved. */
function makeSearch(
  { sources }: Pick<ScheduledTenant, "sources">,
  seed: number,
): Pick<ScheduledTenant, "mostSearched"> {
  const random = Random.of(seed, 3, 0, stream);
  if (!sources.some(isContentType) || !random.chance(0.4)) return {};
  return { mostSearched: random.pick([1, 3, 12, 40, 1_000_000]) };
}

/** Once content is gone somebody asks for some of the days; later twice for all. */
function withSearches(
  runs: readonly ScheduledRun[],
  { mostSearched }: Pick<ScheduledTenant, "mostSearched">,
  seed: number,
  { startMs, endMs }: Pick<Schedule, "startMs" | "endMs">,
): readonly ScheduledRun[] {
  if (mostSearched === undefined) return runs;
  const random = Random.of(seed, 4, 0, stream);
  const tenants = new Set(runs.map(({ tenantId }) => tenantId));
  const asks = [9, 18, 21].flatMap((days, index) => {
    const atMs = endMs + days * day + random.below(day);
    const fromMs = index === 0 ? random.between(startMs, endMs) : startMs;
    const asked = { fromMs: Math.floor(fromMs), toMs: endMs };
    return [...tenants].map((tenantId): ScheduledRun => {
      const run = random.chance(0.5) ? hostileRun(random, atMs, tenantId) : calmRun(atMs, tenantId);
      return { ...run, filtered: false, asked };
    });
  });
  return [...runs, ...asks].sort((a, b) => a.atMs - b.atMs);
}

const families: readonly (readonly SourceId[])[] = [
  ["signIns.interactiveUser"],
  ["signIns.interactiveUser", "signIns.nonInteractiveUser"],
  ["signIns.v1.0", "directoryAudits"],
  ["directoryAudits", "provisioning"],
  ["directoryAudits", "riskDetections"],
  ["riskDetections", "riskyUsers"],
  ["servicePrincipalRiskDetections", "riskyServicePrincipals"],
  ["Audit.AzureActiveDirectory", "Audit.Exchange"],
  ["signIns.nonInteractiveUser", "Audit.SharePoint"],
  ["Audit.General", "DLP.All"],
];

/** Nothing wrong, everything at once, or a few things that go wrong more often; and some of the known faults. */
function makeMoods(random: Random): Moods {
  const kind = random.below(3);
  const faults = random.chance(0.6) ? someFaults(random) : {};
  if (kind === 0) return { ...calm, ...faults };
  if (kind === 1) return { ...rough, ...faults };
  const names = random.sample(Object.keys(rough) as (keyof Moods)[], 3);
  return { ...calm, ...Object.fromEntries(names.map((name) => [name, Math.min(1, rough[name] * 4)])), ...faults };
}

/** One or two of the known faults. */
function someFaults(random: Random): Partial<Moods> {
  const names = random.sample(Object.keys(knownFaults) as (keyof typeof knownFaults)[], 1 + random.below(2));
  const chosen = Object.fromEntries(names.map((name) => [name, knownFaults[name]]));
  return names.includes("lostWhileOff") ? { ...chosen, subscriptionDisabled: 0.02 } : chosen;
}

function makeTenant(random: Random, startMs: number, endMs: number): Omit<ScheduledTenant, "tenantId"> {
  const isPremium = random.chance(0.85);
  const sources = isPremium ? random.pick(families) : (["directoryAudits", "Audit.Exchange"] as const);
  const first: LicencePeriod = { fromMs: Number.NEGATIVE_INFINITY, licence: isPremium ? "p2" : "free" };
  const change = { fromMs: random.between(startMs, endMs), licence: isPremium ? "p1" : "p2" } as const;
  return {
    sources,
    events: 40 + random.below(160),
    licences: random.chance(0.15) ? [first, change] : [first],
    isSubscribed: random.chance(0.7),
  };
}

/** While events happen, so many runs at most. */
const mostRuns = 20;

function makeRuns(
  random: Random,
  tenantIds: readonly string[],
  startMs: number,
  endMs: number,
  calmFromMs: number,
  mayLose: boolean,
): ScheduledRun[] {
  const runs: ScheduledRun[] = [];
  const isHostile = random.chance(0.8);
  const everyMs = Math.max(random.pick([hour, 3 * hour, 12 * hour, day]), (endMs - startMs) / mostRuns);
  const firstMs = random.chance(0.5) ? startMs : random.between(startMs, endMs);
  const closedAt = random.between(startMs, endMs);
  const closedMs = mayLose ? 40 * day : random.pick([0, day, 3 * day]);
  for (let atMs = firstMs; atMs < calmFromMs; atMs += everyMs * random.between(0.5, 1.5)) {
    if (atMs > closedAt && atMs < closedAt + closedMs) continue;
    if (atMs > endMs + 2 * day && !random.chance(0.1)) continue;
    for (const tenantId of tenantIds)
      runs.push(isHostile ? hostileRun(random, atMs, tenantId) : calmRun(atMs, tenantId));
  }
  for (let atMs = calmFromMs; atMs < endMs + (mayLose ? 50 : 32) * day; atMs += calmPause(random, atMs, startMs, endMs))
    for (const tenantId of tenantIds) runs.push(calmRun(atMs, tenantId));
  return runs;
}

/**
 * In half of the lives one run, while events happen, is suspended for a week or so: around the seven days after which
 * a slice that no entry names may be swept.
 */
function withSuspension(runs: readonly ScheduledRun[], seed: number, endMs: number): readonly ScheduledRun[] {
  const random = Random.of(seed, 1, 0, stream);
  const candidates = runs.filter(({ atMs, twice }) => atMs < endMs + 2 * day && !twice);
  if (candidates.length === 0 || !random.chance(0.5)) return runs;
  const { kill: _, maxMinutes: __, ...chosen } = random.pick(candidates);
  const index = runs.findIndex(({ atMs, tenantId }) => atMs === chosen.atMs && tenantId === chosen.tenantId);
  return runs.with(index, { ...chosen, suspendedMs: random.between(6, 10) * day });
}

/** In a third of the lives the power is cut once or twice while a collector writes; mostly while two do. */
function withPowerCuts(runs: readonly ScheduledRun[], seed: number, endMs: number): readonly ScheduledRun[] {
  const random = Random.of(seed, 2, 0, stream);
  if (!random.chance(0.35)) return runs;
  const candidates = runs.filter(({ atMs, suspendedMs }) => atMs < endMs + 9 * day && suspendedMs === undefined);
  const cut = new Set(random.sample(candidates, Math.min(candidates.length, 1 + random.below(2))));
  return runs.map((run) => {
    if (!cut.has(run)) return run;
    const { kill: _, ...rest } = run;
    return { ...rest, twice: rest.twice || random.chance(0.6), powerCut: { writes: 1 + random.below(8) } };
  });
}

/**
 * Events may be ten days late, and the last re-read of thirty days' retention is due for one day only; in between
 * nobody needs to look often.
 */
function calmPause(random: Random, atMs: number, startMs: number, endMs: number): number {
  if (atMs > startMs + 26 * day) return random.between(14, 22) * hour;
  return atMs < endMs + 12 * day ? random.between(14, 40) * hour : random.between(1, 4) * day;
}

function calmRun(atMs: number, tenantId: string): ScheduledRun {
  const calm = { twice: false, storage: calmStorage, clockErrorMs: 0, filtered: false } as const;
  return { atMs, tenantId, ...calm };
}

function hostileRun(random: Random, atMs: number, tenantId: string): ScheduledRun {
  return {
    atMs,
    tenantId,
    ...(random.chance(0.3) && { maxMinutes: 15 }),
    ...(random.chance(0.3) && { kill: makeKill(random) }),
    twice: random.chance(0.15),
    storage: random.chance(0.5) ? roughStorage(random) : calmStorage,
    clockErrorMs: random.chance(0.2) ? Math.round(random.between(-2 * hour, 2 * hour)) : 0,
    ...(random.chance(0.15) && { clockJump: makeJump(random) }),
    filtered: random.chance(0.05),
  };
}

function makeJump(random: Random): ClockJump {
  return { afterMs: random.between(0, 30_000), byMs: Math.round(random.between(-2 * hour, 2 * hour)) };
}

/** Most runs have 20 to 500 effects; a kill beyond the last does nothing. */
function makeKill(random: Random): KillPoint {
  return { effect: 1 + Math.floor(2 ** random.between(0, 8.5)), when: random.chance(0.5) ? "before" : "after" };
}

function roughStorage(random: Random): StorageMood {
  const some = (): number => (random.chance(0.5) ? random.between(0, 0.2) : 0);
  return {
    refuses: some(),
    losesAnswer: some(),
    repeatsItself: some(),
    failsToRead: random.chance(0.2) ? 0.02 : 0,
    delayMs: random.chance(0.5) ? 5_000 : 0,
  };
}

function makeInterferences(random: Random, startMs: number, endMs: number): Interference[] {
  const kinds = ["import", "rough-import", "delete-slice", "edit-slice", "delete-checkpoint"] as const;
  const wanted = random.chance(0.5) ? 1 + random.below(3) : 0;
  return Array.from({ length: wanted }, () => ({
    atMs: random.between(startMs, endMs + 2 * day),
    kind: random.weighted(kinds.map((value) => ({ value, weight: value.includes("import") ? 3 : 1 }))),
  })).sort((a, b) => a.atMs - b.atMs);
}
