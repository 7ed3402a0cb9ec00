import assert from "node:assert/strict";
import { test } from "node:test";
import { recoverRows } from "../../../../src/lake/recover.ts";
import type { StoredObject, WriteCondition } from "../../../../src/lake/storage/storage.ts";
import { MemorySliceWork } from "../../../simulation/slices/memory-slice-work.ts";
import { commitTo, row, rowsOf, SlicesInMemory, StandingClock, stateOf, writerOn } from "./some-writers.ts";

const hour = 60 * 60_000;
const day = 24 * hour;

class Killed extends Error {}

/** Does something at each effect: before it is done, and when it is done. */
class EffectStorage extends SlicesInMemory {
  at: (step: number) => Promise<void> = async () => undefined;
  steps = 0;

  override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    return this.#around(() => super.write(path, content, condition));
  }

  override async overwrite(path: string, content: Uint8Array): Promise<void> {
    return this.#around(() => super.overwrite(path, content));
  }

  override async remove(paths: readonly string[]): Promise<void> {
    return this.#around(() => super.remove(paths));
  }

  async #around<T>(effect: () => Promise<T>): Promise<T> {
    await this.at(this.steps++);
    const done = await effect();
    await this.at(this.steps++);
    return done;
  }
}

/** A lake whose last entries were deleted a week ago, so that slices lie there that no entry names; and all its rows. */
async function cutLake(): Promise<{ storage: EffectStorage; clock: StandingClock; rows: readonly string[] }> {
  const clock = new StandingClock();
  const storage = new EffectStorage(clock.now);
  const lake = writerOn(storage, clock);
  for (let n = 0; n < 6; n += 1) {
    await commitTo(lake, [row(`a${n}`, `2026-11-2${n % 3}T10:00:00Z`), row(`r${n}`, `2026-11-20T23:59:5${n}Z`, true)]);
    clock.pass(2 * hour);
  }
  const rows = await rowsOf(storage, await stateOf(lake));
  const entries = (await storage.names("_ledger/signins/")).filter((path) => /\d{9}\.json$/.test(path));
  await storage.remove([...entries.slice(-3), "_ledger/signins/checkpoint.json"]);
  clock.pass(8 * day);
  storage.steps = 0;
  return { storage, clock, rows };
}

type Cut = Awaited<ReturnType<typeof cutLake>>;

/** Recovers until an effect; what is only put aside, such as a checkpoint, may fail unseen. Answers whether it was killed. */
async function recoverKilledAt(cut: Cut, killed: number): Promise<boolean> {
  cut.storage.at = async (step) => {
    if (step >= killed) throw new Killed();
  };
  try {
    await recover(cut);
    return false;
  } catch (error) {
    assert.ok(error instanceof Killed, String(error));
    return true;
  } finally {
    cut.storage.at = async () => undefined;
  }
}

const recover = ({ storage, clock }: Cut) =>
  recoverRows(new MemorySliceWork(storage, storage.decoded), writerOn(storage, clock));

/** Every row once, also after a day of commits that sweep, and nothing more to recover. */
async function assertWhole({ storage, clock, rows }: Cut, more: readonly string[], about: string): Promise<void> {
  storage.at = async () => undefined;
  for (const wait of [0, 2 * hour, 8 * day]) {
    clock.pass(wait);
    if (wait > 0) await commitTo(writerOn(storage, clock), [row("same", "2026-12-05T10:00:00Z")]);
    const held = await rowsOf(storage, await stateOf(writerOn(storage, clock)));
    const expected = [...rows, ...more, ...(wait > 0 ? ["2026-12-05/00-24 same"] : [])].sort();
    assert.deepEqual(held, expected, about);
    const again = await recoverRows(new MemorySliceWork(storage, storage.decoded), writerOn(storage, clock));
    assert.deepEqual([again.slices, again.added, again.updated], [0, 0, 0], about);
  }
}

async function stepsOf(): Promise<number> {
  const cut = await cutLake();
  const outcome = await recover(cut);
  assert.ok(outcome.added > 0, "there is something to recover");
  return cut.storage.steps;
}

test("a recovery that is killed before or after any effect loses nothing, and the next one finishes it", async () => {
  const steps = await stepsOf();
  let kills = 0;
  for (let killed = 0; killed < steps; killed += 1) {
    const cut = await cutLake();
    if (await recoverKilledAt(cut, killed)) kills += 1;
    await recover(cut);
    await assertWhole(cut, [], `killed at effect ${killed} of ${steps}`);
  }
  assert.ok(kills >= steps - 2, `${kills} kills at ${steps} effects`);
});

test("a recovery that is killed and then left for longer than sweeps wait loses nothing either", async () => {
  const steps = await stepsOf();
  for (let killed = 0; killed < steps; killed += 1) {
    const cut = await cutLake();
    await recoverKilledAt(cut, killed);
    for (let n = 0; n < 3; n += 1) {
      await commitTo(writerOn(cut.storage, cut.clock), [row("other", "2026-12-04T10:00:00Z")]);
      cut.clock.pass(8 * day);
    }
    await recover(cut);
    await assertWhole(cut, ["2026-12-04/00-24 other"], `killed at effect ${killed} of ${steps}, then swept`);
  }
});

for (const [name, meanwhile] of [
  ["another one recovers", async (cut: Cut) => void (await recover(cut))],
  [
    "another one imports and sweeps",
    async ({ storage, clock }: Cut) => {
      const other = writerOn(storage, clock);
      await commitTo(other, [row("a0", "2026-11-20T10:00:00Z"), row("x", "2026-11-20T11:00:00Z")]);
    },
  ],
] as const)
  test(`while one machine recovers, at any of its effects ${name}: every row is there, and once`, async () => {
    const steps = await stepsOf();
    for (let at = 0; at < steps; at += 1) {
      const cut = await cutLake();
      let isDone = false;
      cut.storage.at = async (step) => {
        if (isDone || step < at) return;
        isDone = true;
        await meanwhile(cut);
      };
      await recover(cut);
      assert.ok(isDone);
      await assertWhole(cut, name.includes("imports") ? ["2026-11-20/00-24 x"] : [], `at effect ${at} of ${steps}`);
    }
  });
