import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Storage } from "../../../../../src/lake/storage/storage.ts";
import { answerOf } from "./answers.ts";
import { type Held, heldBy } from "./held.ts";
import type { Round } from "./steps.ts";
import { type Expected, StorageModel } from "./storage-model.ts";

/** A round in the order in which it can have happened, with the model's versions that were known before it. */
interface Happened {
  readonly steps: Round;
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

type Known = Map<string, readonly string[]>;

/**
 * Asks a storage round by round, the steps of a round at the same time by writers with a storage each, and the model the
 * same one after the other: in some order of each round it must say the same to everybody, and hold the same afterwards.
 * @throws AssertionError for a round to which no order fits.
 */
export async function assertSameAsModel(storages: readonly [Storage, ...Storage[]], all: readonly Round[]) {
  const [looking] = storages;
  const [real, model]: [Known, Known] = [new Map(), new Map()];
  let history: readonly Happened[] = [];
  for (const [at, steps] of all.entries()) {
    const answers = await Promise.all(steps.map((step, writer) => answerOf(storages[writer] ?? looking, step, real)));
    const held = await heldBy(looking);
    const orders = ordersOf(steps.length);
    const told: unknown[] = [];
    for (const order of orders) {
      const ordered = { steps: order.flatMap((index) => steps[index] ?? []), versions: new Map(model) };
      const { expected, held: modelHeld } = await replayed([...history, ordered]);
      const isSaid = expected.every((may, index) => may.includes(answers[order[index] ?? 0] ?? ""));
      told.push({ order, expected, said: modelHeld.said });
      if (!isSaid || !isDeepStrictEqual(modelHeld.said, held.said)) continue;
      history = [...history, ordered];
      remember(model, modelHeld);
      remember(real, held);
      break;
    }
    assert.equal(
      history.length,
      at + 1,
      `No order fits round ${at}: it was answered ${JSON.stringify({ answers, ...held })}; the model says ${JSON.stringify(told)}`,
    );
  }
}

async function replayed(history: readonly Happened[]): Promise<{ readonly expected: Expected; readonly held: Held }> {
  const model = new StorageModel();
  let expected: Expected = [];
  for (const { steps, versions } of history) expected = await model.round(steps, versions);
  return { expected, held: await model.held() };
}

/** The newest version of a path first. */
function remember(known: Known, { versions }: Held): void {
  for (const [path, version] of versions) {
    const before = known.get(path) ?? [];
    if (before[0] !== version) known.set(path, [version, ...before]);
  }
}

function ordersOf(count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  const shorter = ordersOf(count - 1);
  return shorter.flatMap((order) =>
    Array.from({ length: count }, (_, at) => [...order.slice(0, at), count - 1, ...order.slice(at)]),
  );
}
