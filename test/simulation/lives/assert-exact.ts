import assert from "node:assert/strict";
import type { LifeFound } from "./life-process.ts";

/** @param option of the command that repeats the life. */
export function assertExact({ seed, violations }: Pick<LifeFound, "seed" | "violations">, option = ""): void {
  const found = violations.slice(0, 5).map(({ kind, text }) => `${kind}: ${text}`);
  const alone = `Alone: node test/bench/exactness.ts --seed ${seed}${option}`;
  assert.deepEqual(found, [], `Seed ${seed} violates the invariants. ${alone}`);
}
