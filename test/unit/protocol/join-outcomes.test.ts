import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { CollectOutcome } from "../../../src/protocol/collector.ts";
import { joinOutcomes } from "../../../src/protocol/join-outcomes.ts";
import { tableNames } from "../../../src/protocol/tables.ts";

const count = fc.nat(1000);

const outcomes: fc.Arbitrary<readonly CollectOutcome[]> = fc.array(
  fc.record(
    {
      tables: fc.uniqueArray(
        fc.record({
          table: fc.constantFrom(...tableNames),
          windows: count,
          fetched: count,
          added: count,
          updated: count,
          late: count,
          remaining: count,
        }),
        { selector: ({ table }) => table },
      ),
      failures: fc.constant([]),
      warnings: fc.array(fc.constantFrom("slow", "clock")),
      requests: count,
      throttledMs: count,
      rejected: fc.constant([]),
      rejectedFile: fc.constantFrom("a", "b"),
    },
    { requiredKeys: ["tables", "failures", "warnings", "requests", "throttledMs", "rejected"] },
  ),
  { maxLength: 5 },
);

test("joining in any grouping gives the same, every number is added, and a table and a warning stand once", () => {
  fc.assert(
    fc.property(outcomes, outcomes, (some, others) => {
      const joined = joinOutcomes([...some, ...others]);
      assert.deepEqual(joinOutcomes([joinOutcomes(some), joinOutcomes(others)]), joined);
      const tables = joined.tables.map(({ table }) => table);
      assert.deepEqual(
        tables,
        tableNames.filter((name) => tables.includes(name)),
      );
      assert.equal(new Set(joined.warnings).size, joined.warnings.length);
      const added = [...some, ...others].flatMap((each) => each.tables).map((each) => each.added);
      assert.equal(
        joined.tables.reduce((total, each) => total + each.added, 0),
        added.reduce((total, each) => total + each, 0),
      );
    }),
  );
});

test("of several rejects files the newest is named", () => {
  const empty = joinOutcomes([]);
  assert.equal(empty.rejectedFile, undefined);
  assert.equal(
    joinOutcomes([{ ...empty, rejectedFile: "a" }, { ...empty, rejectedFile: "b" }, empty]).rejectedFile,
    "b",
  );
});
