import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LedgerEntry } from "../../../src/lake/ledger/ledger-entry.ts";
import { emptyLedger, foldEntry, LedgerFold, type LedgerState } from "../../../src/lake/ledger/ledger-state.ts";

const at = "2026-11-22T00:00:00.000Z";
const hour = (n: number): string => new Date(Date.UTC(2026, 10, 22, n)).toISOString();

const slice = fc.record({
  part: fc.constantFrom("signins/dt=2026-11-22/00-12", "signins/dt=2026-11-22/12-24", "signins/dt=2026-11-23/00-24"),
  before: fc.constantFrom(null, "a".repeat(64), "b".repeat(64)),
  after: fc.constantFrom("a".repeat(64), "b".repeat(64), "c".repeat(64)),
  rows: fc.nat(9),
});
const window = fc.record({
  source: fc.constantFrom("directoryAudits", "provisioning"),
  from: fc.nat(20),
  length: fc.integer({ min: 1, max: 4 }),
  late: fc.nat(1),
  doubted: fc.boolean(),
});
const said = fc.record(
  {
    kind: fc.constantFrom("commit", "commit", "commit", "claim", "rebuilt"),
    day: fc.constantFrom("2026-11-22", "2026-11-23"),
    slices: fc.array(slice, { maxLength: 2 }),
    windows: fc.array(window, { maxLength: 2 }),
    sweptTo: fc.nat(6),
  },
  { requiredKeys: ["kind"] },
);

function entryOf(
  n: number,
  { kind, day, slices, windows, sweptTo }: typeof said extends fc.Arbitrary<infer T> ? T : never,
): LedgerEntry {
  const none = { bytes: 1, approximate: 0, added: 0, updated: 0, late: 0, firstMs: 0, lastMs: 0, columnBytes: [] };
  const read = { tenantId: "contoso", at, fetched: 0, added: 0, updated: 0, requests: 0, throttledMs: 0, elapsedMs: 0 };
  return {
    n,
    previous: null,
    at,
    kind,
    ...(day && { parts: { [day]: 2 } }),
    ...(slices && { slices: slices.map((each) => ({ ...none, ...each, tenants: { contoso: each.rows } })) }),
    ...(windows && {
      windows: windows.map(({ source, from, length, late, doubted }) => ({
        ...read,
        source,
        from: hour(from),
        to: hour(from + length),
        late,
        ...(doubted && { doubted }),
      })),
    }),
    ...(sweptTo !== undefined && { sweptTo }),
  } as LedgerEntry;
}

test("folding many entries without a copy for each gives what folding each by itself does, and spares what it began with", () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 8 }), fc.array(said, { maxLength: 8 }), (first, more) => {
      const entries = [...first, ...more].map((each, index) => entryOf(index + 1, each));
      const oneByOne = (from: LedgerState, some: readonly LedgerEntry[]): LedgerState =>
        some.reduce((state, entry) => foldEntry(state, entry, `${entry.n}`), from);
      const began = oneByOne(emptyLedger, entries.slice(0, first.length));
      const before = structuredClone(began);
      const fold = new LedgerFold();
      const together = entries
        .slice(first.length)
        .reduce((state, entry) => fold.add(state, entry, `${entry.n}`), began);
      assert.deepEqual(together, oneByOne(emptyLedger, entries));
      assert.deepEqual(began, before);
      assert.equal(emptyLedger.slices.size + emptyLedger.parts.size + emptyLedger.coverage.size, 0);
    }),
  );
});
