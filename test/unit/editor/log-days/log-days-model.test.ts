import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "../../../../src/editor/log-days/log-day-words.ts";
import { buildLogDays, daysOf, type LogDayNode, parentOf } from "../../../../src/editor/log-days/log-days-model.ts";
import type { LogDay } from "../../../../src/protocol/lake.ts";
import { chosenDays, day, sixTablesOfThreeYears } from "../fakes/some-log-days.ts";

const today = "2026-11-23";

/** The tree as a person reads it, two spaces a level. */
function drawn(nodes: readonly LogDayNode[], depth = 0): string {
  return nodes
    .map((node) => {
      const { label, description } = wordsOf(node, today);
      const children = node.kind === "table" ? node.months : node.kind === "month" ? node.days : [];
      return `${"  ".repeat(depth)}${label} | ${description}\n${drawn(children, depth + 1)}`;
    })
    .join("");
}

test("tables, months and days with rows, sizes and states, newest first", () => {
  assert.equal(
    drawn(buildLogDays(chosenDays)),
    `Sign-ins | 25,208 · 2026-10-30 – today
  November 2026 | 23,007 · 1 d missing
    Mon 23 | settling  6,120 rows · 900 kB
    Sun 22 | complete  9,877 rows · 1.3 MB
    Sat 21 | gap  7,010 rows · 800 kB
  October 2026 | 2,201 · 1 lost
    Sat 31 | imported  2,201 rows · 300 kB · coverage unknown
    Fri 30 | lost  no longer offered by this API; Purview may still hold it
Audits | nothing yet
Office 365 activity | nothing yet
Provisioning | nothing yet
Risk detections | nothing yet
Risky users | nothing yet
`,
  );
});

test("a gap says its hours, late rows are counted, and polled states are history", () => {
  const gaps = [
    { from: "2026-11-21T14:00:00.000Z", to: "2026-11-21T15:00:00.000Z" },
    { from: "2026-11-21T15:00:00.000Z", to: "2026-11-21T16:00:00.000Z" },
    { from: "2026-11-21T20:00:00.000Z", to: "2026-11-22T00:00:00.000Z" },
  ];
  const [table] = buildLogDays([
    day({ day: "2026-11-23", state: "settling", rows: 6120, bytes: 900_000, late: 41 }),
    day({ day: "2026-11-22", state: "gap", rows: 0, bytes: 0, slices: [] }),
    day({ day: "2026-11-21", state: "gap", gaps }),
    day({ day: "2026-11-20", state: "history" }),
  ]);
  const days = table?.months[0]?.days.map((node) => wordsOf(node, today).description);
  assert.deepEqual(days, [
    "settling  6,120 rows · 41 late · 900 kB",
    "gap  nothing read yet",
    "gap 14:00–16:00, 20:00–24:00  1 row · 10 bytes",
    "history  1 row · 10 bytes",
  ]);
});

test("a day names its sources by their titles, and unknown ones as the ledger does", () => {
  const coverage = [
    { source: "signIns.interactiveUser", state: "gap" },
    { source: "signIns.new\u202eKind", state: "complete" },
  ] as const;
  const node = buildLogDays([day({ state: "gap", coverage })])[0]?.months[0]?.days[0];
  assert.ok(node);
  const { tooltip } = wordsOf(node, today);
  assert.match(tooltip, /^by people \(signIns\.interactiveUser\): gap$/m);
  assert.match(tooltip, /^signIns\.new<U\+202E>Kind: complete$/m);
});

test("a day that was read once says so in two words, and how many held rows its source no longer offers", () => {
  const coverage = [{ source: "signIns.interactiveUser", state: "readOnce", noLongerOffered: 3 }] as const;
  const node = buildLogDays([day({ state: "readOnce", coverage })])[0]?.months[0]?.days[0];
  assert.ok(node);
  const { description, tooltip } = wordsOf(node, today);
  assert.match(description, /^read once {2}/);
  assert.match(tooltip, /^read once: read to its end once;/m);
  assert.match(tooltip, /\): read once, 3 rows held and no longer offered$/m);
});

test("an empty lake has no tree, so that its welcome is seen", () => {
  assert.deepEqual(buildLogDays([]), []);
});

test("a filter keeps the days that match every word, and drops tables without one", () => {
  assert.equal(
    drawn(buildLogDays(chosenDays, " sign-ins  2026-11 GAP ")),
    "Sign-ins | 7,010 · 2026-11-21\n  November 2026 | 7,010 · 1 d missing\n    Sat 21 | gap  7,010 rows · 800 kB\n",
  );
  assert.deepEqual(buildLogDays(chosenDays, "sign-ins provisioning"), []);
});

test("days of several tenants say whose they are, and sample rows that they are simulated", () => {
  const tree = buildLogDays([day({ tenantId: "b-tenant" }), day({ tenantId: "a-tenant", simulated: true })]);
  assert.match(drawn(tree), /imported {2}simulated · 1 row · 10 bytes · coverage unknown · a-tenant\n.*b-tenant\n/);
});

