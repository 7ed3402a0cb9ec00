import { sweepUnnamed } from "../../src/lake/committing/sweep-unnamed.ts";
import { recoverRows } from "../../src/lake/recover.ts";
import { tableNames } from "../../src/protocol/tables.ts";
import type { Random } from "../../src/sample-tenant/random.ts";
import { type KillPoint, killed } from "./processes/simulated-process.ts";
import type { Simulation, Started } from "./simulation.ts";
import { calmStorage } from "./storage/faulty-storage.ts";

const day = 86_400_000;

/** So many entries apart a commit looks for what no entry names; a life has seldom so many. */
const entriesPerSearch = 128;

/** What is done about slices that no entry names, while others collect; or makes some, while nobody does. */
export interface Upkeep {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly kind: "sweep" | "recover" | "lose-entry";
  readonly kill?: KillPoint;
}

/**
 * In half of the lives what no entry names is swept or merged back a few times; some of those who do it are killed. In
 * some of those that may lose an entry the newest of a ledger is deleted, and at the end all that it named is merged back.
 */
export function makeUpkeep(random: Random, startMs: number, endMs: number, mayLoseEntry: boolean): readonly Upkeep[] {
  const wanted = random.chance(0.5) ? 1 + random.below(4) : 0;
  const loses: readonly Upkeep[] =
    mayLoseEntry && random.chance(0.4)
      ? [
          { atMs: random.between(startMs + day / 2, endMs + 4 * day), kind: "lose-entry" },
          { atMs: endMs + 31 * day, kind: "recover" },
        ]
      : [];
  const kept = Array.from({ length: wanted }, (): Upkeep => {
    const kill = { effect: 1 + random.below(60), when: random.chance(0.5) ? "before" : "after" } as const;
    return {
      atMs: random.between(startMs, endMs + 28 * day),
      kind: random.chance(0.6) ? "sweep" : "recover",
      ...(random.chance(0.3) && { kill }),
    };
  });
  return [...kept, ...loses].sort((a, b) => a.atMs - b.atMs);
}

/** Deletes the newest entry of a ledger, as a hand would; nobody is at work. */
export async function loseEntry({ ground, invariants, time }: Simulation, random: Random): Promise<void> {
  const paths = invariants.entriesToLose().sort();
  if (paths.length === 0) return;
  const path = random.pick(paths);
  await time.outside(() => ground.remove(path));
  invariants.lostEntry(path);
}

/** Does it, as a process of its own. */
export async function keepUp(simulation: Simulation, { kind, kill }: Upkeep): Promise<void> {
  const started = simulation.start({ storage: calmStorage, clockErrorMs: 0, ...(kill && { kill }) }, 2);
  try {
    await (kind === "sweep" ? sweep(started) : recover(simulation, started));
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    simulation.errors.set(message, (simulation.errors.get(message) ?? 0) + 1);
  }
}

/** As a commit sweeps whose entry has its turn. */
async function sweep({ process, work, lake }: Started): Promise<void> {
  await process.run(async () => {
    for (const table of tableNames) {
      const state = await lake.state(work, table);
      if (state.n > 0) await sweepUnnamed(work, lake, table, { ...state, n: state.n - entriesPerSearch }, state);
    }
  });
}

/** Everything that lay there when it began is held when it ends, if it could be read. */
async function recover({ invariants }: Simulation, { process, work, lake }: Started): Promise<void> {
  const before = invariants.heldByNoSlice();
  const outcome = await process.run(() => recoverRows(work, lake));
  if (outcome === killed) return;
  const after = new Set(invariants.heldByNoSlice());
  if (!invariants.hasTampered)
    for (const { slice, reason } of outcome.unread) invariants.noteViolation(`${slice} is not recovered: ${reason}`);
  if (outcome.unread.length > 0) return;
  for (const id of before) if (after.has(id)) invariants.noteViolation(`${id} is not recovered`);
}
