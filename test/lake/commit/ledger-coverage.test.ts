import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCheckpoint, encodeCheckpoint } from "../../../src/lake/ledger/checkpoint.ts";
import { coverageKey } from "../../../src/lake/ledger/coverage.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import { decodeEntry, type LedgerEntry, sha256, type WindowRead } from "../../../src/lake/ledger/ledger-entry.ts";
import { emptyLedger, foldEntry, type LedgerState } from "../../../src/lake/ledger/ledger-state.ts";
import { sumTotals } from "../../../src/lake/ledger/read-totals.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";

const hour = 3_600_000;
const start = Date.parse("2026-11-01T00:00:00Z");
const source = "signIns.interactiveUser";
const key = coverageKey("t", source);
const iso = (hours: number): string => new Date(start + hours * hour).toISOString();

/** A window of one hour, read an hour after its end. */
const window = (hours: number, more: Partial<WindowRead> = {}): WindowRead => ({
  tenantId: "t",
  source,
  from: iso(hours),
  to: iso(hours + 1),
  at: iso(hours + 2),
  fetched: 10,
  added: 4,
  updated: 2,
  late: 0,
  requests: 3,
  throttledMs: 100,
  elapsedMs: 1_000,
  ...more,
});

const failure = (n: number) => ({
  tenantId: "t",
  source,
  from: iso(n),
  to: iso(n + 1),
  at: iso(n),
  code: "throttled",
  message: "m",
});

const entry = (n: number, more: Partial<LedgerEntry>): LedgerEntry => ({
  n,
  previous: null,
  at: iso(n),
  kind: "commit",
  ...more,
});

const fold = (entries: readonly LedgerEntry[], from: LedgerState = emptyLedger): LedgerState =>
  entries.reduce((state, each) => foldEntry(state, each, sha256(Buffer.from(String(each.n)))), from);

test("windows become coverage, of each tenant and source for itself", () => {
  const { coverage } = fold([
    entry(1, { windows: [window(0), window(2), { ...window(1), tenantId: "other" }] }),
    entry(2, { windows: [window(1, { at: iso(4) }), { ...window(5), source: "directoryAudits" }] }),
  ]);
  assert.deepEqual([...coverage.keys()].sort(), ["other signIns.interactiveUser", "t directoryAudits", key].sort());
  assert.deepEqual(coverage.get(key), [
    { fromMs: start, toMs: start + hour, readMs: start + 2 * hour, foundMs: null, onceMs: start + 2 * hour },
    { fromMs: start + hour, toMs: start + 3 * hour, readMs: start + 4 * hour, foundMs: null, onceMs: start + 4 * hour },
  ]);
});

test("a doubted read covers nothing, counts what it brought, and is remembered for the rows that it lacked", () => {
  const lacked = [{ key: "0123456789abcdef", at: iso(0.5) }];
  const first = fold([entry(1, { windows: [window(0)] })]);
  const doubted = window(0, { at: iso(30), late: 1, lacked, doubted: true });
  const state = fold([entry(2, { windows: [doubted] })], first);
  const [before] = first.coverage.get(key) ?? [];
  assert.deepEqual(state.coverage.get(key), [{ ...before, foundMs: start + 30 * hour }]);
  assert.deepEqual(
    state.lacked.get(key)?.map(({ reads, eventMs }) => [reads, eventMs]),
    [[1, start + hour / 2]],
  );
  assert.equal(state.totals.get(key)?.length, 2);
  const shown = fold([entry(3, { windows: [window(0, { at: iso(31) })] })], state);
  assert.equal(shown.lacked.size, 0);
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint({ state, version: "1" })), { state, version: "1" });
});

test("the fold keeps the newest windows and failures only, and sums for eight days of reading", () => {
  const entries = Array.from({ length: 24 * 40 }, (_, n) =>
    entry(n + 1, { windows: [window(n)], failures: [failure(n)] }),
  );
  const state = fold(entries);
  assert.equal(state.windows.length, 400);
  assert.equal(state.windows.at(-1)?.from, iso(24 * 40 - 1));
  assert.equal(state.failures.length, 100);
  const totals = state.totals.get(key) ?? [];
  assert.equal(totals.length, 8);
  assert.deepEqual(sumTotals(totals, totals.at(-2)?.day ?? ""), {
    day: totals.at(-2)?.day,
    windows: 26,
    fetched: 260,
    added: 104,
    updated: 52,
    late: 0,
    requests: 78,
    throttledMs: 2_600,
    elapsedMs: 26_000,
  });
});

test("a rebuilt ledger knows no coverage", () => {
  const state = fold([entry(1, { windows: [window(0)], failures: [failure(0)] }), entry(2, { kind: "rebuilt" })]);
  assert.deepEqual([state.coverage.size, state.totals.size, state.windows, state.failures], [0, 0, [], []]);
});

