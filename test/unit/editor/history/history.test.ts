import assert from "node:assert/strict";
import { test } from "node:test";
import { historyWords } from "../../../../src/editor/history/history-words.ts";
import { type HistoryEntry, QueryHistory } from "../../../../src/editor/history/query-history.ts";

const entry = (id: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id,
  title: "Password spray",
  sql: "SELECT 1",
  ended: "succeeded",
  at: "2026-11-23T10:42:00.000Z",
  ...more,
});

function memory() {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string, preset?: T) => (kept.get(key) ?? preset) as T,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
}

test("the newest is first, the oldest is forgotten after 200, and a new session remembers", async () => {
  const kept = memory();
  const history = new QueryHistory(kept);
  let told = 0;
  history.onDidChange(() => told++);
  for (let index = 0; index < 201; index++) await history.add(entry(String(index)));
  assert.equal(told, 201);
  assert.equal(history.entries.length, 200);
  assert.equal(history.entries[0]?.id, "200");
  assert.equal(history.entries.at(-1)?.id, "1");
  assert.deepEqual(new QueryHistory(kept).entries, history.entries);
  await history.clear();
  assert.deepEqual(new QueryHistory(kept).entries, []);
});

test("a line says rows, time and size, or how else it ended", () => {
  const done = historyWords(entry("a", { rowCount: 3, elapsedMs: 204, scannedBytes: 14_000_000 }));
  assert.match(done.description, /^3 rows · 0\.20 s · 14 MB · \d\d:\d\d$/);
  const failed = historyWords(entry("b", { ended: "failed", message: "Unknown column: usr\u0007" }));
  assert.match(failed.description, /^failed · \d\d:\d\d$/);
  assert.match(failed.tooltip, /Unknown column: usr␇/);
});

test("a run that the window's end cut is interrupted in the next window, once, and one that ended is not", async () => {
  const kept = new Map<string, unknown>();
  const memory = {
    get: <T>(key: string) => kept.get(key) as T,
    update: async (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
  };
  const run = { title: "Endless", sql: "SELECT 1", at: "2026-11-30T12:00:00.000Z" };
  const first = new QueryHistory(memory);
  await first.begin({ ...run, id: "cut" });
  const end = await first.begin({ ...run, id: "done" });
  await end({ ...run, id: "done", ended: "succeeded" });
  for (let window = 0; window < 2; window += 1) {
    const next = new QueryHistory(memory);
    await (await next.begin({ ...run, id: `w${window}` }))({ ...run, id: `w${window}`, ended: "failed" });
    const told = next.entries.map(({ id, ended }) => `${id} ${ended}`);
    assert.deepEqual(told.slice(-2), ["cut interrupted", "done succeeded"]);
    assert.equal(told.length, 3 + window);
  }
});
