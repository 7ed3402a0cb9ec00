import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareRank, merge, type Observation } from "../../../src/lake/merge/merge-law.ts";

const observation: fc.Arbitrary<Observation<string>> = fc
  .record({
    tenantId: fc.constantFrom("t1", "t2"),
    key: fc.constantFrom("a", "b", "c"),
    versionTimeMs: fc.option(fc.integer({ min: 0, max: 3 })),
    currentMs: fc.constant(null),
    fidelity: fc.integer({ min: 1, max: 3 }),
    observedMs: fc.option(fc.integer({ min: 0, max: 3 })),
    filledColumns: fc.integer({ min: 0, max: 2 }),
    content: fc.constantFrom("x", "y", "z"),
  })
  .map(({ content, ...rank }) => ({ ...rank, canonicalSha256: content, firstSeenMs: rank.observedMs, row: content }));

const observations = fc.array(observation, { maxLength: 12 });
const keysOf = (rows: readonly Observation<string>[]): string[] =>
  rows.map(({ tenantId, key }) => `${tenantId}/${key}`).sort();

test("a merge keeps one row for each tenant and key, and loses none", () => {
  fc.assert(
    fc.property(observations, (incoming) => {
      const { rows } = merge([], incoming);
      assert.deepEqual(keysOf(rows), [...new Set(keysOf(incoming))].sort());
    }),
  );
});

test("the set of keys is the same whatever the order, grouping or repetition", () => {
  fc.assert(
    fc.property(observations, fc.nat(), fc.infiniteStream(fc.nat()), (incoming, cut, dice) => {
      const shuffled = incoming
        .map((row) => ({ row, at: dice.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ row }) => row);
      const at = incoming.length === 0 ? 0 : cut % incoming.length;
      const first = merge([], shuffled.slice(0, at));
      const second = merge(first.rows, [...shuffled.slice(at), ...shuffled]);
      assert.deepEqual(keysOf(second.rows), keysOf(merge([], incoming).rows));
    }),
  );
});

test("merging the same again changes nothing", () => {
  fc.assert(
    fc.property(observations, (incoming) => {
      const once = merge([], incoming);
      const again = merge(once.rows, incoming);
      assert.deepEqual(again.rows, once.rows);
      assert.ok(again.changes.every((change) => change === "unchanged"));
    }),
  );
});

test("one merge of all is what the order of arrival cannot change", () => {
  fc.assert(
    fc.property(observations, (incoming) => {
      const kept = (rows: readonly Observation<string>[]): string[] =>
        rows.map(({ tenantId, key, row }) => `${tenantId}/${key}=${row}`).sort();
      assert.deepEqual(kept(merge([], incoming.toReversed()).rows), kept(merge([], incoming).rows));
    }),
  );
});

test("what the kept row says was said by an observation that none outranks", () => {
  fc.assert(
    fc.property(observations, observations, (before, incoming) => {
      const existing = merge([], before).rows;
      for (const kept of merge(existing, incoming).rows) {
        const seen = [...existing, ...incoming].filter(
          ({ tenantId, key }) => tenantId === kept.tenantId && key === kept.key,
        );
        const speakers = seen.filter(({ canonicalSha256 }) => canonicalSha256 === kept.canonicalSha256);
        assert.ok(speakers.some((speaker) => seen.every((other) => compareRank(speaker, other) >= 0)));
      }
    }),
  );
});

test("every incoming row is accounted for once", () => {
  const row = (content: string, fidelity: number): Observation<string> => ({
    tenantId: "t",
    key: "k",
    versionTimeMs: null,
    currentMs: null,
    fidelity,
    observedMs: null,
    filledColumns: 0,
    canonicalSha256: content,
    firstSeenMs: null,
    row: content,
  });
  assert.deepEqual(merge([], [row("x", 1), row("x", 1), row("y", 2)]).changes, ["unchanged", "unchanged", "added"]);
  assert.deepEqual(merge([row("x", 1)], [row("y", 2)]).changes, ["updated"]);
  assert.deepEqual(merge([row("x", 1)], [row("x", 2)]).changes, ["unchanged"]);
  assert.deepEqual(merge([row("y", 2)], [row("x", 1)]).changes, ["unchanged"]);
});
