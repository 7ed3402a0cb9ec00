import assert from "node:assert/strict";
import { test } from "node:test";
import { tinyTenant } from "../microsoft/tenant/tiny-tenant.ts";
import { SimulatedRuns } from "./simulated-run.ts";

const day = 86_400_000;
const startMs = Date.UTC(2026, 1, 1);
const endMs = startMs + 5 * day;

for (const source of ["riskyUsers", "riskyServicePrincipals"] as const)
  test(`${source}: states that were replaced between two polls are held, each once`, async () => {
    const truth = tinyTenant({ seed: 3, startMs, endMs, events: 120, weights: { [source]: 1 } });
    const runs = new SimulatedRuns({ truth, sources: [source], nowMs: startMs + day });
    await runs.collect();
    const first = await runs.rows(source);
    assert.equal(first, truth.existing([source], runs.nowMs).size, "the histories of the first poll");
    await runs.wait(2 * day);
    await runs.collect();
    assert.equal(await runs.rows(source), truth.existing([source], runs.nowMs).size);
    await runs.wait(3 * day);
    const { tables } = await runs.collect();
    assert.equal(await runs.rows(source), truth.existing([source], runs.nowMs).size);
    assert.equal(tables[0]?.late, 0, "a state that was replaced is not late");
    await runs.wait(day);
    const again = await runs.collect();
    assert.deepEqual([again.tables[0]?.added, again.tables[0]?.updated], [0, 0], "a poll takes nothing from a history");
  });
