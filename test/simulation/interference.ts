import { commitStaged } from "../../src/lake/commit.ts";
import type { StagedRow } from "../../src/lake/slices/staging.ts";
import type { Source, TableName } from "../../src/protocol/tables.ts";
import type { Random } from "../../src/sample-tenant/random.ts";
import type { LivingTenant } from "./living-tenant.ts";
import type { Offer } from "./microsoft/tenant/offer.ts";
import type { Interference } from "./schedule.ts";
import type { Simulation } from "./simulation.ts";
import { calmStorage } from "./storage/faulty-storage.ts";

/** Does to the lake what others do: imports, a hand in the folder, a cleaned cache. */
export async function interfere(simulation: Simulation, { kind }: Interference, random: Random): Promise<void> {
  if (kind === "delete-checkpoint") return simulation.time.outside(() => deleteCheckpoints(simulation));
  if (kind === "delete-slice" || kind === "edit-slice")
    return simulation.time.outside(() => tamper(simulation, kind, random));
  return importSome(simulation, kind === "rough-import", random);
}

async function deleteCheckpoints({ ground }: Simulation): Promise<void> {
  for (const { path } of await ground.storage.list("_ledger/"))
    if (path.endsWith("checkpoint.json")) await ground.remove(path);
}

async function tamper({ ground, invariants }: Simulation, kind: Interference["kind"], random: Random): Promise<void> {
  const paths = invariants.currentPaths().sort();
  if (paths.length === 0) return;
  const path = random.pick(paths);
  invariants.tampered(path);
  if (kind === "delete-slice") await ground.remove(path);
  else await ground.edit(path, random);
}

/**
 * An import beside the collector, as an older version would do it too: the same commit, without a word about
 * windows. A rough one has times that are only nearly right.
 */
async function importSome(simulation: Simulation, isRough: boolean, random: Random): Promise<void> {
  const tenant = random.pick(simulation.tenants);
  const rows = exportOf(tenant, simulation.time.now(), isRough, random);
  const { process, work, lake } = simulation.start({ storage: calmStorage, clockErrorMs: 0 }, 2);
  await process.run(async () => {
    await work.stage(rows, new Map([[0, "import"]]));
    await commitStaged(work, lake);
  });
}

/** What somebody downloaded of the tenant's log before. */
function exportOf({ truth, scheduled }: LivingTenant, nowMs: number, isRough: boolean, random: Random): StagedRow[] {
  const exportable = [...truth.existing(scheduled.sources, nowMs).values()].filter(
    ({ table }) => table in exactSources,
  );
  return exportable
    .filter(() => random.chance(0.3))
    .map((offer, line) => rowOf(offer, line + 1, truth.tenantId, isRough, random));
}

const exactSources: Partial<Record<TableName, Source>> = {
  signins: "portal-json",
  audits: "portal-json",
  activity: "purview-csv",
};

function rowOf(offer: Offer, line: number, tenantId: string, isRough: boolean, random: Random): StagedRow {
  const { table, key, eventMs, raw } = offer;
  const timeIsApproximate = isRough && table !== "activity";
  return {
    input: 0,
    line,
    table,
    tenantId,
    key,
    raw,
    observedMs: null,
    late: false,
    timeIsApproximate,
    // The time of logging is some minutes after the event's.
    eventTimeMs: Math.floor(eventMs) + (timeIsApproximate ? random.below(20 * 60_000) : 0),
    source: timeIsApproximate ? "diagnostic" : (exactSources[table] ?? "portal-json"),
  };
}
