import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { historyWords, holdsWords } from "../../../../src/editor/history/history-words.ts";
import { type HistoryEntry, QueryHistory } from "../../../../src/editor/history/query-history.ts";

const entry = (id: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id,
  title: "Password spray",
  sql: "SELECT 1",
  ended: "succeeded",
  at: "2026-11-23T10:42:00.000Z",
  ...more,
});

const sameDay = new Date("2026-11-23T10:50:00.000Z");

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
  const done = historyWords(entry("a", { rowCount: 3, elapsedMs: 204, scannedBytes: 14_000_000 }), sameDay);
  assert.match(done.description, /^3 rows · 0\.20 s · 14 MB · \d\d:\d\d$/);
  const failed = historyWords(entry("b", { ended: "failed", message: "Unknown column: usr\u0007" }), sameDay);
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

test("a line of another day says which, by the reader's clock", () => {
  const later = new Date("2026-11-25T10:50:00.000Z");
  assert.match(historyWords(entry("a"), later).description, /^2026-11-23 \d\d:\d\d$/);
});

test("a pinned line is kept beyond 200 and when the history is cleared, and is forgotten by hand", async () => {
  const kept = memory();
  const history = new QueryHistory(kept);
  await history.add(entry("first"));
  await history.pin("first", true);
  for (let index = 0; index < 300; index++) await history.add(entry(String(index)));
  assert.equal(history.entries.length, 201);
  assert.equal(history.entries.at(-1)?.id, "first");
  assert.equal(historyWords(history.entries.at(-1) ?? entry("none"), sameDay).icon, "pinned");
  assert.deepEqual(new QueryHistory(kept).entries, history.entries);
  await history.forget("299");
  assert.equal(history.entries[0]?.id, "298");
  await history.clear();
  assert.deepEqual(
    new QueryHistory(kept).entries.map(({ id }) => id),
    ["first"],
  );
  await history.pin("first", false);
  assert.deepEqual(history.entries, [entry("first")]);
  await history.forget("first");
  assert.deepEqual(new QueryHistory(kept).entries, []);
});

test("a line is found by all the words of what it asked and answered, in any case", () => {
  const run = entry("a", {
    sql: "SELECT id FROM signins WHERE account = :account",
    params: { account: "adele@contoso.com" },
    asked: ["2026-11-01 – 2026-11-30", "lake"],
    ended: "failed",
    message: "Unknown column: usr",
  });
  for (const words of ["", "SPRAY adele", "signins contoso", "2026-11-30", "unknown usr", "failed"])
    assert.ok(holdsWords(run, words), words);
  for (const words of ["spray bob", "audits"]) assert.ok(!holdsWords(run, words), words);
});

test("nothing that the extension remembers is given to VS Code's synchronisation", () => {
  const root = new URL("../../../../src/", import.meta.url);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const found = names.filter((name) =>
    readFileSync(new URL(name.replaceAll("\\", "/"), root), "utf8").includes("setKeysForSync"),
  );
  assert.deepEqual(found, []);
});
