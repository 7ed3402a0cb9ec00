import assert from "node:assert/strict";
import { test } from "node:test";
import { withLookDatabase } from "../../src/lake/slices/look-database.ts";
import { FunctionLife, leasePath, objectAt } from "./function-life.ts";

const minute = 60_000;
const leaseMs = 14 * minute;

/** What Athena reads, and what the ledger names, in order. */
async function published(life: FunctionLife): Promise<readonly [athena: string[], ledger: string[]]> {
  const lake = life.lake();
  const { state } = await lake.ledger("activity").read();
  const manifests = await lake.storage.names("tables/activity/");
  const texts = await Promise.all(manifests.map((path) => lake.storage.read(path)));
  const named = texts.flatMap((text) =>
    new TextDecoder()
      .decode(text)
      .split("\n")
      .filter((line) => line !== ""),
  );
  return [named.sort(), [...state.slices.values()].map(({ path }) => lake.storage.locate(path)).sort()];
}

/** The next runs after one that was killed: one while its lease holds, one when that is over. */
async function goOn(life: FunctionLife, where: string): Promise<void> {
  const lease = JSON.parse(objectAt(life, leasePath) ?? "{}");
  const isHeld = Date.parse(lease.until ?? "") > life.clock.now();
  const athena = (): string[] => life.bucket.keys().filter((key) => key.startsWith("tables/"));
  const before = athena();
  const early = await life.run();
  assert.equal(early.report?.state, isHeld ? "busy" : "collected", `${where}: ${early.error}`);
  if (isHeld) assert.deepEqual(athena(), before, where);
  life.leap(leaseMs);
  const { report, error } = await life.run();
  assert.ok(report?.state === "collected", `${where}: ${error}`);
  assert.deepEqual([report.outcome.failures, report.outcome.warnings], [[], []], where);
  assert.deepEqual([...life.invariants.held()].sort(), life.existing(), where);
  assert.deepEqual(life.invariants.duplicates(), [], where);
  assert.deepEqual(life.invariants.violations, [], where);
  const [named, held] = await published(life);
  assert.ok(held.length > 0);
  assert.deepEqual(named, held, where);
  const { since, until } = JSON.parse(objectAt(life, leasePath) ?? "{}");
  assert.equal(until, since, `${where}: its lease was given back`);
}

for (const [what, when, of] of [
  ["first", "before", "S3"],
  ["later", "after", "all"],
] as const)
  test(`a function whose ${what} run is killed ${when} any request to ${of === "S3" ? of : "S3 and Microsoft"} loses nothing, counts nothing twice and goes on`, async () => {
    await withLookDatabase(async (connection) => {
      await FunctionLife.with(connection, 5, async (earlier) => {
        if (what === "later") assert.equal((await earlier.run()).report?.state, "collected");
        let isWhole = false;
        let effect = 0;
        while (!isWhole) {
          effect += 1;
          await FunctionLife.with(connection, 10, async (life) => {
            await life.inherit(earlier);
            const { report, effects } = await life.run({ effect, when, of });
            isWhole = effects < effect;
            if (isWhole) assert.equal(report?.state, "collected");
            await goOn(life, `killed ${when} request ${effect}`);
          });
        }
        assert.ok(effect > 30, `the run had ${effect - 1} requests`);
      });
    });
  });
