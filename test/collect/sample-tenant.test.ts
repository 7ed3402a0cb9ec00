import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Clock } from "../../src/collector/clock.ts";
import { logSources } from "../../src/lake/collecting/log-sources.ts";
import { type SourceId, sourceIds } from "../../src/protocol/collector.ts";
import type { JsonValue } from "../../src/protocol/query.ts";
import { tableNames } from "../../src/protocol/tables.ts";
import { labels } from "../../src/sample-tenant/labels.ts";
import { sampleTenantId } from "../../src/sample-tenant/tenant.ts";
import { localLakeService } from "../../src/service/local-lake-service.ts";
import { tables } from "../../src/tables/schema/all-tables.ts";
import { openRunner } from "../lake/queries/query-runner.ts";
import { savedQueries } from "../lake/queries/saved-query.ts";
import { fetchOf } from "../simulation/microsoft/fetch-face.ts";
import { sampleApp } from "../simulation/microsoft/login/app-registration.ts";
import { SimulatedMicrosoft } from "../simulation/microsoft/microsoft.ts";
import { sampleTenant } from "../simulation/microsoft/tenant/sample-tenant.ts";
import { fastClock } from "./fast-clock.ts";
import { MemoryHost } from "./memory-host.ts";

const hour = 3_600_000;
const day = 24 * hour;
const nowMs = Date.UTC(2026, 10, 22, 12);
const [days, daysAhead, users, scale] = [16, 3, 50, 0.4];
const sources = sourceIds.filter((source) => source !== "signIns.v1.0");

/** A detection that shows each attack, of those that need no content older than the Management Activity API offers. */
const mustFind = {
  "password-spray": "credential-attacks/password-spray-by-address",
  "session-theft": "sessions-and-tokens/impossible-travel",
  "consent-grant": "applications/user-consent-to-application",
  "device-code": "sessions-and-tokens/device-code-sign-ins",
  "application-credential": "applications/new-credential-used-from-new-address",
} as const;

test("the simulated tenant, collected as a person would: every event once, and the five attacks are found", async (t) => {
  const lake = await mkdtemp(join(tmpdir(), "tenanttrail-collect-"));
  t.after(() => rm(lake, { recursive: true, force: true }));
  const fast = fastClock(nowMs, 60);
  let skippedMs = 0;
  const clock: Clock = { now: () => fast.now() + skippedMs, sleep: fast.sleep };
  const delivery = { hours: 0, tail: 0, changed: 0.01, twice: 0.02, listedLate: 0 };
  const tenant = sampleTenant({ nowMs, days, daysAhead, users, scale, delivery });
  const microsoft = new SimulatedMicrosoft(tenant, clock);
  const answer = fetchOf(microsoft);
  const secrets = new Set<string>();
  const watched: typeof fetch = async (input, init) => {
    const token = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "");
    if (token !== undefined) secrets.add(token);
    return answer(input, init);
  };
  const service = localLakeService({ host: new MemoryHost(), fetch: watched, clock });
  t.after(() => service.dispose());
  await service.useConnection({ kind: "folder", path: lake });
  const secret = sampleApp.secrets[0]?.value ?? "";
  const access = {
    ...({ tenantId: sampleTenantId, clientId: sampleApp.clientId, cloud: "global" } as const),
    credential: { kind: "secret", secret } as const,
  };

  await service.addTenant({ name: "Contoso (simulated)", sources, access });
  const first = await service.collect({});
  assert.deepEqual(first.failures, []);
  const stateOfDays = async () => (await service.listDays({ table: "signins" })).map(({ state }) => state);
  const once = await stateOfDays();
  assert.deepEqual(new Set(once.slice(0, -1)), new Set(["settling"]), "a day is complete after a single read");
  assert.equal(once.at(-1), "lost", "of the oldest day, a part was no longer offered");
  const second = await service.collect({});
  t.diagnostic(`${first.requests} requests, ${JSON.stringify(first.tables)}`);

  const lateEdge = clock.now() - 12 * hour;
  for (const table of tableNames.filter((name) => name !== "riskyusers")) {
    const { eventTime, keyColumns } = tables[table];
    const until = new Date(lateEdge).toISOString().slice(0, 19).replace("T", " ");
    const { resultId, rowCount } = await service.runQuery({
      sql: `SELECT ${keyColumns.join(", ")} FROM ${table} WHERE ${eventTime} < TIMESTAMP '${until}' ORDER BY 1`,
    });
    const { rows } = await service.readWindow({ resultId, offset: 0, limit: rowCount });
    const held = rows.map(([key]) => String(key));
    const exist = [...tenant.existing(sourcesOf(table), clock.now())]
      .filter(([, offer]) => offer.eventMs < Math.floor(lateEdge / 1000) * 1000 && offer.axisMs > nowMs - 6.9 * day)
      .map(([key]) => key);
    const set = new Set(held);
    assert.equal(set.size, held.length, `${table} holds an event twice`);
    assert.deepEqual(
      exist.filter((key) => !set.has(key)),
      [],
      `${table} misses events`,
    );
  }
  assert.ok(second.tables.every(({ remaining }) => remaining === 0));

  skippedMs += 5 * hour;
  const third = await service.collect({});
  assert.deepEqual(third.failures, []);
  const states = await stateOfDays();
  const settling = states.lastIndexOf("settling");
  assert.ok(settling >= 6 && settling <= 8, `${settling + 1} days are settling`);
  assert.deepEqual(new Set(states.slice(0, settling + 1)), new Set(["settling"]));
  assert.deepEqual(new Set(states.slice(settling + 1, -1)), new Set(["complete"]));
  assert.equal(states.at(-1), "lost");
  assert.deepEqual((await service.verifyIntegrity({})).mismatched, []);

  secrets.add(secret);
  assert.ok(secrets.size >= 3, "a secret and a token for each API were in use");
  const told = JSON.stringify([
    first,
    second,
    third,
    await service.listTenants({}),
    await service.collectionHealth({}),
  ]);
  for (const hidden of secrets) {
    assert.ok(!told.includes(hidden), "a secret is in what the service tells");
    assert.deepEqual(await filesWith(lake, hidden), [], "a secret is in a file of the lake");
  }

  const runner = await openRunner(lake);
  t.after(() => runner[Symbol.asyncDispose]());
  const queries = savedQueries();
  const end = new Date(nowMs + daysAhead * day).toISOString();
  for (const attack of labels({ end, days: days + daysAhead, users, scale })) {
    const query = queries.find(({ name }) => name === `detections/${mustFind[attack.kind]}`);
    assert.ok(query);
    const ownApps = query.block?.header.params.some(({ name }) => name === "collectorApps");
    const rows = await runner.run(query, ownApps ? { collectorApps: [sampleApp.clientId] } : {});
    assert.ok(
      rows.some((row) => shows([attack.account, ...attack.ipAddresses], row)),
      `${attack.title} was not found by ${query.name}`,
    );
  }
});

/** The files below a folder that hold a text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(path)).includes(text)) found.push(path);
  }
  return found;
}

function sourcesOf(table: string): readonly SourceId[] {
  return sources.filter((source) => logSources[source].table === table && source !== "auditLogQuery");
}

function shows(names: readonly string[], row: Readonly<Record<string, JsonValue>>): boolean {
  const text = JSON.stringify(row);
  return names.some((name) => text.includes(name));
}
