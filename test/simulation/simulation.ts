import type { Clock } from "../../src/collector/clock.ts";
import { BatchLake } from "../../src/collector/run/batch-lake.ts";
import type { CollectLake } from "../../src/collector/run/collect-lake.ts";
import { type CollectSizes, usualSizes } from "../../src/collector/run/collect-parts.ts";
import { saveTenant } from "../../src/lake/collecting/tenant-settings.ts";
import { Lake } from "../../src/lake/lake.ts";
import { publishAround } from "../../src/lake/manifests/publish-around.ts";
import type { BatchWork, RecoveryWork } from "../../src/lake/slices/slice-work.ts";
import type { Storage } from "../../src/lake/storage/storage.ts";
import type { CollectOutcome } from "../../src/protocol/collector.ts";
import { tableNames } from "../../src/protocol/tables.ts";
import { Random } from "../../src/sample-tenant/random.ts";
import { type Ground, MemoryGround } from "./ground.ts";
import { interfere } from "./interference.ts";
import { type LivingTenant, livingTenants } from "./living-tenant.ts";
import { SimulatedMicrosoft } from "./microsoft/microsoft.ts";
import { wronglyComplete } from "./oracle/complete-days.ts";
import { CompleteRuns } from "./oracle/complete-runs.ts";
import { Invariants, type Violation } from "./oracle/invariants.ts";
import { quietFindings } from "./oracle/quiet.ts";
import { notSearched, tooManySearches } from "./oracle/searched.ts";
import { truthOf } from "./oracle/truth.ts";
import { unsettledDays } from "./oracle/unsettled-days.ts";
import { killed, SimulatedProcess } from "./processes/simulated-process.ts";
import { VirtualClock, VirtualTime } from "./processes/virtual-time.ts";
import type { Interference, Schedule, ScheduledRun } from "./schedule.ts";
import { calmStorage } from "./storage/faulty-storage.ts";
import { keepUp, loseEntry, type Upkeep } from "./upkeep.ts";

const stream = 202;

const limitNames = ["reports", "risk", "management", "audit-search"] as const;

/** Beside two processes at the same time and an import. */
const suspendedSlot = 3;

/** After this share of the runs, the states of the days are held against the truth. */
const daysAreLookedAt = 0.1;

/** What a run of a collector is given: its own process, and the world as that process sees it. */
export interface CollectorRun {
  readonly run: ScheduledRun;
  readonly tenant: LivingTenant;
  readonly process: SimulatedProcess;
  readonly server: SimulatedMicrosoft;
  readonly storage: Storage;
  readonly lake: CollectLake;
  readonly random: Random;
  readonly sizes: CollectSizes;
}

/** Collects once; what it throws ends the run and nothing else. */
export type Collector = (run: CollectorRun) => Promise<CollectOutcome | undefined>;

/** What a schedule came to. */
export interface Finding {
  readonly seed: number;
  /** Everything that must not be. */
  readonly violations: readonly Violation[];
  readonly events: number;
  /** Events that no API offered any more when somebody looked, and that are said to be lost. */
  readonly lost: number;
  readonly runs: number;
  readonly kills: number;
  /** How often the power was cut. */
  readonly cuts: number;
  readonly effects: number;
  readonly requests: number;
  readonly slicesWritten: number;
  /** Errors that ended runs, by message. */
  readonly errors: ReadonlyMap<string, number>;
}

/** What a life needs of the world around it. */
export type GroundMaker = <T>(
  time: VirtualTime,
  invariants: Invariants,
  live: (ground: Ground) => Promise<T>,
) => Promise<T>;

const inMemory: GroundMaker = (time, invariants, live) => live(new MemoryGround(invariants, () => time.now()));

/**
 * Lives through a whole schedule in virtual time. Thousands of errors are thrown in a life, for every wait that is
 * called off, and nobody reads where; so they have no stacks meanwhile.
 */
export async function live(schedule: Schedule, collector: Collector, makeGround = inMemory): Promise<Finding> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await liveThrough(schedule, collector, makeGround);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function liveThrough(schedule: Schedule, collector: Collector, makeGround: GroundMaker): Promise<Finding> {
  const time = new VirtualTime(schedule.startMs);
  const tenants = livingTenants(schedule);
  const clock = new VirtualClock(time);
  const servers = new Map(tenants.map((tenant) => [tenant.truth.tenantId, serverOf(schedule, tenant, clock)]));
  const invariants = new Invariants([...servers.values()].map(truthOf), () => time.now());
  return makeGround(time, invariants, async (ground) =>
    new Simulation({ schedule, collector, time, tenants, servers, invariants, ground }).live(),
  );
}

interface Parts {
  readonly schedule: Schedule;
  readonly collector: Collector;
  readonly time: VirtualTime;
  readonly tenants: readonly LivingTenant[];
  readonly servers: ReadonlyMap<string, SimulatedMicrosoft>;
  readonly invariants: Invariants;
  readonly ground: Ground;
}

