import assert from "node:assert/strict";
import { test } from "node:test";
import type { TableCoverage } from "../../../src/protocol/table-coverage.ts";
import { askedWords } from "../../../src/protocol/words/asked-words.ts";
import { coverageWords, newestEventOf, rangeWords, unreadDays } from "../../../src/protocol/words/coverage-words.ts";

const entry = (states: TableCoverage["states"], more: Partial<TableCoverage> = {}): TableCoverage => ({
  table: "signins",
  tenantId: "t1",
  tenantName: "contoso.example",
  from: "2026-10-24",
  to: "2026-11-22",
  days: Object.values(states).reduce((sum, days) => sum + days, 0),
  states,
  gaps: [],
  ...more,
});

const lines = (...coverage: readonly TableCoverage[]) => coverageWords(coverage).lines;
const gap = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" };

test("nothing is said of days that were read to their end", () => {
  assert.deepEqual(coverageWords([entry({ complete: 30 })]), { tone: "none", lines: [], canFill: false });
  assert.deepEqual(coverageWords([]), { tone: "none", lines: [], canFill: false });
});

test("days that were not read are counted, with what can be done about them", () => {
  assert.deepEqual(coverageWords([entry({ complete: 1, gap: 20, gapInPart: 2, lost: 7 }, { gaps: [gap] })]), {
    tone: "warning",
    lines: ["27 of 30 days were not read, 2 only in part (22 can still be filled, 7 no longer offered by Microsoft)."],
    canFill: true,
  });
  assert.deepEqual(lines(entry({ complete: 29, gap: 1 })), ["1 of 30 days was not read (can still be filled)."]);
  assert.deepEqual(lines(entry({ complete: 28, lostInPart: 2 })), [
    "2 of 30 days were read only in part (no longer offered by Microsoft).",
  ]);
  assert.deepEqual(lines(entry({ unheld: 30 })), ["None of the 30 days was read (neither collected nor imported)."]);
  assert.deepEqual(lines(entry({ gap: 1 })), ["The day was not read (can still be filled)."]);
  assert.deepEqual(lines(entry({ gapInPart: 1 })), ["The day was read only in part (can still be filled)."]);
  assert.deepEqual(lines(entry({ unheld: 36_000, complete: 1 })), [
    "36,000 of 36,001 days were not read (neither collected nor imported).",
  ]);
});

test("a table or a tenant of which nothing was ever read warns, and days to come do", () => {
  const never = coverageWords([entry({}, { uncounted: "neverHeld" })]);
  assert.deepEqual(
    [never.tone, never.lines],
    ["warning", ["Nothing was read: no day was ever collected or imported."]],
  );
  const toCome = coverageWords([entry({ complete: 3 }), entry({}, { table: "audits", uncounted: "toCome" })]);
  assert.equal(toCome.tone, "warning");
  assert.match(toCome.lines.join(), /: Nothing was read: the days are still to come\./);
  assert.equal(coverageWords([entry({})]).tone, "none", "no day is asked for");
});

test("days that were read once are said, and rows that are no longer offered", () => {
  assert.deepEqual(coverageWords([entry({ complete: 28, readOnce: 2 }, { noLongerOffered: 1 })]), {
    tone: "info",
    lines: [
      "2 days were read once only: no second read agreed while Microsoft offered them. 1 row held is no longer offered by Microsoft.",
    ],
    canFill: false,
  });
  assert.deepEqual(lines(entry({ readOnce: 1 })), [
    "The day was read once only: no second read agreed while Microsoft offered it.",
  ]);
});

test("a day that was read only in part warns as one that was not read", () => {
  for (const state of ["gap", "lost", "unheld", "gapInPart", "lostInPart"] as const)
    assert.equal(coverageWords([entry({ complete: 29, [state]: 1 })]).tone, "warning", state);
});

test("what may still change, and what nobody knows, is said without a warning", () => {
  const settling = coverageWords([entry({ complete: 23, settling: 7 })]);
  assert.deepEqual([settling.tone, settling.lines], ["info", ["7 days may still get late events."]]);
  assert.deepEqual(lines(entry({ settling: 30 })), ["All of it may still get late events."]);
  const imported = coverageWords([entry({ imported: 30 })]);
  assert.deepEqual(
    [imported.tone, imported.lines],
    ["info", ["The days were imported: whether they are whole is unknown."]],
  );
  assert.deepEqual(lines(entry({ imported: 1, complete: 29 })), [
    "1 day was imported: whether it is whole is unknown.",
  ]);
  assert.match(lines(entry({ history: 30 }, { table: "riskyusers" }))[0] ?? "", /never complete/);
});