test("a checkpoint gives the fold back, whole", () => {
  const state = fold([
    entry(1, {
      parts: { "2026-11-01": 4 },
      slices: [
        {
          part: "signins/dt=2026-11-01/00-06",
          before: null,
          after: "a".repeat(64),
          bytes: 1,
          rows: 1,
          tenants: { t: 1 },
          approximate: 0,
          firstMs: 5,
          lastMs: 6,
          columnBytes: [7, 8],
          added: 1,
          updated: 0,
          late: 0,
        },
      ],
      windows: [window(0), window(0, { at: iso(50), late: 2 })],
      failures: [failure(0)],
      anomalies: [{ path: "p", expected: null, found: null }],
    }),
  ]);
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint({ state, version: "1" })), { state, version: "1" });
});

test("a checkpoint of another format, or with a damaged part, is not believed", () => {
  const state = fold([entry(1, { windows: [window(0)] })]);
  const bytes = encodeCheckpoint({ state, version: undefined });
  const json = JSON.parse(new TextDecoder().decode(bytes).split("\n")[0] ?? "");
  const decode = (value: unknown): LedgerState | undefined => {
    const line = JSON.stringify(value);
    return decodeCheckpoint(Buffer.from(`${line}\n${sha256(Buffer.from(line))}\n`))?.state;
  };
  assert.deepEqual(decode(json), state);
  for (const [at] of bytes.entries()) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    // The line break behind the digest may become anything.
    if (at < bytes.length - 1) assert.equal(decodeCheckpoint(changed), undefined, `byte ${at}`);
    assert.equal(decodeCheckpoint(bytes.subarray(0, at)) === undefined, at < bytes.length - 1, `cut at ${at}`);
  }
  const { format: _, ...older } = json;
  for (const wrong of [
    older,
    { ...json, format: 1 },
    { ...json, format: json.format + 1 },
    { ...json, coverage: { [key]: [[0, "1", 2, null]] } },
    { ...json, coverage: { [key]: [[0, 1]] } },
    { ...json, windows: [{}] },
    { ...json, windows: [{ ...json.windows[0], to: "2026-11-31 somewhen" }] },
    { ...json, windows: [{ ...json.windows[0], at: 1 }] },
    { ...json, windows: [{ ...json.windows[0], late: -1 }] },
    { ...json, windows: [{ ...json.windows[0], requests: 0.5 }] },
    { ...json, slices: { "signins/dt=2026-11-01/00-24": { sha256: "a" } } },
    { ...json, parts: { "2026-11-01": 7 } },
    { ...json, totals: { [key]: [{ day: "2026-11-01" }] } },
  ])
    assert.equal(decode(wrong), undefined);
});

test("a ledger that a newer version wrote is read on, not rebuilt", async () => {
  const storage = new MemoryStorage();
  const ledger = new Ledger(storage, "signins");
  const first = await ledger.append((await ledger.read()).state, () => ({ kind: "claim", parts: { "2026-11-01": 1 } }));
  const change = {
    part: "signins/dt=2026-11-01/00-24",
    before: null,
    after: "b".repeat(64),
    bytes: 9,
    rows: 1,
    tenants: { t: 1 },
    approximate: 0,
    firstMs: null,
    lastMs: null,
    columnBytes: [],
    added: 1,
    updated: 0,
    late: 0,
    bloom: "x",
  };
  const newer = {
    n: 2,
    previous: first.head,
    at: iso(0),
    kind: "compact",
    slices: [change],
    windows: [{ ...window(0), filter: { users: [] } }],
    failures: [{ ...failure(0), remedy: "again" }],
    anomalies: [{ path: "p", expected: null, found: null, seenBy: "x" }],
    lease: { owner: "x" },
  };
  await storage.write(ledger.entryPath(2), Buffer.from(`${JSON.stringify(newer)}\n`), { ifAbsent: true });
  const { state, damage } = await ledger.read();
  assert.equal(damage, undefined);
  assert.equal(state.slices.get(change.part)?.sha256, change.after);
  assert.equal(state.coverage.get(key)?.length, 1);
  const next = await ledger.append(state, () => ({ kind: "claim", parts: { "2026-11-02": 1 } }));
  assert.equal(next.n, 3);
  assert.equal((await ledger.read()).damage, undefined);
});

test("an entry whose known fields have another shape is damage", () => {
  const good = entry(1, { windows: [window(0)] });
  const decode = (value: unknown): unknown => decodeEntry(Buffer.from(JSON.stringify(value)));
  assert.deepEqual(decode(good), good);
  assert.equal(decode({ ...good, kind: 7 }), undefined);
  assert.equal(decode({ ...good, windows: [{ ...window(0), from: "yesterday" }] }), undefined);
  assert.equal(decode({ ...good, windows: [{ ...window(0), late: -1 }] }), undefined);
});

test("twenty thousand entries are folded in a moment, from a ledger that holds years", () => {
  const entries = Array.from({ length: 20_000 }, (_, n) => entry(n + 1, { windows: [window(n)] }));
  const state = fold(entries);
  assert.equal(state.n, 20_000);
  assert.equal(state.coverage.get(key)?.length, 20_000);
});
