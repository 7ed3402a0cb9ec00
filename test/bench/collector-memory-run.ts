import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Clock } from "../../src/collector/clock.ts";
import { serversOf } from "../../src/collector/clouds.ts";
import { collect } from "../../src/collector/collect.ts";
import { Pacers } from "../../src/collector/microsoft/limits/pacers.ts";
import { openMicrosoft } from "../../src/collector/microsoft/open-microsoft.ts";
import { Lake } from "../../src/lake/lake.ts";
import { FolderStorage } from "../../src/lake/storage/folder-storage.ts";
import type { TenantSettings } from "../../src/protocol/collector.ts";
import { CancelledError } from "../../src/protocol/errors.ts";
import { withCollectLake } from "../../src/service/collecting/with-collect-lake.ts";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "450000" },
    /** Days that the rows are spread over. */
    days: { type: "string", default: "2" },
    /** How much faster than real time the run lives; the limit of 5 requests in 10 s would need 15 minutes. */
    speed: { type: "string", default: "4" },
    minutes: { type: "string", default: "15" },
    /** What answers, in a process of its own. */
    server: { type: "string", default: "" },
  },
});
const speed = Number(options.speed);
const tenantId = "7e57ab1e-0000-4000-8000-000000000001";

/** A clock that runs faster; deadlines and pauses shrink with it. */
function fastClock(startMs: number): Clock {
  const began = performance.now();
  return {
    now: () => Math.floor(startMs + (performance.now() - began) * speed),
    async sleep(ms, signal) {
      try {
        await sleep(ms / speed, undefined, { ...(signal && { signal }) });
      } catch (error) {
        throw signal?.aborted ? new CancelledError() : error;
      }
    },
  };
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let sum = 0;
  for (const entry of entries) {
    const found = entry.isFile() && (await stat(join(entry.parentPath, entry.name)).catch(() => undefined));
    // What is linked from elsewhere takes no room of its own.
    if (found && found.nlink === 1) sum += found.size;
  }
  return sum;
}

// The answers come from another process, so that only the collector's own memory is counted here.
const server = fork(options.server, [options.rows, options.days, options.speed]);
const [{ port, nowMs }] = (await once(server, "message")) as [{ port: number; nowMs: number }];
const folder = await mkdtemp(join(tmpdir(), "tenanttrail-memory-"));
const clock = fastClock(nowMs);
const settings: TenantSettings = {
  tenantId,
  name: "big.example",
  cloud: "global",
  clientId: "c0113c70-0000-4000-8000-000000000001",
  credentialKind: "secret",
  sources: ["signIns.interactiveUser"],
  floors: {},
  since: new Date(nowMs).toISOString(),
};
const microsoft = openMicrosoft({
  tenantId,
  clientId: settings.clientId,
  cloud: "global",
  servers: serversOf({ cloud: "global" }),
  clock,
  tokens: { token: async () => "token" },
  fetch: (url, init) => fetch(url.replace("https://graph.microsoft.com", `http://127.0.0.1:${port}`), init),
  random: Math.random,
  pacers: new Pacers(clock, Math.random),
});
let scratchBytes = 0;
const watch = setInterval(async () => {
  scratchBytes = Math.max(scratchBytes, await bytesIn(join(folder, "_scratch")));
}, 200);
// Node's own memory and that of what is loaded.
const baseMB = Math.round(process.memoryUsage.rss() / 1e6);
let peakBytes = 0;
const memory = setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 20);
const cpu = process.cpuUsage();
const lake = new Lake(new FolderStorage(folder), {
  now: () => clock.now(),
  sleep: (ms) => clock.sleep(ms),
  random: Math.random,
});
try {
  const outcome = await withCollectLake(lake, (collectLake) =>
    collect({ settings, microsoft, lake: collectLake, clock }, { request: { maxMinutes: Number(options.minutes) } }),
  );
  const minutes = (clock.now() - nowMs) / 60_000;
  const { user, system } = process.cpuUsage(cpu);
  const fetched = outcome.tables.reduce((sum, table) => sum + table.fetched, 0);
  const added = outcome.tables.reduce((sum, table) => sum + table.added, 0);
  const figures = {
    fetched,
    added,
    remaining: outcome.tables.reduce((sum, table) => sum + table.remaining, 0),
    failures: outcome.failures.length,
    requests: outcome.requests,
    minutes: Number(minutes.toFixed(1)),
    baseMB,
    peakMB: Math.round(peakBytes / 1e6),
    scratchPeakMB: Math.round(scratchBytes / 1e6),
    lakeMB: Math.round((await bytesIn(folder)) / 1e6),
    ownMsPer1000Rows: Number(((user + system) / 1000 / (fetched / 1000)).toFixed(1)),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  clearInterval(watch);
  clearInterval(memory);
  server.kill();
  await rm(folder, { recursive: true, force: true });
}
