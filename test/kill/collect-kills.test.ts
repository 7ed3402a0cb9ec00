import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Database, literal } from "../../src/duckdb/database.ts";
import { logSources } from "../../src/lake/collecting/log-sources.ts";
import { type CollectOutcome, type SourceId, sourceIds } from "../../src/protocol/collector.ts";
import { Random } from "../../src/sample-tenant/random.ts";
import { sampleTenantId } from "../../src/sample-tenant/tenant.ts";
import { localLakeService } from "../../src/service/local-lake-service.ts";
import { slicesOf } from "../lake/slices-of.ts";
import { serveHttps } from "../simulation/microsoft/https-server.ts";
import { sampleApp } from "../simulation/microsoft/login/app-registration.ts";
import { makeServerCertificates } from "../simulation/microsoft/login/certificates.ts";
import { SimulatedMicrosoft } from "../simulation/microsoft/microsoft.ts";
import { rough } from "../simulation/microsoft/moods/moods.ts";
import { sampleTenant } from "../simulation/microsoft/tenant/sample-tenant.ts";
import type { CollectOrder } from "./collect-child.ts";

const child = fileURLToPath(new URL("collect-child.ts", import.meta.url));
const wantedKills = 12;
/** Everything is delivered within minutes, so that the truth stands still while the collector is killed. */
const prompt = { hours: 0, tail: 0, changed: 0, twice: 0.05, listedLate: 0 };
/** What only a later read repairs is left out: this run is over before it is due. */
const moods = { ...rough, withheld: 0, contentMissing: 0, licenceError: 0, subscriptionDisabled: 0 };
const sources = sourceIds.filter(
  (source) => !["signIns.v1.0", "auditLogQuery"].includes(source) && logSources[source].axis !== "polled",
);

/** `TENANTTRAIL_SEED` repeats the tenant and the moments of a run. */
const seed = Number(process.env["TENANTTRAIL_SEED"] ?? Date.now() % 1_000_000_007);

test(`a collection killed ${wantedKills} times ends with the exact set of events (seed ${seed})`, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-collect-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const lake = join(folder, "lake");
  // The tenant's last event lies an hour back; its time goes faster than ours.
  const [startMs, startedMs, speed] = [Date.UTC(2026, 10, 22, 12), Date.now(), 120];
  const now = (): number => startMs + (Date.now() - startedMs) * speed;
  const clock = { now, sleep: async (ms: number) => sleep(ms / speed) };
  const tenant = sampleTenant({
    seed,
    nowMs: startMs - 3_600_000,
    days: 5,
    daysAhead: 0,
    users: 30,
    scale: 0.3,
    delivery: prompt,
  });
  const microsoft = new SimulatedMicrosoft(tenant, clock, { moods, seed });
  const certificates = await makeServerCertificates(Date.now());
  const authority = join(folder, "authority.pem");
  await writeFile(authority, certificates.authority);
  const face = await serveHttps(microsoft, { certificate: certificates.server });
  t.after(() => face.stop());
  const secret = sampleApp.secrets[0]?.value ?? "";
  const order: CollectOrder = {
    lake,
    startMs,
    startedMs,
    speed,
    tenant: {
      name: "Contoso (simulated)",
      sources,
      access: {
        tenantId: sampleTenantId,
        clientId: sampleApp.clientId,
        cloud: "global",
        endpoints: face.endpoints,
        credential: { kind: "secret", secret },
      },
    },
  };
  const run = (killAfterMs?: number): Promise<ChildEnd> => collectInChild(order, authority, folder, killAfterMs);

  const random = Random.of(seed, 0, 0, 0);
  let kills = 0;
  let rounds = 0;
  for (; kills < wantedKills; rounds += 1) {
    assert.ok(rounds < wantedKills * 3, `Too few kills met a running collection: ${kills} in ${rounds} (seed ${seed})`);
    // Two at once in every third round share the work or repeat it.
    const together = rounds % 3 === 2 ? [run(200 + random.fraction() * 2500)] : [];
    for (const end of await Promise.all([run(200 + random.fraction() * 2500), ...together])) {
      assert.ok(end.killed || end.outcome !== undefined, `A child failed by itself (seed ${seed}): ${end.stderr}`);
      kills += end.killed ? 1 : 0;
    }
  }
  let last = await run();
  for (let more = 0; more < 20 && isUnfinished(last); more += 1) last = await run();
  assert.ok(last.outcome !== undefined, `The last run failed (seed ${seed}): ${last.stderr}`);
  t.diagnostic(`${kills} kills in ${rounds} rounds; the last run: ${JSON.stringify(last.outcome.tables)}`);

  for (const table of new Set(sources.map((source) => logSources[source].table))) {
    const ofTable = sources.filter((source) => logSources[source].table === table);
    const [held, exist] = [await keysInSlices(lake, table), existing(ofTable)];
    const [here, there] = [new Set(held), new Set(exist)];
    assert.equal(here.size, held.length, `An event of ${table} is there twice, seed ${seed}`);
    const missing = exist.filter((key) => !here.has(key));
    const unknown = held.filter((key) => !there.has(key));
    assert.deepEqual({ missing, unknown }, { missing: [], unknown: [] }, `${table}, seed ${seed}`);
  }
  const service = localLakeService({ clock });
  t.after(() => service.dispose());
  await service.useConnection({ kind: "folder", path: lake });
  const { mismatched, missing, duplicated } = await service.verifyIntegrity({});
  assert.deepEqual({ mismatched, missing, duplicated }, { mismatched: [], missing: [], duplicated: [] });

  function existing(of: readonly SourceId[]): string[] {
    return [...tenant.existing(of, now()).keys()].sort();
  }
});

