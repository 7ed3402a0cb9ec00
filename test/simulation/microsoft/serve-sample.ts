// Serves the simulated Microsoft until it is ended: node serve-sample.ts FOLDER OPTIONS, both from scripts/simulate.mjs.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { sampleTenantId, sampleTenantName } from "../../../src/sample-tenant/tenant.ts";
import { serveHttps } from "./https-server.ts";
import { sampleApp } from "./login/app-registration.ts";
import { makeClientCertificate, makeServerCertificates, readCertificate } from "./login/certificates.ts";
import { SimulatedMicrosoft } from "./microsoft.ts";
import { calm, rough } from "./moods/moods.ts";
import { lateDelivery, ordinaryDelivery } from "./tenant/delivery.ts";
import { sampleTenant } from "./tenant/sample-tenant.ts";

const optionsSchema = v.object({
  scale: v.pipe(v.number(), v.gtValue(0), v.maxValue(1000)),
  users: v.pipe(v.number(), v.integer(), v.minValue(20), v.maxValue(5000)),
  days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(180)),
  mood: v.picklist(["calm", "rough"]),
  speed: v.pipe(v.number(), v.minValue(1), v.maxValue(100_000)),
  ports: v.tuple([v.number(), v.number(), v.number()]),
  verbose: v.boolean(),
  /** How many events come late; default: as many as the facts say. */
  delivery: v.optional(v.picklist(["ordinary", "late"]), "ordinary"),
  /** Another tenant than the sample's, with other events. */
  tenant: v.optional(v.object({ id: v.pipe(v.string(), v.uuid()), name: v.string(), seed: v.number() })),
});

const [folder = ".", text = "{}"] = process.argv.slice(2);
const options = v.parse(optionsSchema, JSON.parse(text));
const startedMs = Math.floor(Date.now() / 1000) * 1000;
const { speed, scale, users, days } = options;
const {
  id: tenantId,
  name: tenantName,
  seed,
} = options.tenant ?? { id: sampleTenantId, name: sampleTenantName, seed: 1 };

const tenant = sampleTenant({
  tenantId,
  seed,
  nowMs: startedMs,
  scale,
  users,
  days,
  // Far more than a demonstration lasts; records are made only when their time has come.
  daysAhead: 365,
  // What would come hours or days from now comes so much sooner.
  delivery: {
    ...(options.delivery === "late" ? lateDelivery : ordinaryDelivery),
    warp: (ms) => (ms <= startedMs ? ms : startedMs + (ms - startedMs) / speed),
  },
  // One content type is left for the collector to subscribe to.
  subscribed: {
    "Audit.AzureActiveDirectory": 0,
    "Audit.Exchange": 0,
    "Audit.SharePoint": 0,
    "Audit.General": 0,
  },
});
tenant.advance(startedMs);

await mkdir(folder, { recursive: true });
const certificates = await makeServerCertificates(startedMs);
const client = await makeClientCertificate(startedMs);
const authorityFile = join(folder, "authority.pem");
const certificateFile = join(folder, "collector.pem");
await writeFile(authorityFile, certificates.authority);
await writeFile(certificateFile, client.certificate + client.privateKey, { mode: 0o600 });

const clock = {
  now: () => Date.now(),
  sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};
const microsoft = new SimulatedMicrosoft(tenant, clock, {
  app: { ...sampleApp, certificates: [readCertificate(client)] },
  moods: options.mood === "rough" ? rough : calm,
  retryAfter: options.mood === "rough" ? "any" : "seconds",
});
const face = await serveHttps(microsoft, {
  certificate: certificates.server,
  ports: options.ports,
  ...(options.verbose
    ? {
        onRequest: ({ method, url }, status) =>
          console.error(`${status} ${method} ${url.host}${url.pathname}${decodeURIComponent(url.search)}`),
      }
    : {}),
});
const ready = {
  tenantId,
  tenantName,
  clientId: sampleApp.clientId,
  secret: sampleApp.secrets[0]?.value,
  endpoints: face.endpoints,
  authorityFile,
  certificateFile,
};
console.log(JSON.stringify(ready));
