import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeEntry, type LedgerEntry, type SliceChange, sha256 } from "../../../../src/lake/ledger/ledger-entry.ts";
import type { StoredEntry } from "../../../../src/lake/ledger/ledger-reader.ts";
import { ChainCheck } from "../../../../src/lake/verify/chain-check.ts";

const at = "2026-11-22T00:00:00.000Z";
const digest = (letter: string): string => letter.repeat(64);
const pathOf = (n: number): string => `${n}.json`;

function slice(hours: string, rows: number, more: Partial<SliceChange> = {}): SliceChange {
  const part = `signins/dt=2026-11-22/${hours}`;
  const counts = { bytes: 1, approximate: 0, added: 0, updated: 0, late: 0, firstMs: 0, lastMs: 0, columnBytes: [] };
  return { ...counts, part, before: null, after: digest("a"), rows, tenants: { contoso: rows }, ...more };
}

/** A good chain of entries that say these things. */
function chain(...said: readonly Partial<LedgerEntry>[]): StoredEntry[] {
  let previous: string | null = null;
  return said.map((each, index) => {
    const n = index + 1;
    const entry: LedgerEntry = { n, previous, at, kind: "commit", ...each };
    const bytes = encodeEntry(entry);
    previous = sha256(bytes);
    return { n, path: pathOf(n), bytes, isBeside: false };
  });
}

function check(entries: readonly StoredEntry[]): ChainCheck {
  const checked = new ChainCheck(pathOf);
  for (const entry of entries) checked.add(entry);
  return checked;
}

const findings = (entries: readonly StoredEntry[]): readonly string[] =>
  check(entries).findings.map(({ path, reason }) => `${path}: ${reason}`);

/** The nth entry with another text in it. */
function edited(entries: readonly StoredEntry[], n: number, from: string, to: string): StoredEntry[] {
  return entries.map((entry) => {
    if (entry.n !== n) return entry;
    const text = new TextDecoder().decode(entry.bytes);
    assert.ok(text.includes(from), text);
    return { ...entry, bytes: new TextEncoder().encode(text.replace(from, to)) };
  });
}

const five = chain({}, { slices: [slice("00-24", 2)] }, {}, {}, {});

test("a good chain has no findings and ends with its state", () => {
  const checked = check(five);
  assert.deepEqual(checked.findings, []);
  assert.equal(checked.state.n, 5);
  assert.equal(checked.state.head, sha256(five[4]?.bytes ?? new Uint8Array()));
  assert.equal(checked.state.slices.size, 1);
});

test("an entry that was changed is named, and the slices behind it are still known", () => {
  const changed = edited(five, 3, at, "2025-11-22T00:00:00.000Z");
  assert.deepEqual(findings(changed), [
    "3.json: The entry is not the one that entry 4 was written after: one of the two was changed or replaced.",
  ]);
  assert.equal(check(edited(five, 1, at, "2025-11-22T00:00:00.000Z")).state.slices.size, 1);
});

test("the last entry changed shows in no chain: only a head from outside tells", () => {
  assert.deepEqual(findings(edited(five, 5, at, "2025-11-22T00:00:00.000Z")), []);
});

test("entries that are missing are named together, and once", () => {
  assert.deepEqual(findings(five.filter(({ n }) => n !== 3)), ["3.json: Entry 3 is missing."]);
  assert.deepEqual(findings(five.filter(({ n }) => n < 2 || n > 4)), ["2.json: Entries 2 to 4 are missing."]);
  assert.deepEqual(findings(five.slice(1)), ["1.json: Entry 1 is missing."]);
});

test("an entry that was cut, and two that changed places, are named", () => {
  const cut = five.map((entry) => (entry.n === 2 ? { ...entry, bytes: entry.bytes.slice(0, 20) } : entry));
  assert.deepEqual(findings(cut), ["2.json: The entry cannot be read: it was changed or cut."]);
  const [first, second, third, ...rest] = five;
  assert.ok(first && second && third);
  const swapped = [first, { ...second, bytes: third.bytes }, { ...third, bytes: second.bytes }, ...rest];
  assert.deepEqual(findings(swapped), [
    "2.json: The entry says of itself that it is number 3: entries were put in another order.",
    "3.json: The entry says of itself that it is number 2: entries were put in another order.",
  ]);
});

test("a chain whose beginning was cut off and renumbered says that there was one before it", () => {
  const [second] = chain({ previous: digest("f") });
  assert.ok(second);
  assert.match(findings([second]).join(), /^1\.json: The first entry says that there was one before it/);
});

test("a ledger that was rebuilt goes on from there, whatever was before", () => {
  const rebuilt = chain(
    { slices: [slice("00-24", 2)] },
    { kind: "rebuilt", previous: null, slices: [slice("00-24", 2)] },
    {},
  );
  assert.deepEqual(findings(rebuilt), []);
});

test("rows and tenants that became fewer are named by the entry that took them", () => {
  const less = slice("00-24", 1, { before: digest("a"), after: digest("b") });
  assert.deepEqual(findings(chain({ slices: [slice("00-24", 5)] }, { slices: [less] })), [
    "2.json: The entry leaves 1 rows of tenant contoso where there were 5, and rows are never dropped.",
  ]);
  const other = slice("00-24", 5, { before: digest("a"), after: digest("b"), tenants: { fabrikam: 5 } });
  assert.match(findings(chain({ slices: [slice("00-24", 5)] }, { slices: [other] })).join(), /tenant contoso/);
  const rebuilt = chain(
    { slices: [slice("00-12", 5), slice("12-24", 1)] },
    { kind: "rebuilt", slices: [slice("12-24", 1)] },
  );
  assert.match(findings(rebuilt).join(), /leaves 1 rows of tenant contoso where there were 6/);
});

test("rows that move, yield to exact ones or are given a tenant are not missed", () => {
  const moved = [
    slice("00-12", 1, { before: digest("a"), after: digest("b") }),
    slice("12-24", 5, { before: digest("a"), after: digest("b") }),
  ];
  assert.deepEqual(findings(chain({ slices: [slice("00-12", 3), slice("12-24", 3)] }, { slices: moved })), []);
  const yielded = slice("00-12", 2, { before: digest("a"), after: digest("b") });
  assert.deepEqual(findings(chain({ slices: [slice("00-12", 3, { approximate: 1 })] }, { slices: [yielded] })), []);
  const given = slice("00-12", 3, { before: digest("a"), after: digest("b") });
  const unassigned = slice("00-12", 3, { tenants: { unassigned: 3 } });
  assert.deepEqual(findings(chain({ slices: [unassigned] }, { slices: [given] })), []);
});
