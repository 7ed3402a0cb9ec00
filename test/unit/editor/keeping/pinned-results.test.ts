import assert from "node:assert/strict";
import { test } from "node:test";
import { PinnedResults } from "../../../../src/editor/keeping/pinned-results.ts";
import { memento as emptyMemory } from "../fakes/memento.ts";

const shown = {
  id: "p",
  key: "pinned:a-1",
  title: "T",
  sql: "SELECT 1",
  start: { line: 1, column: 1 },
  declarations: [],
  params: {},
  engine: "duckdb",
  resultId: "a-1",
} as const;

test("pinned results are listed newest first, renamed and let go; what is damaged is none", async () => {
  const memory = emptyMemory();
  const pinned = new PinnedResults(memory);
  const one = { resultId: "a-1", name: "Baseline", pinnedAt: "2026-11-22T10:00:00.000Z", isKept: false, shown };
  await pinned.set(one);
  await pinned.set({ ...one, resultId: "a-2", name: "Later" });
  assert.deepEqual(
    pinned.all.map(({ name }) => name),
    ["Later", "Baseline"],
  );
  await pinned.set({ ...one, isKept: true });
  assert.equal(new PinnedResults(memory).of("a-1")?.isKept, true);
  await pinned.remove("a-2");
  assert.deepEqual(
    pinned.all.map(({ resultId }) => resultId),
    ["a-1"],
  );
  await memory.update("pinnedResults", [{ ...one, shown: {} }, 7, { ...one, isKept: "yes" }]);
  assert.deepEqual(pinned.all, []);
});