/** A process at work on the lake. */
export interface Started {
  readonly process: SimulatedProcess;
  readonly storage: Storage;
  readonly work: BatchWork & RecoveryWork;
  readonly lake: Lake<Storage>;
  readonly random: Random;
}

/** A life of a lake, as those see it who interfere with it or look at it. */
export class Simulation {
  readonly time: VirtualTime;
  readonly invariants: Invariants;
  readonly tenants: readonly LivingTenant[];
  readonly ground: Ground;
  /** By tenant id. */
  readonly servers: ReadonlyMap<string, SimulatedMicrosoft>;
  readonly errors = new Map<string, number>();
  readonly completeRuns = new CompleteRuns();
  readonly #schedule: Schedule;
  readonly #collector: Collector;
  readonly #random: Random;
  readonly #alive = new Set<SimulatedProcess>();
  #kills = 0;
  #cuts = 0;
  #effects = 0;

  constructor(parts: Parts) {
    this.time = parts.time;
    this.invariants = parts.invariants;
    this.tenants = parts.tenants;
    this.ground = parts.ground;
    this.#schedule = parts.schedule;
    this.#collector = parts.collector;
    this.servers = parts.servers;
    this.#random = Random.of(parts.schedule.seed, 0, 0, stream);
  }

  async live(): Promise<Finding> {
    await this.time.run(this.#go());
    await this.#checkDays();
    await this.#checkSettled();
    for (const server of this.servers.values()) this.invariants.violations.push(...tooManySearches(server));
    const { violations, lost, events } = await quietFindings(this);
    return {
      seed: this.#schedule.seed,
      violations: [...this.invariants.violations, ...violations],
      events,
      lost,
      kills: this.#kills,
      cuts: this.#cuts,
      effects: this.#effects,
      errors: this.errors,
      runs: this.#schedule.runs.length,
      requests: [...this.servers.values()].reduce((sum, server) => sum + allowedRequests(server), 0),
      slicesWritten: this.invariants.slicesWritten,
    };
  }

  /** A process with its own faulty view of the lake. @param slot tells those apart that live at the same time. */
  start(options: StartOptions, slot: number): Started {
    const unwinds = !(this.ground instanceof MemoryGround);
    const process = new SimulatedProcess(this.time, {
      clockErrorMs: options.clockErrorMs,
      unwinds,
      ...(options.kill !== undefined && { killPoint: options.kill }),
      ...(options.clockJump !== undefined && { clockJump: options.clockJump }),
      ...(options.powerCut !== undefined && { powerCut: { ...options.powerCut, cut: () => this.#cutPower() } }),
      ...(options.suspendedMs !== undefined && { suspendedMs: options.suspendedMs }),
    });
    this.#alive.add(process);
    if (options.powerCut !== undefined) this.ground.expectPowerCut?.(true);
    const { storage, work } = this.ground.view(process, options.storage, this.#random.fork(), slot);
    const random = this.#random.fork();
    const { clock } = process;
    const sleep = (ms: number): Promise<void> => clock.sleep(ms);
    const { ground } = this;
    const lake = new Lake(
      storage,
      { now: () => clock.now(), sleep, random: () => random.fraction() },
      ground.addressOf === undefined ? {} : { addressOf: (path) => ground.addressOf?.(path) ?? path },
    );
    return { process, storage, work, lake, random };
  }

  /** Ends whoever is at work, wherever that is: they share one machine. */
  #cutPower(): void {
    this.#cuts += 1;
    for (const process of this.#alive) process.kill();
    this.#alive.clear();
    this.ground.cutPower?.(this.#random.fork());
  }

  async #go(): Promise<void> {
    for (const { settings } of this.tenants) await this.time.outside(() => saveTenant(this.ground.storage, settings));
    const interferences = [...this.#schedule.interferences];
    const upkeep = [...(this.#schedule.upkeep ?? [])];
    this.invariants.expectsLostEntries = upkeep.some(({ kind }) => kind === "lose-entry");
    const suspended: Promise<void>[] = [];
    for (const run of this.#schedule.runs) {
      const due = interferences.filter(({ atMs }) => atMs <= run.atMs);
      interferences.splice(0, due.length);
      await this.time.sleep(run.atMs - this.time.now(), this);
      const collecting =
        run.suspendedMs === undefined ? Array.from({ length: run.twice ? 2 : 1 }, (_, n) => this.#collect(run, n)) : [];
      if (run.suspendedMs !== undefined) suspended.push(this.#collect(run, suspendedSlot));
      const kept = upkeep.splice(0, upkeep.filter(({ atMs }) => atMs <= run.atMs).length);
      for (const { kind } of kept) if (kind === "lose-entry") await loseEntry(this, this.#random.fork());
      await Promise.all([this.#interfere(due).then(() => this.#keepUp(kept)), ...collecting]);
      if (this.#random.chance(daysAreLookedAt)) await this.time.outside(() => this.#checkDays());
      if (this.invariants.violations.length > 20) return;
    }
    await Promise.all(suspended);
  }

  async #checkDays(): Promise<void> {
    const lake = { storage: this.ground.storage, invariants: this.invariants, nowMs: this.time.now() };
    for (const tenant of this.tenants) {
      const server = this.servers.get(tenant.truth.tenantId);
      if (server !== undefined) this.invariants.violations.push(...(await wronglyComplete(lake, tenant, server)));
    }
  }

  /** Once it is quiet no day is open for ever. */
  async #checkSettled(): Promise<void> {
    const lake = { storage: this.ground.storage, invariants: this.invariants, nowMs: this.time.now() };
    for (const tenant of this.tenants) {
      const server = this.servers.get(tenant.truth.tenantId);
      if (server !== undefined) this.invariants.violations.push(...(await unsettledDays(lake, tenant, server)));
    }
  }

  async #interfere(due: readonly Interference[]): Promise<void> {
    for (const interference of due) await interfere(this, interference, this.#random.fork());
  }

  async #keepUp(due: readonly Upkeep[]): Promise<void> {
    for (const upkeep of due) if (upkeep.kind !== "lose-entry") await keepUp(this, upkeep);
  }

  async #collect(run: ScheduledRun, slot: number): Promise<void> {
    const tenant = this.tenants.find(({ truth }) => truth.tenantId === run.tenantId);
    const server = this.servers.get(run.tenantId);
    if (tenant === undefined || server === undefined) return;
    const { kill, storage: mood, clockErrorMs, clockJump, suspendedMs, powerCut } = run;
    // The second of two lives on, so that what the first left is seen by somebody.
    const options = {
      storage: mood,
      clockErrorMs,
      ...(slot === 0 && kill && { kill }),
      ...(slot === 0 && powerCut && { powerCut }),
      ...(clockJump && { clockJump }),
      ...(suspendedMs !== undefined && { suspendedMs }),
    };
    const { sizes = usualSizes } = this.#schedule;
    const { process, storage, work, lake, random } = this.start(options, slot);
    const fromMs = this.time.now();
    const troubles = server.troubles;
    try {
      const outcome = await process.run(() =>
        publishAround(lake, tableNames, (committed) => {
          const batches = new BatchLake(lake, work, async () => undefined, committed);
          return this.#collector({ run, tenant, process, server, storage, random, lake: batches, sizes });
        }),
      );
      const toMs = this.time.now();
      if (outcome === killed) this.#kills += 1;
      else if (server.troubles === troubles && isWholeRun(run, toMs - fromMs)) {
        const { asked } = run;
        if (asked === undefined) this.completeRuns.add({ tenantId: run.tenantId, fromMs, toMs });
        else if (isAllRead(outcome.result))
          this.invariants.violations.push(...notSearched(this, server, { asked, beganMs: fromMs }));
      }
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.errors.set(message, (this.errors.get(message) ?? 0) + 1);
    }
    if (options.powerCut !== undefined) this.ground.expectPowerCut?.(false);
    this.#alive.delete(process);
    this.#effects += process.effects;
  }
}

/** Whether a run says of itself that it left nothing out. */
function isAllRead(outcome: CollectOutcome | undefined): boolean {
  if (outcome === undefined) return false;
  const { failures, warnings, tables } = outcome;
  return failures.length + warnings.length === 0 && tables.every(({ remaining }) => remaining === 0);
}

/** Whether nothing but the collector itself decided what it came to. */
function isWholeRun(run: ScheduledRun, elapsedMs: number): boolean {
  const { storage, filtered, twice, maxMinutes, suspendedMs } = run;
  const wasHurried = maxMinutes !== undefined && elapsedMs > (maxMinutes * 60_000) / 2;
  return storage === calmStorage && !filtered && !twice && !wasHurried && suspendedMs === undefined;
}

type StartOptions = Pick<ScheduledRun, "storage" | "clockErrorMs"> &
  Partial<Pick<ScheduledRun, "kill" | "clockJump" | "suspendedMs" | "powerCut">>;

function allowedRequests(server: SimulatedMicrosoft): number {
  return limitNames.reduce((sum, limit) => sum + server.usage(limit).allowed, 0);
}

function serverOf(
  { moods, retryAfter, calmFromMs, pageRows = 1000 }: Schedule,
  { truth, scheduled: { mostSearched } }: LivingTenant,
  clock: Clock,
): SimulatedMicrosoft {
  return new SimulatedMicrosoft(truth, clock, {
    ...(mostSearched !== undefined && { mostSearched }),
    moods,
    retryAfter,
    moodsUntilMs: calmFromMs,
    mostRows: pageRows,
    contentPageSize: Math.min(pageRows, 50),
  });
}
