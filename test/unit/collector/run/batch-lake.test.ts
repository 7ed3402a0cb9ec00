import assert from "node:assert/strict";
import { test } from "node:test";
import { BatchLake } from "../../../../src/collector/run/batch-lake.ts";
import { Lake } from "../../../../src/lake/lake.ts";
import type { HeldRow } from "../../../../src/lake/slices/slice-work.ts";
import type { StagedRow } from "../../../../src/lake/slices/staging.ts";
import { MemoryStorage } from "../../../../src/lake/storage/memory-storage.ts";
import { MemorySliceWork } from "../../../simulation/slices/memory-slice-work.ts";

const hour = 3_600_000;
const noonMs = Date.parse("2026-03-08T12:00:00Z");

/** Says how many slices were looked through. */
class CountingWork extends MemorySliceWork {
  slices = 0;

  override async notShown(...asked: Parameters<MemorySliceWork["notShown"]>): Promise<readonly HeldRow[]> {
    this.slices += asked[0].length;
    return super.notShown(...asked);
  }
}

function audit(eventTimeMs: number): StagedRow {
  const activityDateTime = new Date(eventTimeMs).toISOString();
  return {
    input: 1,
    line: 1,
    table: "audits",
    tenantId: "t",
    key: activityDateTime,
    eventTimeMs,
    source: "graph-beta",
    timeIsApproximate: false,
    observedMs: noonMs + hour,
    late: false,
    raw: JSON.stringify({ id: activityDateTime, activityDateTime }),
  };
}

test("a stretch that begins behind the last held row, or of another tenant, needs no look at any slice", async () => {
  const storage = new MemoryStorage();
  const work = new CountingWork(storage);
  const lake = new BatchLake(new Lake(storage), work, async () => undefined);
  const inputs = new Map([[1, "r"]]);
  const rows = [audit(noonMs - hour), audit(noonMs)];
  await lake.commit({ table: "audits", rows, inputs, windows: () => [], failures: [], expectedRowsPerDay: 0 });
  const compare = (fromMs: number, toMs: number, tenantId = "t") =>
    lake.compare(
      "directoryAudits",
      { table: "audits", tenantId, source: "graph-beta", fromMs, toMs, seenBeforeMs: noonMs + 2 * hour },
      () => false,
    );
  for (const [fromMs, toMs, tenantId] of [
    [noonMs + 1, noonMs + hour, "t"],
    [noonMs - 2 * hour, noonMs - hour, "t"],
    [noonMs - hour, noonMs + 1, "other"],
  ] as const)
    assert.deepEqual((await compare(fromMs, toMs, tenantId)).notShown, []);
  assert.equal(work.slices, 0);
  assert.equal((await compare(noonMs, noonMs + 1)).notShown.length, 1);
  assert.equal((await compare(noonMs - hour, noonMs)).notShown.length, 1);
  assert.equal(work.slices, 2);
});