test("tables and months say when all or some of their rows are simulated", () => {
  const words = (days: readonly LogDay[]) =>
    flat(buildLogDays(days))
      .filter(({ kind }) => kind !== "day")
      .map((node) => wordsOf(node, today).description)
      .filter((description) => description !== "nothing yet");
  const simulated = day({ simulated: true });
  assert.deepEqual(words([simulated, day({ day: "2026-11-21" })]), [
    "2 · partly simulated · 2026-11-21 – 11-22",
    "2 · partly simulated",
  ]);
});

test("what is simulated throughout is said once: by the view's title for a lake, by its line for a table", () => {
  const simulated = day({ simulated: true });
  const lines = drawn(buildLogDays([simulated]));
  assert.doesNotMatch(lines, /simulated/);
  const [table] = buildLogDays([simulated]);
  assert.ok(table);
  assert.match(wordsOf(table, today).spoken, /simulated$/);
  const beside = drawn(buildLogDays([simulated, day({ table: "audits" })]));
  assert.equal(beside.match(/simulated/g)?.length, 1);
  assert.match(beside, /^Sign-ins \| 1 · simulated · 2026-11-22$/m);
});

test("a gap of a whole day does not repeat its date", () => {
  const gaps = [{ from: "2026-11-22T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z" }];
  const node = buildLogDays([day({ state: "gap", gaps })])[0]?.months[0]?.days[0];
  assert.ok(node);
  assert.match(wordsOf(node, today).description, /^gap whole day {2}1 row/);
  assert.doesNotMatch(wordsOf(node, today).description, /2026/);
});

test("a tenant id with control characters stays on its line", () => {
  const [, month, only] = flat(buildLogDays([day({ tenantId: "x\n\u202eevil" }), day({ day: "2026-11-21" })]));
  assert.ok(month && only);
  assert.match(wordsOf(only, today).description, /x␊<U\+202E>evil/);
});

test("every node finds its parent, by the ids it was drawn with", () => {
  const tree = buildLogDays(chosenDays);
  for (const table of tree) {
    assert.equal(parentOf(tree, table), undefined);
    for (const month of table.months) {
      assert.equal(parentOf(tree, month), table);
      for (const each of month.days) assert.equal(parentOf(tree, each), month);
    }
  }
  const ids = flat(tree).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test("the days of overlapping nodes are taken once", () => {
  const tree = buildLogDays(chosenDays);
  const [table] = tree;
  const [month] = table?.months ?? [];
  assert.ok(table && month);
  assert.equal(daysOf([table, month, ...month.days]).length, 5);
});

test("six tables of three years are a tree whose sums hold", () => {
  const days = sixTablesOfThreeYears();
  const tree = buildLogDays(days);
  assert.equal(tree.length, 6);
  assert.deepEqual(
    tree.map(({ months }) => months.length),
    Array(6).fill(36),
  );
  assert.equal(
    tree.reduce((sum, table) => sum + table.rows, 0),
    days.reduce((sum, each) => sum + each.rows, 0),
  );
});

function flat(nodes: readonly LogDayNode[]): readonly LogDayNode[] {
  return nodes.flatMap((node) => [
    node,
    ...flat(node.kind === "table" ? node.months : node.kind === "month" ? node.days : []),
  ]);
}

test("days of several tenants are told apart by name, by id where that is not enough, and found by name", () => {
  const tables = (...days: readonly LogDay[]) => buildLogDays(days).flatMap(({ months }) => months);
  const tenants = (...days: readonly LogDay[]) =>
    tables(...days).flatMap(({ days: inMonth }) => inMonth.map(({ tenant }) => tenant));
  const contoso = day({ tenantId: "a", tenantName: "contoso.example" });
  assert.deepEqual(tenants(contoso), [undefined], "one tenant needs no name");
  assert.deepEqual(tenants(contoso, day({ tenantId: "b" })), ["contoso.example", "b"]);
  assert.deepEqual(tenants(contoso, day({ tenantId: "b", tenantName: "contoso.example" })), [
    "contoso.example (a)",
    "contoso.example (b)",
  ]);
  assert.equal(buildLogDays([contoso, day({ tenantId: "b" })], "CONTOSO")[0]?.months[0]?.days.length, 1);
});

test("a day that cannot be relied on is marked, and its month, and says why", () => {
  const damage = "/lake/signins/dt=2026-11-22 is not there. Restore it from a backup, or import its logs again.";
  const [table] = buildLogDays([day({ damage }), day({ day: "2026-11-21" })]);
  const [month] = table?.months ?? [];
  assert.ok(month);
  assert.match(wordsOf(month, today).description, / · 1 damaged$/);
  const [damaged, sound] = month.days.map((node) => wordsOf(node, today));
  assert.match(damaged?.description ?? "", /damaged/);
  assert.ok(damaged?.tooltip.includes(damage), damaged?.tooltip);
  assert.doesNotMatch(sound?.description ?? "", /damaged/);
});
