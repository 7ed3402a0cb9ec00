import { minuteMs } from "../../base/time-units.ts";
import type { Clock } from "../../collector/clock.ts";
import { serversOf } from "../../collector/clouds.ts";
import { collect } from "../../collector/collect.ts";
import type { Limit } from "../../collector/microsoft/limits/limits.ts";
import { Pacers } from "../../collector/microsoft/limits/pacers.ts";
import type { LimitName, Microsoft } from "../../collector/microsoft/microsoft.ts";
import { openMicrosoft } from "../../collector/microsoft/open-microsoft.ts";
import type { CollectLake } from "../../collector/run/collect-lake.ts";
import { describeCertificate } from "../../collector/sign-in/certificate.ts";
import { MsalTokens } from "../../collector/sign-in/msal-tokens.ts";
import { checkSource } from "../../collector/sources/check-source.ts";
import { logSources } from "../../lake/collecting/log-sources.ts";
import { listTenants, readTenants, removeTenant, saveTenant } from "../../lake/collecting/tenant-settings.ts";
import type { Lake } from "../../lake/lake.ts";
import { publishAround } from "../../lake/manifests/publish-around.ts";
import {
  type AddTenantRequest,
  type CollectOutcome,
  type CollectProgress,
  type CollectRequest,
  type SourceCheck,
  type SourceId,
  sourceIds,
  type TenantAccess,
  type TenantCheck,
  type TenantSettings,
} from "../../protocol/collector.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { joinOutcomes } from "../../protocol/join-outcomes.ts";
import { accessKey, type Host, tokenCacheKey } from "../../protocol/service/host.ts";
import type { CallOptions } from "../../protocol/service/methods.ts";
import type { TableName } from "../../protocol/tables.ts";
import { keptAccess, validAccess } from "./tenant-access.ts";
import { type CollectMemory, withCollectLake } from "./with-collect-lake.ts";

/** What the collector needs of the world; simulations bring their own. */
export interface CollectionWorld {
  readonly host: Host;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly random: () => number;
  /** Of limits that another process uses too; default Microsoft's whole limits. */
  readonly limitShares?: Readonly<Partial<Record<LimitName, Limit>>>;
  readonly memory?: CollectMemory;
}

/** What is collected of every tenant of a run, and who hears of what was merged. */
interface CollectionRun {
  readonly lake: Lake;
  readonly request: CollectRequest;
  readonly committed: (table: TableName) => Promise<void>;
}

/** So long a check waits when it is held back. */
const mostPatienceMs = 15_000;

/** The tenants of a lake: their settings in the lake, their credentials with the host, their logs through the collector. */
export class Collection {
  readonly #world: CollectionWorld;
  /** Limits are Microsoft's, not ours: they outlive a run and a lake. */
  readonly #pacers: Pacers;

  constructor(world: CollectionWorld) {
    this.#world = world;
    this.#pacers = new Pacers(world.clock, world.random, world.limitShares);
  }

