import assert from "node:assert/strict";
import { test } from "node:test";
import type { AssistantWorld } from "../../../src/assistant/assistant-world.ts";
import { listDays } from "../../../src/assistant/tools/list-days-tool.ts";
import type { LogDay } from "../../../src/protocol/lake.ts";

function day(date: string): LogDay {
  return {
    day: date,
    table: "signins",
    tenantId: "tenant",
    rows: 1,
    bytes: 1,
    state: "complete",
    simulated: false,
    coverage: [],
    slices: [],
  };
}

test("days that a range of days has none of are named", async () => {
  const days = ["2026-03-07", "2026-03-01", "2026-03-02", "2026-03-05"].map(day);
  const lake = { listDays: async () => days } as unknown as AssistantWorld["lake"];
  const world: AssistantWorld = {
    lake,
    connection: async () => ({ label: "lake", engine: "duckdb", hasLedger: true }),
    savedQueries: async () => [],
    mayScanBytes: () => 0,
  };
  const { parts } = await listDays.run({}, world, new AbortController().signal);
  const [range] = parts.flatMap(({ values }) => values);
  assert.deepEqual(range, {
    table: "signins",
    tenantId: "tenant",
    from: "2026-03-01",
    to: "2026-03-07",
    days: 4,
    rows: 4,
    states: { complete: 4 },
    neitherCollectedNorImported: ["2026-03-03 – 2026-03-04", "2026-03-06"],
  });
});
