import { serversOf } from "../../src/collector/clouds.ts";
import { collect } from "../../src/collector/collect.ts";
import { Pacers } from "../../src/collector/microsoft/limits/pacers.ts";
import { openMicrosoft } from "../../src/collector/microsoft/open-microsoft.ts";
import type { TokenSource } from "../../src/collector/sign-in/token-source.ts";
import { listTenants } from "../../src/lake/collecting/tenant-settings.ts";
import type { Storage } from "../../src/lake/storage/storage.ts";
import type { CollectRequest, TenantSettings } from "../../src/protocol/collector.ts";
import type { LivingTenant } from "./living-tenant.ts";
import { fetchOf } from "./microsoft/fetch-face.ts";
import type { SimulatedMicrosoft } from "./microsoft/microsoft.ts";
import type { ScheduledRun } from "./schedule.ts";
import type { Collector } from "./simulation.ts";

const servers = serversOf({ cloud: "global" });

/** The collector itself, against the simulated Microsoft; every request is an effect. */
export const realCollector: Collector = async ({ run, tenant, process, server, storage, lake, random, sizes }) => {
  const { clock } = process;
  const fraction = (): number => random.fraction();
  const settings = await settingsOf(tenant, storage);
  const answer = fetchOf(server);
  const microsoft = openMicrosoft({
    tenantId: settings.tenantId,
    clientId: settings.clientId,
    cloud: settings.cloud,
    servers,
    clock,
    tokens: tokensOf(server),
    fetch: (url, init) => process.effect(() => answer(url, init)),
    random: fraction,
    pacers: new Pacers(clock, fraction),
  });
  return collect({ settings, microsoft, lake, clock, sizes }, { request: requestOf(run) });
};

async function settingsOf({ settings }: LivingTenant, storage: Storage): Promise<TenantSettings> {
  const tenants = await listTenants(storage);
  return tenants.find(({ tenantId }) => tenantId === settings.tenantId) ?? settings;
}

function requestOf({ tenantId, maxMinutes, filtered, asked }: ScheduledRun): CollectRequest {
  return {
    tenantId,
    ...(maxMinutes !== undefined && { maxMinutes }),
    ...(asked !== undefined && {
      tables: ["activity"] as const,
      from: new Date(asked.fromMs).toISOString(),
      to: new Date(asked.toMs).toISOString(),
    }),
    ...(filtered && { filter: { users: ["user1@tiny.example"] } }),
  };
}

/** As MSAL's: a token is kept until it is nearly over, or until it proved to be of no use. */
function tokensOf(server: SimulatedMicrosoft): TokenSource {
  const lifeMs = 3_600_000;
  const held = new Map<string, { readonly token: string; readonly untilMs: number }>();
  return {
    async token(resource, options): Promise<string> {
      const now = server.clock.now();
      const known = held.get(resource);
      if (known !== undefined && options?.refresh !== true && now < known.untilMs) return known.token;
      const token = server.token(resource, lifeMs);
      held.set(resource, { token, untilMs: now + lifeMs - 300_000 });
      return token;
    },
  };
}
