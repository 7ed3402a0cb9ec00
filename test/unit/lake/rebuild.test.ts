import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyLedger } from "../../../src/lake/ledger/ledger-state.ts";
import { slicePath } from "../../../src/lake/ledger/slice-path.ts";
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

test("a slice that another says it replaced is no part's newest, though it has more rows", async () => {
  const part = "signins/dt=2026-11-22/00-24";
  const storage = new MemoryStorage(() => 0);
  const [older, newer] = ["a".repeat(64), "b".repeat(64)];
  const held = new Map([
    [slicePath(part, older), { bytes: 2, sha256: older, parent: null, rows: 7 }],
    // A row of approximate time has moved to another part.
    [slicePath(part, newer), { bytes: 1, sha256: newer, parent: older, rows: 6 }],
  ]);
  for (const path of held.keys()) await storage.write(path, new Uint8Array(1), { ifAbsent: true });
  const reader = {
    hold: async (path: string) => held.get(path),
    contents: async (_: string, { sha256 }: { readonly sha256: string }) => {
      const rows = held.get(slicePath(part, sha256))?.rows ?? 0;
      return { rows, tenants: { t: rows }, approximate: 0, portalCsv: 0, firstMs: null, lastMs: null, columnBytes: [] };
    },
  };
  const { slices, anomalies } = await rebuildNote(reader, storage, "signins", { state: emptyLedger, last: 0 });
  assert.deepEqual(
    slices?.map(({ after, rows }) => [after, rows]),
    [[newer, 6]],
  );
  assert.deepEqual(anomalies, []);
});
