import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "../../../src/sample-tenant/random.ts";

const words = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat());

test("the same four words give the same numbers, other words give others", () => {
  fc.assert(
    fc.property(words, words, (one, two) => {
      const draw = (from: readonly [number, number, number, number]) => {
        const random = Random.of(...from);
        return Array.from({ length: 8 }, () => random.uint32()).join();
      };
      assert.equal(draw(one), draw(one));
      if (one.join() !== two.join()) assert.notEqual(draw(one), draw(two));
    }),
  );
});

test("a fork draws numbers of its own and leaves its parent as any other fork would", () => {
  const [first, second] = [Random.of(1, 2, 3, 4), Random.of(1, 2, 3, 4)];
  const used = first.fork();
  for (let index = 0; index < 100; index++) used.uint32();
  second.fork();
  assert.equal(first.uuid(), second.uuid());
  assert.notEqual(first.fork().uuid(), first.fork().uuid());
});

test("numbers stay in their ranges", () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 1000 }), (from, limit) => {
      const random = Random.of(...from);
      const below = random.below(limit);
      assert.ok(Number.isInteger(below) && below >= 0 && below < limit);
      const between = random.between(-limit, limit);
      assert.ok(between >= -limit && between < limit);
      assert.ok(Math.abs(random.around(0, 1)) <= 3.5);
      assert.match(random.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.match(random.token(), /^[\w-]{22}$/);
    }),
  );
});

test("counts have the mean that was asked for", () => {
  const random = Random.of(5, 6, 7, 8);
  for (const mean of [0.3, 1.9, 40]) {
    let total = 0;
    for (let index = 0; index < 20_000; index++) total += random.count(mean);
    assert.ok(Math.abs(total / 20_000 / mean - 1) < 0.05, `${mean} became ${total / 20_000}`);
  }
});

test("a choice follows its weights, and there must be something to choose", () => {
  const random = Random.of(9, 9, 9, 9);
  const items = [
    { weight: 9, value: "often" },
    { weight: 1, value: "seldom" },
    { weight: 0, value: "never" },
  ];
  const seen = Array.from({ length: 5000 }, () => random.weighted(items));
  const often = seen.filter((value) => value === "often").length;
  assert.ok(often > 4300 && often < 4700, `${often}`);
  assert.ok(!seen.includes("never"));
  assert.throws(() => random.pick([]), RangeError);
  assert.deepEqual(random.sample([1, 2, 3], 9).sort(), [1, 2, 3]);
});
