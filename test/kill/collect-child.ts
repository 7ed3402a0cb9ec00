import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../src/collector/clock.ts";
import type { AddTenantRequest } from "../../src/protocol/collector.ts";
import type { Host } from "../../src/protocol/service/host.ts";
import { localLakeService } from "../../src/service/local-lake-service.ts";

/** What the child is told: the lake, the tenant with its credential, and how fast its time goes. */
export interface CollectOrder {
  readonly lake: string;
  readonly tenant: AddTenantRequest;
  readonly startMs: number;
  readonly startedMs: number;
  readonly speed: number;
}

/** Collects the tenant over real HTTPS until nothing is due; a line of JSON says that it began, another what it brought. */
const { lake, tenant, ...time } = JSON.parse(process.argv[2] ?? "") as CollectOrder;
const secrets = new Map<string, string>();
const host: Host = {
  readSecret: async (key) => secrets.get(key),
  writeSecret: async ({ key, value }) => void secrets.set(key, value),
  deleteSecret: async (key) => void secrets.delete(key),
  openExternal: async () => false,
  askMfaCode: async () => undefined,
  showDeviceCode: async () => undefined,
  tellRequest: async () => undefined,
};
const clock: Clock = {
  now: () => time.startMs + (Date.now() - time.startedMs) * time.speed,
  sleep: async (ms, signal) => sleep(ms / time.speed, undefined, { ...(signal && { signal }) }),
};
const service = localLakeService({ host, clock });
await service.useConnection({ kind: "folder", path: lake });
await service.addTenant(tenant);
writeSync(1, `${JSON.stringify({ ready: true })}\n`);
const outcome = await service.collect({});
writeSync(1, `${JSON.stringify(outcome)}\n`);
await service.dispose();
