import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Clock } from "../../../src/collector/clock.ts";
import { CollectorRuns } from "../../../src/function/collector-runs.ts";
import type { Metric } from "../../../src/function/function-world.ts";
import type { Parameter } from "../../../src/function/tenant-parameters.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { CollectorFunction } from "../../../src/protocol/aws/function-report.ts";
import { fastClock } from "../../collect/fast-clock.ts";
import { fetchOf } from "../../simulation/microsoft/fetch-face.ts";
import { sampleApp } from "../../simulation/microsoft/login/app-registration.ts";
import { type MicrosoftOptions, SimulatedMicrosoft } from "../../simulation/microsoft/microsoft.ts";
import type { SimulatedTenant } from "../../simulation/microsoft/tenant/tenant.ts";
import { tinyTenant } from "../../simulation/microsoft/tenant/tiny-tenant.ts";

const dayMs = 86_400_000;
const startMs = Date.parse("2026-11-22T12:00:00Z");

/** A function over a lake in a folder and the simulated Microsoft, in virtual time. */
export interface FunctionRuns {
  readonly lake: Lake;
  readonly clock: Clock;
  readonly tenant: SimulatedTenant;
  readonly parameters: Parameter[];
  /** Everything that it told, as JSON lines. */
  readonly lines: string[];
  readonly metrics: Metric[];
  readonly runs: CollectorRuns;
  readonly parameter: (tenant: SimulatedTenant) => Parameter;
  /** Runs it with an event, as Lambda does. */
  run(event?: unknown, remainingMs?: number): ReturnType<CollectorRuns["run"]>;
}

export async function functionRuns(
  t: TestContext,
  name: CollectorFunction,
  options: MicrosoftOptions & { readonly events?: number; readonly speed?: number } = {},
): Promise<FunctionRuns> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-function-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const clock = fastClock(startMs, options.speed ?? 120);
  const tenant = tinyTenant({
    seed: 7,
    startMs: startMs - 6 * dayMs,
    endMs: startMs + dayMs,
    events: options.events ?? 300,
  });
  const microsoft = new SimulatedMicrosoft(tenant, clock, options);
  const storage = new FolderStorage(folder);
  const time = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms), random: () => 0.5 };
  const lake = new Lake(storage, time, { addressOf: (path) => storage.locate(path) });
  const lines: string[] = [];
  const metrics: Metric[] = [];
  const tell = (level: string) => (message: string, fields: object) =>
    void lines.push(JSON.stringify({ level, message, ...fields }));
  const parameter = ({ tenantId }: SimulatedTenant): Parameter => ({
    name: `/tenanttrail/stack/tenants/${tenantId}`,
    value: JSON.stringify({
      tenantId,
      clientId: sampleApp.clientId,
      cloud: "global",
      clientSecret: sampleApp.secrets[0]?.value,
      name: "Contoso Ltd",
      expires: new Date(startMs + 20 * dayMs).toISOString(),
    }),
  });
  const parameters = [parameter(tenant)];
  const runs = new CollectorRuns({
    name,
    lake,
    clock,
    parameters: async () => parameters,
    parameterPath: "/tenanttrail/stack/tenants/",
    fetch: fetchOf(microsoft),
    random: () => 0.5,
    megabytes: 1024,
    log: {
      info: tell("INFO"),
      warn: tell("WARN"),
      error: tell("ERROR"),
      measure: (more) => {
        metrics.push(...more);
        lines.push(JSON.stringify(more));
      },
    },
  });
  let requests = 0;
  const run: FunctionRuns["run"] = (event = {}, remainingMs = 780_000) => {
    const endMs = clock.now() + remainingMs;
    requests += 1;
    return runs.run({ event, requestId: `request-${requests}`, remainingMs: () => endMs - clock.now() });
  };
  return { lake, clock, tenant, parameters, lines, metrics, runs, parameter, run };
}
