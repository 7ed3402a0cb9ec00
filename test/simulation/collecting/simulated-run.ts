import { serversOf } from "../../../src/collector/clouds.ts";
import { collect } from "../../../src/collector/collect.ts";
import { Pacers } from "../../../src/collector/microsoft/limits/pacers.ts";
import { openMicrosoft } from "../../../src/collector/microsoft/open-microsoft.ts";
import { BatchLake } from "../../../src/collector/run/batch-lake.ts";
import { sourceDayState } from "../../../src/lake/collecting/day-state.ts";
import { logSources } from "../../../src/lake/collecting/log-sources.ts";
import { enabledSources, type SourceCoverage } from "../../../src/lake/collecting/source-coverage.ts";
import { listTenants, saveTenant } from "../../../src/lake/collecting/tenant-settings.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";
import type { CollectOutcome, CollectRequest, SourceId, TenantSettings } from "../../../src/protocol/collector.ts";
import type { DayState } from "../../../src/protocol/lake.ts";
import { Random } from "../../../src/sample-tenant/random.ts";
import type { Outcome, SimulatedRequest } from "../microsoft/answer.ts";
import { fetchOf } from "../microsoft/fetch-face.ts";
import { type MicrosoftOptions, SimulatedMicrosoft } from "../microsoft/microsoft.ts";
import type { SimulatedTenant } from "../microsoft/tenant/tenant.ts";
import { VirtualClock, VirtualTime } from "../processes/virtual-time.ts";
import { MemorySliceWork } from "../slices/memory-slice-work.ts";

export interface SimulatedRunOptions {
  readonly truth: SimulatedTenant;
  readonly sources: readonly SourceId[];
  /** When the tenant is added, milliseconds since 1970. */
  readonly nowMs: number;
  readonly microsoft?: MicrosoftOptions;
  /** Answers in place of the simulated Microsoft, or changes what it answers. */
  readonly meddle?: (request: SimulatedRequest, respond: () => Outcome) => Outcome;
}

/** A lake in memory that collects a simulated tenant, run by run, in virtual time. */
export class SimulatedRuns {
  readonly storage = new MemoryStorage();
  readonly server: SimulatedMicrosoft;
  readonly seen: SimulatedRequest[] = [];
  readonly #time: VirtualTime;
  readonly #clock: VirtualClock;
  readonly #settings: TenantSettings;
  readonly #fetch: typeof fetch;
  readonly #random = Random.of(1, 0, 0, 301);

  constructor({ truth, sources, nowMs, microsoft = {}, meddle = (_, respond) => respond() }: SimulatedRunOptions) {
    this.#time = new VirtualTime(nowMs);
    this.#clock = new VirtualClock(this.#time);
    this.server = new SimulatedMicrosoft(truth, this.#clock, microsoft);
    const respond = this.server.respond.bind(this.server);
    this.server.respond = (request) => {
      this.seen.push(request);
      return meddle(request, () => respond(request));
    };
    this.#fetch = fetchOf(this.server);
    this.#settings = {
      tenantId: truth.tenantId,
      name: "tiny.example",
      cloud: "global",
      credentialKind: "secret",
      sources,
      clientId: "c0113c70-0000-4000-8000-000000000001",
      since: new Date(nowMs).toISOString(),
      floors: {},
    };
  }

  get nowMs(): number {
    return this.#clock.now();
  }

  /** Lets time pass. */
  async wait(ms: number): Promise<void> {
    await this.#time.run(this.#time.sleep(ms, this));
  }

  async collect(request: CollectRequest = {}): Promise<CollectOutcome> {
    return this.#time.run(this.#collect(await this.settings(), request));
  }

  /**
   * Two runs, as of two machines: both read the tenant's settings at once, and the second sends its first request so
   * long after the first, whether that has ended or not.
   */
  async collectTwice(afterMs: number): Promise<void> {
    const settings = await this.settings();
    const second = async (): Promise<void> => {
      await this.#time.sleep(afterMs, this);
      await this.#collect(settings, {});
    };
    await this.#time.run(Promise.all([this.#collect(settings, {}), second()]));
  }

  async #collect(settings: TenantSettings, request: CollectRequest): Promise<CollectOutcome> {
    const clock = this.#clock;
    const random = (): number => this.#random.fraction();
    const time = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms), random };
    const lake = new BatchLake(new Lake(this.storage, time), new MemorySliceWork(this.storage), async () => undefined);
    const microsoft = openMicrosoft({
      tenantId: settings.tenantId,
      clientId: settings.clientId,
      cloud: settings.cloud,
      clock,
      random,
      servers: serversOf({ cloud: settings.cloud }),
      pacers: new Pacers(clock, random),
      fetch: this.#fetch,
      tokens: { token: async (api) => this.server.token(api) },
    });
    return collect({ settings, microsoft, lake, clock }, { request });
  }

  /** As the lake has them; before the first run as the tenant is added. */
  async settings(): Promise<TenantSettings> {
    const known = await listTenants(this.storage);
    if (known[0] !== undefined) return known[0];
    await saveTenant(this.storage, this.#settings);
    return this.#settings;
  }

  /** How many rows the lake has of a source's table. */
  async rows(source: SourceId): Promise<number> {
    const { state } = await new Ledger(this.storage, logSources[source].table).read();
    return [...state.slices.values()].reduce((sum, { rows }) => sum + rows, 0);
  }

  async coverage(source: SourceId): Promise<SourceCoverage> {
    const { table } = logSources[source];
    const { state } = await new Ledger(this.storage, table).read();
    const all = enabledSources(table, state, await this.settings(), this.nowMs);
    const found = all.find((each) => each.source.id === source);
    if (found === undefined) throw new TypeError(`${source} is not enabled`);
    return found;
  }

  async dayState(source: SourceId, dayMs: number): Promise<DayState> {
    return sourceDayState(await this.coverage(source), dayMs, this.nowMs);
  }
}
