import type { SourceId } from "../../../../src/protocol/collector.ts";
import { Random } from "../../../../src/sample-tenant/random.ts";
import { calm, rough } from "../../../simulation/microsoft/moods/moods.ts";
import { lateDelivery } from "../../../simulation/microsoft/tenant/delivery.ts";
import type { Schedule, ScheduledRun } from "../../../simulation/schedule.ts";
import { calmStorage, type StorageMood } from "../../../simulation/storage/faulty-storage.ts";

const hour = 3_600_000;
const day = 24 * hour;
const tenantId = "7e57ab1e-0000-4000-8000-000000000001";

/** A stream of `Random` that no other part of the simulation uses. */
const stream = 231;

const families: readonly (readonly SourceId[])[] = [
  ["signIns.interactiveUser"],
  ["directoryAudits", "Audit.Exchange"],
  ["directoryAudits", "riskDetections"],
  ["signIns.nonInteractiveUser", "Audit.SharePoint"],
];

const badStorage: StorageMood = {
  refuses: 0.3,
  losesAnswer: 0.05,
  repeatsItself: 0.02,
  failsToRead: 0.03,
  delayMs: 0,
};

/**
 * A life of a few hundred requests to S3, for one where each takes a while. While events happen, a collector is killed,
 * two collect at once, and answers are lost; an import writes beside them, and checkpoints are deleted. Nothing comes
 * more than half a day late, so that it is quiet after the re-reads of the first days; a week later what no entry names
 * is swept.
 */
export function smallLife(seed: number): Schedule {
  const random = Random.of(seed, 0, 0, stream);
  const startMs = Date.UTC(2026, 1, 28, random.below(24));
  const endMs = startMs + random.between(6, 30) * hour;
  const between = (): number => random.between(startMs + hour, endMs + 2 * hour);
  const kill = () => ({ effect: 10 + random.below(70), when: random.pick(["before", "after"] as const) });
  const plain = { tenantId, twice: false, storage: calmStorage, clockErrorMs: 0, filtered: false };
  const hostile: readonly ScheduledRun[] = [
    { ...plain, atMs: between(), kill: kill() },
    { ...plain, atMs: between(), kill: kill(), storage: badStorage },
    { ...plain, atMs: between(), twice: true, kill: kill(), storage: badStorage },
  ];
  const calmHours = [14, 30, 60, 110, 9 * 24];
  return {
    seed,
    startMs,
    endMs,
    delivery: { ...lateDelivery, tail: 0 },
    moods: random.pick([calm, rough]),
    retryAfter: "seconds",
    pageRows: random.pick([1000, 7]),
    calmFromMs: endMs + 4 * hour,
    tenants: [
      {
        tenantId,
        sources: random.pick(families),
        events: 16 + random.below(12),
        floorDays: 2,
        licences: [{ fromMs: Number.NEGATIVE_INFINITY, licence: "p2" }],
      },
    ],
    runs: [
      ...hostile.toSorted((a, b) => a.atMs - b.atMs),
      ...calmHours.map((hours) => ({ ...plain, atMs: endMs + hours * hour })),
    ],
    interferences: [
      { atMs: between(), kind: "import" },
      { atMs: between(), kind: "delete-checkpoint" },
    ],
    upkeep: [{ atMs: endMs + 9 * day, kind: "sweep" }],
    mayLose: false,
  };
}
