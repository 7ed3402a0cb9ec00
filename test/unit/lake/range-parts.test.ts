import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Range } from "../../../src/lake/ledger/coverage.ts";
import { apartFrom, partsIn } from "../../../src/lake/ledger/range-parts.ts";

test("what of a range lies in none of the others", () => {
  const others = [
    { fromMs: 8, toMs: 20 },
    { fromMs: 2, toMs: 3 },
    { fromMs: -5, toMs: 0 },
  ];
  assert.deepEqual(apartFrom({ fromMs: 0, toMs: 10 }, others), [
    { fromMs: 0, toMs: 2 },
    { fromMs: 3, toMs: 8 },
  ]);
  assert.deepEqual(apartFrom({ fromMs: 4, toMs: 4 }, []), [], "an empty range has no parts");
});

const range = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
  .map(([a, b]): Range => ({ fromMs: Math.min(a, b), toMs: Math.max(a, b) }));
const instants = (ranges: readonly Range[]): ReadonlySet<number> =>
  new Set(ranges.flatMap(({ fromMs, toMs }) => Array.from({ length: toMs - fromMs }, (_, index) => fromMs + index)));

test("the parts in others and the parts apart from them are the range, each instant once, however the others lie", () => {
  fc.assert(
    fc.property(range, fc.array(range, { maxLength: 6 }), (whole, others) => {
      const apart = apartFrom(whole, others);
      const held = instants(others);
      const all = [...instants([whole])];
      assert.deepEqual(
        [...instants(apart)],
        all.filter((at) => !held.has(at)),
      );
      assert.deepEqual(
        [...instants(partsIn(whole, others))].sort((a, b) => a - b),
        all.filter((at) => held.has(at)),
      );
      for (const [index, { fromMs, toMs }] of apart.entries())
        assert.ok(fromMs < toMs && fromMs > (apart[index - 1]?.toMs ?? -1), "parts are ascending, apart and not empty");
    }),
  );
});