test("tables and tenants that stand alike share a line, the worst first; the others are named", () => {
  const two = [
    entry({ complete: 30 }),
    entry({ gap: 30 }, { table: "audits" }),
    entry({ gap: 30 }, { table: "activity" }),
  ];
  assert.deepEqual(lines(...two), ["Audits, Office 365 activity: None of the 30 days was read (can still be filled)."]);
  const tenants = [entry({ settling: 30 }), entry({ unheld: 30 }, { tenantId: "t2", tenantName: "fabrikam.example" })];
  assert.deepEqual(lines(...tenants), [
    "Sign-ins of fabrikam.example: None of the 30 days was read (neither collected nor imported).",
    "Sign-ins of contoso.example: All of it may still get late events.",
  ]);
});

test("tenants that stand alike share their table's name; rows of no known tenant are missed by nobody", () => {
  const fabrikam = { tenantId: "t2", tenantName: "fabrikam.example" };
  const nobody = { tenantId: "unassigned" };
  const alike = [
    entry({ imported: 1 }),
    entry({ gap: 1 }, fabrikam),
    entry({ gap: 1 }, { tenantId: "t3", tenantName: "t3" }),
  ];
  assert.equal(
    lines(...alike)[0],
    "Sign-ins of fabrikam.example and of t3: The day was not read (can still be filled).",
  );
  const none = [entry({ complete: 9 }), entry({ unheld: 9 }, nobody)];
  assert.deepEqual(coverageWords(none), { tone: "none", lines: [], canFill: false });
  assert.equal(unreadDays(entry({ unheld: 9 }, nobody)), 0);
  assert.match(
    lines(entry({ complete: 9 }), entry({ imported: 9 }, nobody))[0] ?? "",
    /^Sign-ins of no known tenant: /,
  );
});

test("the range and the newest event over all entries", () => {
  const later = entry({}, { from: "2026-11-01", to: "2026-11-29", newestEvent: "2026-11-29T10:00:00.000Z" });
  assert.equal(rangeWords([entry({}), later]), "2026-10-24 – 2026-11-29");
  assert.equal(rangeWords([entry({}, { from: "2026-11-22" })]), "2026-11-22");
  assert.equal(rangeWords([]), undefined);
  assert.equal(newestEventOf([entry({}), later]), "2026-11-29T10:00:00.000Z");
});

test("what was asked: the range once, the other parameters, the lake and the engine", () => {
  const summary = {
    coverage: [entry({ complete: 30 })],
    params: { from: "2026-10-24", to: "2026-11-22", minimum: 10, users: ["a", "b"], nobody: [], ip: null, note: "" },
    lake: "/home/analyst/contoso/",
    engine: "duckdb" as const,
  };
  assert.deepEqual(askedWords(summary), [
    "2026-10-24 – 2026-11-22",
    "contoso",
    "this machine",
    "minimum = 10",
    "users = a, b",
    "nobody = (none)",
    "ip = NULL",
    "note = ''",
  ]);
  const two = [entry({}), { table: "audits" as const, tenantId: "t2", days: 0, states: {}, gaps: [] }];
  assert.ok(askedWords({ ...summary, coverage: two }).includes("contoso.example, t2"));
  assert.deepEqual(askedWords({ ...summary, params: { from: "2026-10-01" }, engine: "athena" }), [
    "2026-10-24 – 2026-11-22",
    "contoso",
    "Athena",
    "from = 2026-10-01",
  ]);
});

test("a damaged ledger and slices that were left out are warned of, also where all days seem whole", () => {
  const damaged = coverageWords([entry({ imported: 30 }, { isLedgerDamaged: true })]);
  assert.equal(damaged.tone, "warning");
  assert.match(damaged.lines[0] ?? "", /^The ledger is damaged: rows are read from the slices that are there/);
  const one = coverageWords([entry({ complete: 30 }, { leftOutSlices: 1 })]);
  assert.deepEqual(one.lines, [
    "1 slice was left out when the ledger was rebuilt, unreadable or beside another one of its part: its rows may be missing. Verify the lake to see which.",
  ]);
  assert.equal(one.tone, "warning");
  const unnamed = coverageWords([entry({ complete: 30 }, { unnamedSlices: 3 })]);
  assert.equal(unnamed.tone, "warning");
  assert.match(
    unnamed.lines[0] ?? "",
    /^3 slices of these days are not named by the ledger, and rows in them are not in/,
  );
  const [several] = coverageWords([entry({ complete: 30 }, { leftOutSlices: 2 })]).lines;
  assert.match(several ?? "", /^2 slices were left out .*: their rows may be missing/);
});
