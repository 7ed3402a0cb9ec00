import { calm } from "../simulation/microsoft/moods/moods.ts";
import { lateDelivery } from "../simulation/microsoft/tenant/delivery.ts";
import type { KillPoint } from "../simulation/processes/simulated-process.ts";
import type { Schedule, ScheduledRun } from "../simulation/schedule.ts";
import { calmStorage } from "../simulation/storage/faulty-storage.ts";

const hour = 3_600_000;
const tenantId = "7e57ab1e-0000-4000-8000-000000000001";
const startMs = Date.UTC(2026, 1, 28, 20);
const endMs = startMs + 8 * hour;

/** Nothing comes more than twelve hours late, so that it is quiet after the re-reads of three days. */
const delivery = { ...lateDelivery, tail: 0 };

/** Two hours after the last event a collector is killed; others come later. */
export function killedOnce(kill: KillPoint | undefined): Schedule {
  const calmRun = (atMs: number): ScheduledRun => ({
    atMs,
    tenantId,
    twice: false,
    storage: calmStorage,
    clockErrorMs: 0,
    filtered: false,
  });
  const killedAt = endMs + 2 * hour;
  const later = [1, 12, 36, 100].map((hours) => calmRun(killedAt + hours * hour));
  return {
    seed: 7,
    startMs,
    endMs,
    delivery,
    moods: calm,
    retryAfter: "seconds",
    calmFromMs: startMs,
    tenants: [
      {
        tenantId,
        sources: ["directoryAudits", "Audit.Exchange"],
        events: 12,
        floorDays: 2,
        licences: [{ fromMs: Number.NEGATIVE_INFINITY, licence: "p2" }],
      },
    ],
    runs: [{ ...calmRun(killedAt), ...(kill !== undefined && { kill }) }, ...later],
    interferences: [],
    mayLose: false,
  };
}