  async add(lake: Lake, request: AddTenantRequest): Promise<TenantSettings> {
    const access = validAccess(request.access);
    serversOf(access);
    const before = (await listTenants(lake.storage)).find(({ tenantId }) => tenantId === access.tenantId);
    const settings: TenantSettings = {
      tenantId: access.tenantId,
      name: request.name.trim() || access.tenantId,
      cloud: access.cloud,
      clientId: access.clientId,
      credentialKind: access.credential.kind,
      sources: sourceIds.filter((source) => request.sources.includes(source)),
      since: before?.since ?? new Date(this.#world.clock.now()).toISOString(),
      floors: before?.floors ?? {},
    };
    if (settings.sources.length === 0)
      throw new TenantTrailError("bad-argument", "Choose at least one log to collect.");
    await this.#world.host.writeSecret({ key: accessKey(access.tenantId), value: JSON.stringify(access) });
    await saveTenant(lake.storage, settings, new Date(this.#world.clock.now()));
    return settings;
  }

  async remove(lake: Lake, tenantId: string): Promise<void> {
    await removeTenant(lake.storage, tenantId.toLowerCase(), new Date(this.#world.clock.now()));
    await this.#world.host.deleteSecret(accessKey(tenantId));
    await this.#world.host.deleteSecret(tokenCacheKey(tenantId));
  }

  async test(
    lake: Lake,
    request: { tenantId: string } | { access: TenantAccess; sources: readonly SourceId[] },
    { signal, onProgress }: CallOptions<SourceCheck>,
  ): Promise<TenantCheck> {
    const { access, sources } =
      "access" in request
        ? { access: validAccess(request.access), sources: request.sources }
        : { access: await this.#access(request.tenantId), sources: await this.#sourcesOf(lake, request.tenantId) };
    const { credential } = access;
    const options = { ...(signal && { signal }) };
    let found: Pick<TenantCheck, "certificate"> = {};
    try {
      if (credential.kind === "certificate")
        found = { certificate: describeCertificate(credential, this.#world.clock.now()) };
      await this.#tokens(access).token("graph", options);
    } catch (error) {
      if (!(error instanceof TenantTrailError)) throw error;
      const signIn = { works: false, detail: error.message, nextStep: "Correct it and test again." };
      return { signIn, ...found, sources: [], warnings: [] };
    }
    const microsoft = this.#microsoft(access);
    const checks: SourceCheck[] = [];
    for (const source of sources) {
      const check = await this.#check(source, microsoft, options);
      checks.push(check);
      onProgress?.(check);
    }
    const warnings = clockWarning(microsoft.clockError());
    return { signIn: { works: true, detail: "Signed in.", nextStep: "" }, ...found, sources: checks, warnings };
  }

  /** Collects one tenant or all, one after the other, and publishes it for Athena. @throws TenantTrailError; CancelledError. */
  async collect(lake: Lake, request: CollectRequest, options: CallOptions<CollectProgress>): Promise<CollectOutcome> {
    const { tenants, damaged } = await readTenants(lake.storage, options.signal);
    const wanted = request.tenantId?.toLowerCase();
    const { allowed } = request;
    if (allowed !== undefined && allowed.root !== lake.storage.locate(""))
      throw new TenantTrailError("no-connection", "Another lake was opened in the meantime. Collect again.");
    const chosen = tenants.filter(
      ({ tenantId }) =>
        (wanted === undefined || tenantId === wanted) && (allowed?.tenantIds.includes(tenantId) ?? true),
    );
    const [unreadable] = damaged;
    if (chosen.length === 0 && unreadable !== undefined) throw new TenantTrailError("no-tenant", unreadable.reason);
    if (chosen.length === 0)
      throw new TenantTrailError("no-tenant", "This lake collects no tenant yet. Add one to collect its logs.");
    const sources = chosen.flatMap((settings) => settings.sources);
    const tables = request.tables ?? [...new Set(sources.map((source) => logSources[source].table))];
    const { result, warnings: unpublished } = await publishAround(lake, tables, (committed) =>
      this.#collectEach({ lake, request, committed }, chosen, options),
    );
    const warnings = [...damaged.map(({ reason }) => reason), ...result.warnings, ...unpublished];
    return { ...result, warnings, ...(unpublished.length > 0 && { unpublished }) };
  }

  async #collectEach(
    run: CollectionRun,
    chosen: readonly TenantSettings[],
    options: CallOptions<CollectProgress>,
  ): Promise<CollectOutcome> {
    const { request } = run;
    const outcomes: CollectOutcome[] = [];
    const failures: { readonly settings: TenantSettings; readonly error: TenantTrailError }[] = [];
    const endMs = this.#world.clock.now() + (request.maxMinutes ?? 0) * minuteMs;
    for (const [index, settings] of chosen.entries())
      try {
        const leftMs = Math.max(endMs - this.#world.clock.now(), 0);
        const maxMinutes = leftMs / minuteMs / (chosen.length - index);
        const own = request.maxMinutes === undefined ? request : { ...request, maxMinutes };
        outcomes.push(await this.#collectOne({ ...run, request: own }, settings, options));
      } catch (error) {
        // One tenant's expired secret must not keep the others from being collected.
        if (!(error instanceof TenantTrailError) || chosen.length === 1) throw error;
        failures.push({ settings, error });
      }
    const [first] = failures;
    if (first !== undefined && outcomes.length === 0) throw first.error;
    outcomes.push(...failures.map(({ settings, error }) => this.#failedOutcome(settings, error)));
    return joinOutcomes(outcomes);
  }

  async #collectOne(
    { lake, request, committed }: CollectionRun,
    settings: TenantSettings,
    options: CallOptions<CollectProgress>,
  ): Promise<CollectOutcome> {
    const access = await this.#access(settings.tenantId, settings.name);
    const microsoft = this.#microsoft(access, request.unattended !== true);
    const { clock, memory } = this.#world;
    const run = (collectLake: CollectLake) =>
      collect({ settings, microsoft, lake: collectLake, clock }, { request, ...options });
    return withCollectLake(lake, run, memory, committed);
  }

  #failedOutcome({ tenantId, name, sources }: TenantSettings, { code, message }: TenantTrailError): CollectOutcome {
    const at = new Date(this.#world.clock.now()).toISOString();
    const [source] = sources;
    const failures =
      source === undefined ? [] : [{ tenantId, source, from: at, to: at, code, message: `${name}: ${message}` }];
    return { tables: [], failures, warnings: [], requests: 0, throttledMs: 0, rejected: [] };
  }

  /** Being held back for a moment says nothing about the source, so it is asked once more. */
  async #check(
    source: SourceId,
    microsoft: Microsoft,
    options: { readonly signal?: AbortSignal },
  ): Promise<SourceCheck> {
    const { clock } = this.#world;
    const check = await checkSource(source, { microsoft, clock, ...options });
    const waitMs = Date.parse(microsoft.waitingUntil() ?? "") - clock.now();
    if (check.state !== "throttled" || waitMs > mostPatienceMs) return check;
    if (waitMs > 0) await clock.sleep(waitMs, options.signal);
    return checkSource(source, { microsoft, clock, ...options });
  }

  async #sourcesOf(lake: Lake, tenantId: string): Promise<readonly SourceId[]> {
    const settings = (await listTenants(lake.storage)).find((tenant) => tenant.tenantId === tenantId.toLowerCase());
    if (settings === undefined) throw new TenantTrailError("no-tenant", "This lake does not collect that tenant.");
    return settings.sources;
  }

  /** The servers come with the secret, so that a lake cannot send it anywhere. */
  async #access(tenantId: string, name = tenantId): Promise<TenantAccess> {
    const kept = await this.#world.host.readSecret(accessKey(tenantId));
    if (kept === undefined)
      throw new TenantTrailError(
        "no-credential",
        `The credential of ${name} is not on this computer. Enter it on the collector page to collect from here.`,
      );
    return keptAccess(kept, name);
  }

  #tokens(access: TenantAccess, mayAsk = true): MsalTokens {
    const { host, fetch, clock } = this.#world;
    return new MsalTokens({ access, host, fetch, clock, mayAsk });
  }

  #microsoft(access: TenantAccess, mayAsk = true): Microsoft {
    const { fetch, clock, random, host } = this.#world;
    const { tenantId, clientId, cloud } = access;
    const servers = serversOf(access);
    return openMicrosoft({
      tenantId,
      clientId,
      cloud,
      servers,
      fetch,
      clock,
      random,
      tokens: this.#tokens(access, mayAsk),
      pacers: this.#pacers,
      // Where nobody keeps the log, collecting goes on without it.
      onRequest: (line) => void host.tellRequest(line).catch(() => undefined),
    });
  }
}

function clockWarning(errorMs: number): string[] {
  if (Math.abs(errorMs) <= minuteMs) return [];
  const minutes = Math.round(Math.abs(errorMs) / minuteMs);
  return [`This computer's clock is ${minutes} minutes ${errorMs > 0 ? "ahead of" : "behind"} Microsoft's.`];
}
