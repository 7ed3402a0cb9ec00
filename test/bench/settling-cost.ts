import { limits } from "../../src/collector/microsoft/limits/limits.ts";
import { settlingCost } from "../../src/collector/plan/thin-rereads.ts";
import { logSources } from "../../src/lake/collecting/log-sources.ts";
import { calm } from "../simulation/microsoft/moods/moods.ts";
import { ordinaryDelivery } from "../simulation/microsoft/tenant/delivery.ts";
import { realCollector } from "../simulation/real-collector.ts";
import type { Schedule } from "../simulation/schedule.ts";
import { live } from "../simulation/simulation.ts";
import { calmStorage } from "../simulation/storage/faulty-storage.ts";

const hour = 3_600_000;
const day = 24 * hour;
const tenantId = "7e57ab1e-0000-4000-8000-000000000001";
const days = 12;
const source = "signIns.interactiveUser";
const pageRows = 999;

/** What one source of a quiet tenant costs on average for each day of its log, read every hour for twelve days and then once a day. */
export interface QuietDay {
  readonly eventsPerDay: number;
  readonly requestsPerDay: number;
  readonly slicesWrittenPerDay: number;
}

export async function quietDay(eventsPerDay: number): Promise<QuietDay> {
  const startMs = Date.UTC(2026, 2, 1);
  const endMs = startMs + days * day;
  const run = { tenantId, twice: false, storage: calmStorage, clockErrorMs: 0, filtered: false } as const;
  const hourly = Array.from({ length: days * 24 }, (_, n) => ({ ...run, atMs: startMs + (n + 1) * hour }));
  const daily = Array.from({ length: 31 }, (_, n) => ({ ...run, atMs: endMs + (n + 1) * day }));
  const schedule: Schedule = {
    seed: 1,
    startMs,
    endMs,
    delivery: ordinaryDelivery,
    moods: calm,
    retryAfter: "seconds",
    calmFromMs: startMs,
    tenants: [
      {
        tenantId,
        sources: [source],
        events: eventsPerDay * days,
        licences: [{ fromMs: Number.NEGATIVE_INFINITY, licence: "p2" }],
      },
    ],
    runs: [...hourly, ...daily],
    interferences: [],
    mayLose: false,
  };
  const { requests, slicesWritten, violations } = await live(schedule, realCollector);
  if (violations.length > 0) throw new Error(violations[0]?.text);
  return { eventsPerDay, requestsPerDay: requests / days, slicesWrittenPerDay: slicesWritten / days };
}

/** What the whole allowance of the reports costs at so many events a day. */
export function busyDay(rowsPerDay: number): ReturnType<typeof settlingCost> {
  const { requests, perMs } = limits.reports;
  const retentionMs = logSources[source].retentionDays.premium * day;
  return settlingCost({ rowsPerDay, pageRows, allowancePerDay: (requests / perMs) * day, retentionMs });
}

if (process.argv[1] === import.meta.filename) {
  for (const eventsPerDay of [100, 2_000]) {
    const { requestsPerDay, slicesWrittenPerDay } = await quietDay(eventsPerDay);
    process.stdout.write(
      `a day of ${eventsPerDay} events, collected hourly: ${requestsPerDay.toFixed(1)} requests and ` +
        `${slicesWrittenPerDay.toFixed(1)} slices written (30 days of empty past included); read once: ${Math.ceil(eventsPerDay / pageRows)} and 1\n`,
    );
  }
  for (const rows of [100_000, 1_000_000, 5_000_000, 10_000_000]) {
    const { agesHours, reads, requests, requestsUnthinned, allowancePerDay } = busyDay(rows);
    process.stdout.write(
      `${rows.toLocaleString("en-US")} events a day: ${requestsUnthinned} requests a day of ${allowancePerDay} allowed with every ` +
        `re-read, ${requests} with those after ${agesHours.join(", ")} h (${reads} reads)\n`,
    );
  }
}
