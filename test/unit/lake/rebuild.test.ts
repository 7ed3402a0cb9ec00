import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyLedger } from "../../../src/lake/ledger/ledger-state.ts";
import { rebuildNote } from "../../../src/lake/rebuild.ts";
import { brokenSlice } from "../../../src/lake/slices/slice-footer.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";

const path = `signins/dt=2026-11-22/00-24.${"0".repeat(16)}.parquet`;

/** What is rebuilt when DuckDB says something about the only slice. */
async function rebuildWhere(words: string) {
  const storage = new MemoryStorage(() => 0);
  await storage.write(path, new Uint8Array(1), { ifAbsent: true });
  const reader = {
    hold: async () => {
      throw brokenSlice(path, new Error(words));
    },
    contents: async () => {
      throw new RangeError("no slice can be read");
    },
  };
  return rebuildNote(reader, storage, "signins", { state: emptyLedger, last: 0 });
}

for (const words of [
  `IO Error: Cannot open file "${path}": Permission denied`,
  `IO Error: Cannot open file "${path}": Too many open files`,
  `IO Error: Could not read from file "${path}": Input/output error`,
  `IO Error: Could not read from file "${path}": Stale file handle`,
  "Out of Memory Error: failed to allocate data of size 16.0 MiB",
])
  test(`a slice that cannot be read by now is not left out of the ledger for good: ${words.slice(-30)}`, async () => {
    await assert.rejects(rebuildWhere(words), { code: "read-failed" });
  });

test("a slice that is damaged is left out, and that is recorded", async () => {
  const { slices, anomalies } = await rebuildWhere(
    `Invalid Input Error: No magic bytes found at end of file '${path}'`,
  );
  assert.deepEqual([slices, anomalies], [[], [{ path, expected: null, found: null }]]);
});
