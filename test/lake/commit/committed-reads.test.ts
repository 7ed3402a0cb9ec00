import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import type { CommittedReads } from "../../../src/lake/committing/commit-options.ts";
import type { Lake } from "../../../src/lake/lake.ts";
import { claimParts } from "../../../src/lake/ledger/claim-part-counts.ts";
import {
  decodeEntry,
  type FailedRead,
  type LedgerEntry,
  type WindowRead,
} from "../../../src/lake/ledger/ledger-entry.ts";
import { emptyLedger } from "../../../src/lake/ledger/ledger-state.ts";
import type { InputChange } from "../../../src/lake/slices/slice-work.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { commitRows, signIn, sliceFile, temporaryLake, totals } from "./temporary-lake.ts";

const [from, to] = ["2026-11-22T09:00:00.000Z", "2026-11-22T11:00:00.000Z"];
const failure: FailedRead = {
  tenantId: "t1",
  source: "signIns.interactiveUser",
  from,
  to,
  at: to,
  code: "unreachable",
  message: "No answer came.",
};

function windowRead(changes: readonly InputChange[]): WindowRead {
  const rows = (change: string): number => sum(changes.filter((one) => one.change === change).map(({ rows }) => rows));
  return {
    tenantId: "t1",
    source: "signIns.interactiveUser",
    from,
    to,
    at: to,
    fetched: 9,
    added: rows("added"),
    updated: rows("updated"),
    late: sum(changes.map(({ late }) => late)),
    requests: 1,
    throttledMs: 0,
    elapsedMs: 5,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const reads = (more: Partial<CommittedReads> = {}): CommittedReads => ({
  table: "signins",
  windows: (changes) => [windowRead(changes)],
  failures: [],
  expectedRowsPerDay: 0,
  ...more,
});

async function entries(lake: Lake): Promise<LedgerEntry[]> {
  const found: LedgerEntry[] = [];
  for (let n = 1; ; n += 1) {
    const bytes = await lake.storage.read(lake.ledger("signins").entryPath(n));
    const entry = bytes && decodeEntry(bytes);
    if (entry === undefined) return found;
    found.push(entry);
  }
}

test("a window enters the ledger with the last slice of its rows, with what the rows of its inputs changed", async (context) => {
  const lake = await temporaryLake(context);
  // More slices than one entry takes, of days that have one already: what is new is written together.
  const rowsOf = (key: string) =>
    Array.from({ length: 18 }, (_, day) =>
      signIn(`${key}${day}`, `2026-11-${String(day + 1).padStart(2, "0")}T10:00:00Z`),
    );
  await commitRows(lake, rowsOf("old"));
  await commitRows(lake, rowsOf("new"), { reads: reads() });
  assert.deepEqual(
    (await entries(lake)).map(({ kind, slices, windows }) => [
      kind,
      slices?.length,
      windows?.map(({ added }) => added),
    ]),
    [
      ["claim", undefined, undefined],
      ["commit", 18, undefined],
      ["commit", 16, undefined],
      ["commit", 2, [18]],
    ],
  );
});

test("a batch without rows only appends its windows and failures; one with nothing appends nothing", async (context) => {
  const lake = await temporaryLake(context);
  await commitRows(lake, [], { reads: reads({ failures: [failure] }) });
  await commitRows(lake, [], { reads: reads({ windows: () => [] }) });
  assert.deepEqual(
    (await entries(lake)).map(({ kind, slices, windows, failures }) => [
      kind,
      slices,
      windows?.length,
      failures?.length,
    ]),
    [["commit", undefined, 1, 1]],
  );
});

test("no window is claimed when a slice could not be merged, but failures are told", async (context) => {
  const lake = await temporaryLake(context);
  await commitRows(lake, [signIn("c", "2026-11-21T10:00:00Z")]);
  const before = (await entries(lake)).length;
  await writeFile(await sliceFile(lake, "signins", "2026-11-21"), "not parquet");
  const rows = [signIn("a", "2026-11-21T10:00:00Z"), signIn("b", "2026-11-22T10:00:00Z")];
  const outcome = await commitRows(lake, rows, { reads: reads({ failures: [failure] }) });
  assert.deepEqual(
    outcome.failed.map(({ part: { day }, error }) => [day, error.code]),
    [["2026-11-21", "broken-slice"]],
  );
  const told = (await entries(lake)).slice(before);
  assert.deepEqual(
    told.flatMap(({ windows = [] }) => windows),
    [],
  );
  assert.deepEqual(
    told.flatMap(({ failures = [] }) => failures),
    [failure],
  );
  assert.deepEqual(
    told.flatMap(({ slices = [] }) => slices).map(({ part }) => part),
    ["signins/dt=2026-11-22/00-24"],
  );
});

test("a cancelled commit tells what it wrote and claims nothing", async (context) => {
  const lake = await temporaryLake(context);
  const abort = new AbortController();
  await commitRows(lake, [signIn("c", "2026-11-21T10:00:00Z"), signIn("d", "2026-11-22T10:00:00Z")]);
  const before = (await entries(lake)).length;
  const rows = [signIn("a", "2026-11-21T10:00:00Z"), signIn("b", "2026-11-22T10:00:00Z")];
  const committed = commitRows(lake, rows, {
    reads: reads(),
    signal: abort.signal,
    onProgress: () => abort.abort(),
    // One lane, so that the second slice is not merged when the first is.
    limits: { threads: 1 },
  });
  await assert.rejects(committed, CancelledError);
  const told = (await entries(lake)).slice(before);
  assert.deepEqual(told.flatMap(({ slices = [] }) => slices).length, 1);
  assert.deepEqual(
    told.flatMap(({ windows = [] }) => windows),
    [],
  );
});

test("a row that is added after its stretch was read counts as late, by input and slice", async (context) => {
  const lake = await temporaryLake(context);
  const at = "2026-11-22T10:00:00Z";
  await commitRows(lake, [signIn("known", at, { appId: "x" })]);
  const late = (id: string, input: number, more: object = {}) => ({ ...signIn(id, at, more), input, late: true });
  const outcome = await commitRows(lake, [
    late("known", 1, { appId: "x", userPrincipalName: "x@y" }),
    late("new", 1),
    late("newer", 2),
    { ...signIn("in time", at), input: 2 },
  ]);
  assert.deepEqual(totals(outcome), { added: 3, updated: 1, late: 2 });
  assert.deepEqual(
    outcome.counts.map(({ input, change, rows, late: lateRows }) => [input, change, rows, lateRows]).sort(),
    [
      [1, "added", 1, 1],
      [1, "updated", 1, 0],
      [2, "added", 2, 1],
    ],
  );
  assert.equal((await entries(lake)).at(-1)?.slices?.[0]?.late, 2);
});

test("a day that is collected in many small commits gets the parts of the whole day at its start", () => {
  const days = new Map([["2026-11-22", 1_000]]);
  assert.deepEqual(claimParts(emptyLedger, days)?.parts, { "2026-11-22": 1 });
  assert.deepEqual(claimParts(emptyLedger, days, 450_000)?.parts, { "2026-11-22": 8 });
  assert.deepEqual(claimParts(emptyLedger, new Map([["2026-11-22", 450_000]]), 1)?.parts, { "2026-11-22": 8 });
});