interface ChildEnd {
  readonly killed: boolean;
  readonly outcome: CollectOutcome | undefined;
  readonly stderr: string;
}

/** Microsoft's moods may have left something to the next run; time goes on, so there is always a new window. */
function isUnfinished({ outcome }: ChildEnd): boolean {
  return outcome === undefined || outcome.tables.some(({ remaining, added }) => remaining > 0 || added > 0);
}

/** Collects in a process of its own, which is killed with SIGKILL so long after it began to collect. */
async function collectInChild(
  order: CollectOrder,
  authority: string,
  cache: string,
  killAfterMs?: number,
): Promise<ChildEnd> {
  const started = fork(child, [JSON.stringify(order)], {
    silent: true,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authority, NODE_COMPILE_CACHE: join(cache, "modules") },
  });
  let stdout = "";
  let stderr = "";
  let timer: NodeJS.Timeout | undefined;
  started.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  started.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    if (killAfterMs !== undefined) timer ??= setTimeout(() => started.kill("SIGKILL"), killAfterMs);
  });
  const signal = await new Promise((resolve, reject) => {
    started.on("error", reject);
    started.on("close", (_code, by) => resolve(by));
  });
  clearTimeout(timer);
  const [, outcome] = stdout.split("\n");
  return {
    killed: signal === "SIGKILL",
    outcome: outcome ? (JSON.parse(outcome) as CollectOutcome) : undefined,
    stderr,
  };
}

/** The keys that lie in the slices, read without the lake's own code. */
async function keysInSlices(lake: string, table: string): Promise<string[]> {
  const key =
    table === "riskyusers"
      ? "id || '@' || strftime(risklastupdateddatetime, '%Y-%m-%dT%H:%M:%S.%gZ')"
      : "coalesce(raw->>'id', raw->>'Id')";
  const database = await Database.open();
  try {
    return await database.use(async (connection) => {
      const reader = await connection.runAndReadAll(
        `SELECT ${key} FROM read_parquet([${slicesOf(lake, table).map(literal).join(", ")}])`,
      );
      return reader
        .getRowsJS()
        .map(([found]) => String(found))
        .sort();
    });
  } finally {
    database.close();
  }
}
