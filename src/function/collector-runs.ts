import { sum } from "../base/sum.ts";
import { minuteMs } from "../base/time-units.ts";
import { readTenants } from "../lake/collecting/tenant-settings.ts";
import type { LedgerState } from "../lake/ledger/ledger-state.ts";
import { type FunctionEvent, type FunctionReport, functionTables } from "../protocol/aws/function-report.ts";
import type { CollectOutcome, TenantSettings } from "../protocol/collector.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { accessKey } from "../protocol/service/host.ts";
import type { TableName } from "../protocol/tables.ts";
import { Collection } from "../service/collecting/collection.ts";
import { noHost } from "../service/no-host.ts";
import { coveredLagHours } from "./covered-lag.ts";
import { readEvent } from "./function-event.ts";
import { collectMemory, limitShares } from "./function-limits.ts";
import type { FunctionWorld, Invocation } from "./function-world.ts";
import { takeLease } from "./lease.ts";
import { parametersFailure } from "./parameters-failure.ts";
import { saveTenants } from "./save-tenants.ts";
import { tellExpiry, tellFailure, tellOutcome, tellSmallFailure } from "./tell-run.ts";
import { type ParameterTenant, tenantOfParameter } from "./tenant-parameters.ts";

/** What is left of a run's time for Athena's view (which the collection publishes) and the report. */
const reportMs = minuteMs / 3;

/** The runs of one function in one process; what is learnt of Microsoft's limits outlives a run. */
export class CollectorRuns {
  readonly #world: FunctionWorld;
  readonly #collection: Collection;
  #tenants: readonly ParameterTenant[] = [];

