import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeEntry, type LedgerEntry, type SliceChange, sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import { slicePath } from "../../../src/lake/ledger/slice-path.ts";
import { Invariants } from "./invariants.ts";

const part = "riskdetections/dt=2026-03-01/00-24";
const hour = 3_600_000;

/** The digest of a slice that is told of by a letter. */
function digestOf(letter: string): string {
  return sha256(Buffer.from(letter));
}

function changeOf(before: string | null, after: string): SliceChange {
  return {
    part,
    before: before === null ? null : digestOf(before),
    after: digestOf(after),
    bytes: 1,
    rows: 0,
    tenants: {},
    approximate: 0,
    firstMs: null,
    lastMs: null,
    columnBytes: [],
    added: 0,
    updated: 0,
    late: 0,
  };
}

/** A lake whose first slice of risk detections is replaced, with what a power cut would undo of the two ledgers. */
class ReplacedSlice {
  nowMs = Date.UTC(2026, 2, 4);
  readonly invariants = new Invariants([], () => this.nowMs, hour);
  readonly undoAudits: () => void;
  readonly undoReplacing: () => void;

  constructor() {
    const path = "_ledger/riskdetections/00000000";
    this.#writeSlice("a", null);
    const first = this.#append(`${path}1.json`, 1, null, [changeOf(null, "a")]);
    this.#writeSlice("b", "a");
    this.undoAudits = this.invariants.remember("_ledger/audits/000000001.json");
    this.#append("_ledger/audits/000000001.json", 1, null);
    this.undoReplacing = this.invariants.remember(`${path}2.json`);
    this.#append(`${path}2.json`, 2, first, [changeOf("a", "b")]);
  }

  /** What is found when the replaced slice is swept after its grace period. */
  sweep(): readonly string[] {
    this.nowMs += 2 * hour;
    this.invariants.removed(slicePath(part, digestOf("a")));
    return this.invariants.violations.map(({ text }) => text);
  }

  #writeSlice(letter: string, parent: string | null): void {
    const path = slicePath(part, digestOf(letter));
    this.invariants.wroteSlice(path, { sha256: digestOf(letter), parent: parent && digestOf(parent), rows: [] });
  }

  #append(path: string, n: number, previous: string | null, slices?: SliceChange[]): string {
    const at = new Date(this.nowMs).toISOString();
    const entry: LedgerEntry = { n, previous, at, kind: "commit", ...(slices && { slices }) };
    const bytes = encodeEntry(entry);
    this.invariants.wroteEntry(path, bytes);
    return sha256(bytes);
  }
}

test("A power cut that takes an entry of one ledger leaves what another ledger replaced as replaced", () => {
  const lake = new ReplacedSlice();
  lake.undoAudits();
  assert.deepEqual(lake.sweep(), []);
});

test("What is replaced by an entry that a power cut took is not replaced, and is not to be swept", () => {
  const lake = new ReplacedSlice();
  lake.undoReplacing();
  const [first = "", second = "", ...others] = lake.sweep();
  assert.match(first, /is the lake's/);
  assert.match(second, /too early/);
  assert.deepEqual(others, []);
});