  constructor(world: FunctionWorld) {
    this.#world = world;
    const { clock, fetch, random, name, megabytes } = world;
    this.#collection = new Collection({
      clock,
      fetch,
      random,
      limitShares: limitShares(name),
      memory: collectMemory(megabytes),
      host: { ...noHost, readSecret: async (key) => this.#secret(key) },
    });
  }

  /**
   * Collects what is due, or what the event asks for, and ends in time with everything merged that was fetched.
   * @throws TenantTrailError when nothing could be read at all, or the lake cannot be written; its message is safe to log.
   */
  async run(invocation: Invocation): Promise<FunctionReport> {
    const { name, lake, clock, log } = this.#world;
    try {
      const event = readEvent(invocation.event, name);
      const lease = await takeLease(lake.storage, {
        path: `_state/lease-${name}.json`,
        run: invocation.requestId,
        nowMs: clock.now(),
        untilMs: clock.now() + invocation.remainingMs(),
      });
      if (!lease.given) {
        const { since, until } = lease;
        log.info("Another run of this function is at work, so this one ends", { since, until });
        return { state: "busy", function: name, since, until };
      }
      try {
        return await this.#collect(event, invocation);
      } finally {
        // It ends by itself; what the run came to matters more than when the next one may begin.
        await lease.release().catch((error: unknown) => this.#warn("The lease could not be given back", error));
      }
    } catch (error) {
      throw tellFailure(log, error, this.#names());
    }
  }

  async #collect(event: FunctionEvent, invocation: Invocation): Promise<FunctionReport> {
    const { name, lake, clock, log, parameterPath } = this.#world;
    const startedMs = clock.now();
    const damaged = await this.#readTenants();
    if (this.#tenants.length === 0 && damaged.length === 0) {
      log.warn("No credential is kept for this stack, so there is nothing to collect", { parameterPath });
      return { state: "no-tenant", function: name, parameterPath };
    }
    const [unreadable] = damaged;
    if (this.#tenants.length === 0 && unreadable !== undefined) throw new TenantTrailError("no-tenant", unreadable);
    tellExpiry(log, this.#tenants, startedMs);
    const settings = await saveTenants(lake.storage, this.#tenants, new Date(startedMs));
    let report: FunctionReport;
    try {
      report = await this.#collectOf(settings, damaged, event, invocation);
    } catch (error) {
      // Why the run failed is what a person must hear of; a lag that is not told raises the alarm, too.
      await this.#tellLag(settings).catch((second: unknown) => this.#warn("The lag could not be told", second));
      throw error;
    }
    await this.#tellLag(settings);
    return report;
  }

  async #collectOf(
    settings: readonly TenantSettings[],
    damaged: readonly string[],
    event: FunctionEvent,
    { remainingMs }: Invocation,
  ): Promise<FunctionReport> {
    const { name, lake, clock, log } = this.#world;
    const startedMs = clock.now();
    const limitMs = Math.max(1, remainingMs() - Math.min(reportMs, remainingMs() / 4));
    const found = await this.#collection.collect(
      lake,
      {
        ...event,
        tables: event.tables ?? functionTables[name],
        maxMinutes: limitMs / minuteMs,
        unattended: true,
        allowed: { root: lake.storage.locate(""), tenantIds: settings.map(({ tenantId }) => tenantId) },
      },
      {},
    );
    const outcome = { ...found, warnings: [...damaged, ...found.warnings] };
    tellOutcome(log, outcome, this.#names());
    requireAnswer(outcome);
    requirePublished(outcome);
    const left = sum(outcome.tables, ({ remaining }) => remaining);
    const endedMs = clock.now();
    return {
      state: "collected",
      function: name,
      startedAt: new Date(startedMs).toISOString(),
      endedAt: new Date(endedMs).toISOString(),
      tenants: settings.length,
      cutShort: left > 0 && endedMs - startedMs > limitMs / 2,
      outcome,
    };
  }

  #warn(message: string, error: unknown): void {
    tellSmallFailure(this.#world.log, message, error, this.#names());
  }

  /** @returns a sentence for each parameter that is no credential. */
  async #readTenants(): Promise<readonly string[]> {
    const { parameterPath } = this.#world;
    const parameters = await this.#world.parameters().catch((error: unknown) => {
      throw parametersFailure(error, parameterPath);
    });
    const read = parameters.map((parameter) => ({ name: parameter.name, tenant: tenantOfParameter(parameter) }));
    this.#tenants = read.flatMap(({ tenant }) => tenant ?? []);
    return read.flatMap(({ name, tenant }) =>
      tenant === undefined ? [`The parameter ${name} is no credential of the tenant in its name. Write it again.`] : [],
    );
  }

  #secret(key: string): string | undefined {
    const tenant = this.#tenants.find(({ access }) => accessKey(access.tenantId) === key);
    return tenant && JSON.stringify(tenant.access);
  }

  #names(): readonly string[] {
    return this.#tenants.flatMap(({ label, access }) => (label === access.tenantId ? [] : [label]));
  }

  /** To be called of runs that failed, too. */
  async #tellLag(settings: readonly TenantSettings[]): Promise<void> {
    const { name, lake, clock, log } = this.#world;
    const states = new Map<TableName, LedgerState>();
    for (const table of functionTables[name]) {
      const ledger = lake.ledger(table);
      states.set(table, ledger.kept ?? (await ledger.read()).state);
    }
    const { tenants } = await readTenants(lake.storage);
    const ours = tenants.filter(({ tenantId }) => settings.some((each) => each.tenantId === tenantId));
    const value = coveredLagHours(states, ours, clock.now());
    if (value !== undefined) log.measure([{ name: "CoveredLagHours", unit: "None", value }]);
  }
}

/** @throws TenantTrailError when there were windows to read and not one could be read. */
function requireAnswer({ tables, failures }: CollectOutcome): void {
  const [first] = failures;
  if (first === undefined || tables.some(({ windows }) => windows > 0)) return;
  throw new TenantTrailError("collect-failed", `No source could be read. ${first.source}: ${first.message}`);
}

/**
 * The rows are in the lake and the next run publishes them; but nobody reads the warnings of a run that went well, and
 * who asks Athena would see an ever older state.
 * @throws TenantTrailError `write-failed`.
 */
function requirePublished({ unpublished = [] }: CollectOutcome): void {
  const [first] = unpublished;
  if (first !== undefined) throw new TenantTrailError("write-failed", `The logs were collected. ${first}`);
}
