import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type AskedOfTable, answerCoverage } from "../../../src/lake/collecting/answer-coverage.ts";
import { type CoveredRead, cover, coverageKey, type Segment } from "../../../src/lake/ledger/coverage.ts";
import type { LackedRow } from "../../../src/lake/ledger/lacked-rows.ts";
import type { SliceState } from "../../../src/lake/ledger/ledger-state.ts";
import type { SourceId, TenantSettings } from "../../../src/protocol/collector.ts";

const hour = 3_600_000;
const day = 24 * hour;
const d0 = Date.parse("2026-11-01T00:00:00Z");
const contoso = "11111111-2222-4333-8444-555555555555";
const fabrikam = "99999999-2222-4333-8444-555555555555";
const interactive = "signIns.interactiveUser";
const workloads = "signIns.servicePrincipal";

const settings = (sources: readonly SourceId[]): TenantSettings => ({
  tenantId: contoso,
  name: "contoso.example",
  cloud: "global",
  clientId: contoso,
  credentialKind: "secret",
  sources,
  since: new Date(d0).toISOString(),
  floors: {},
});

const dayOf = (n: number): string => new Date(d0 + n * day).toISOString().slice(0, 10);

/** A stretch that was read, in days after the first of November. */
const read = (fromDays: number, toDays: number, atDays: number): CoveredRead => ({
  fromMs: d0 + fromDays * day,
  toMs: d0 + toDays * day,
  atMs: d0 + atDays * day,
  late: 0,
});

interface Ground {
  readonly sources?: readonly SourceId[];
  readonly reads?: Readonly<Partial<Record<SourceId, readonly CoveredRead[]>>>;
  /** Tenants and days, counted from the first of November, that have a slice. */
  readonly held?: readonly (readonly [tenantId: string, dayNumber: number])[];
  readonly nowDays?: number;
  readonly lacked?: readonly LackedRow[];
}

/** A read, and one a day before that it agrees with. */
const confirmed = (each: CoveredRead): readonly CoveredRead[] => [{ ...each, atMs: each.atMs - day }, each];

function ask(asked: Partial<AskedOfTable>, { sources, reads = {}, held = [], nowDays = 20, lacked = [] }: Ground) {
  const coverage = new Map<string, readonly Segment[]>();
  for (const [source, each] of Object.entries(reads))
    coverage.set(coverageKey(contoso, source), (each ?? []).flatMap(confirmed).reduce<readonly Segment[]>(cover, []));
  const slices = new Map<string, SliceState>();
  for (const [tenantId, dayNumber] of held) {
    const key = `signins/dt=${dayOf(dayNumber)}/00-24`;
    const tenants = { ...slices.get(key)?.tenants, [tenantId]: 1 };
    const contents = { rows: 1, tenants, approximate: 0, firstMs: null, lastMs: null, columnBytes: [] };
    slices.set(key, { path: `${key}.parquet`, sha256: key, bytes: 1, n: 1, ...contents });
  }
  return answerCoverage(
    { table: "signins", ranges: [{}], tenants: undefined, namedDays: [], ...asked },
    {
      state: {
        slices,
        coverage,
        failures: [],
        anomalies: [],
        lacked: new Map([[coverageKey(contoso, "signIns.interactiveUser"), lacked]]),
      },
      tenants: sources === undefined ? [] : [settings(sources)],
      nameOf: (id) => (id === fabrikam ? "fabrikam.example" : id === contoso ? "contoso.example" : undefined),
      nowMs: d0 + nowDays * day,
    },
  );
}

const range = (from: number, to: number) => [{ from: dayOf(from), to: dayOf(to) }];

test("a day that was asked for and not read is counted, whatever the lake holds", () => {
  const reads = { [interactive]: [read(0, 3, 11), read(3.5, 4, 12)] };
  const [entry] = ask({ ranges: range(0, 9) }, { sources: [interactive], reads, held: [[contoso, 1]], nowDays: 12 });
  assert.deepEqual(entry?.states, { complete: 3, gapInPart: 1, gap: 6 });
  assert.equal(entry?.days, 10);
  assert.equal(entry?.tenantName, "contoso.example");
  assert.deepEqual(entry?.gaps, [
    { from: "2026-11-04T00:00:00.000Z", to: "2026-11-04T12:00:00.000Z" },
    { from: "2026-11-05T00:00:00.000Z", to: "2026-11-11T00:00:00.000Z" },
  ]);
  assert.equal(entry?.readTo, "2026-11-05T00:00:00.000Z");
});

test("what the source no longer offers is lost, and cannot be filled", () => {
  const reads = { [interactive]: [read(0, 1, 8), read(2.5, 40, 48)] };
  const [entry] = ask({ ranges: range(0, 3) }, { sources: [interactive], reads, nowDays: 60 });
  assert.deepEqual(entry?.states, { complete: 2, lost: 1, lostInPart: 1 });
  assert.deepEqual(entry?.gaps, []);
});

test("a source that was not read makes the day a gap in part; a view of the other source does not see it", () => {
  const ground = {
    sources: [interactive, workloads] as const,
    reads: { [interactive]: [read(0, 9, 18)] },
    nowDays: 18,
  };
  assert.deepEqual(ask({ ranges: range(0, 8) }, ground)[0]?.states, { gapInPart: 9 });
  const [seen] = ask({ ranges: range(0, 8), sources: new Set<SourceId>([interactive]) }, ground);
  assert.deepEqual(seen?.states, { complete: 9 });
  assert.deepEqual(seen?.gaps, []);
});

test("an imported day is unknown, and the days beside it hold nothing", () => {
  const [entry, another] = ask({ ranges: range(0, 29) }, { held: [[contoso, 3]], nowDays: 29 });
  assert.deepEqual(entry?.states, { unheld: 29, imported: 1 });
  assert.equal(entry?.readTo, undefined);
  assert.equal(another, undefined);
});

test("an end that the statement leaves open is what the lake knows, or today", () => {
  const held = [[contoso, 3] as const, [contoso, 5] as const];
  const imported = ask({}, { held })[0];
  assert.deepEqual([imported?.from, imported?.to, imported?.days], ["2026-11-04", "2026-11-06", 3]);
  const since = ask({ ranges: [{ from: dayOf(4) }] }, { held })[0];
  assert.deepEqual([since?.to, since?.states], ["2026-11-21", { imported: 1, unheld: 16 }]);
  const until = ask({ ranges: [{ to: dayOf(4) }] }, { held })[0];
  assert.deepEqual([until?.from, until?.to], ["2026-11-04", "2026-11-05"]);
  const collected = ask({}, { sources: [interactive], reads: { [interactive]: [read(2, 5, 15)] } })[0];
  assert.equal(collected?.to, "2026-11-21");
});

test("an open end reaches to the days that the question names", () => {
  const held = [[contoso, 3] as const, [contoso, 5] as const];
  const named = (...days: readonly number[]) => ask({ namedDays: days.map(dayOf) }, { held })[0];
  assert.deepEqual(named(3, 5)?.states, { imported: 2, unheld: 1 });
  assert.deepEqual(named(1, 14)?.states, { imported: 2, unheld: 12 });
  assert.deepEqual([named(1)?.from, named(1)?.to], ["2026-11-02", "2026-11-06"]);
  assert.deepEqual([named(14)?.from, named(14)?.to], ["2026-11-04", "2026-11-15"]);
  assert.equal(named(40)?.to, "2026-11-21", "what is to come is left out");
  const until = ask({ ranges: [{ to: dayOf(4) }], namedDays: [dayOf(1), dayOf(14)] }, { held })[0];
  assert.deepEqual([until?.from, until?.to], ["2026-11-02", "2026-11-05"]);
  assert.equal(ask({ ranges: range(3, 5), namedDays: [dayOf(1)] }, { held })[0]?.days, 3, "no end is open");
  assert.deepEqual(ask({ namedDays: [dayOf(1), dayOf(2)] }, {})[0]?.states, { unheld: 2 });
});

test("days that cannot be counted are told of: of nothing known, or to come", () => {
  const held = [[contoso, 3] as const];
  const why = (asked: Partial<AskedOfTable>, ground: Ground) => ask(asked, ground).map(({ uncounted }) => uncounted);
  assert.deepEqual(why({}, {}), ["neverHeld"]);
  assert.deepEqual(why({ ranges: [{ to: dayOf(4) }] }, {}), ["neverHeld"]);
  assert.deepEqual(why({ tenants: ["nobody"] }, { held }), ["neverHeld"]);
  assert.deepEqual(why({ ranges: [{ to: dayOf(1) }] }, { held }), ["neverHeld"]);
  assert.deepEqual(why({ ranges: range(21, 22) }, { held }), ["toCome"]);
  assert.deepEqual(why({ ranges: [{ from: dayOf(21) }] }, {}), ["toCome"]);
  assert.deepEqual(why({ ranges: range(20, 22) }, { held }), [undefined], "today can be counted");
  assert.deepEqual(why({ ranges: [] }, { held }), [undefined], "filters that contradict each other ask for no day");
  assert.deepEqual(ask({ ranges: range(3, 3), tenants: [] }, { held }), [], "nor for a tenant");
});

test("days to come are not asked for", () => {
  assert.equal(ask({ ranges: [{ from: dayOf(19), to: "2100-12-31" }] }, { held: [[contoso, 19]] })[0]?.days, 2);
  const [future] = ask({ ranges: range(40, 50) }, { held: [[contoso, 3]] });
  assert.deepEqual([future?.days, future?.from, future?.states], [0, undefined, {}]);
});

test("a day that is held counts, also when the clock stands before it", () => {
  assert.deepEqual(ask({ ranges: range(24, 26) }, { held: [[contoso, 25]] })[0]?.states, { unheld: 1, imported: 1 });
});

test("a century is counted without walking it", () => {
  const [entry] = ask({ ranges: [{ from: "1900-01-01", to: "2026-11-21" }] }, { held: [[contoso, 3]] });
  assert.deepEqual(entry?.states, { unheld: (d0 - Date.parse("1900-01-01T00:00:00Z")) / day + 20, imported: 1 });
});

test("each tenant has its own entry; a filter on tenants leaves the others out, and an unknown one is told of", () => {
  const ground: Ground = {
    sources: [interactive],
    reads: { [interactive]: [read(0, 20, 27)] },
    held: [[fabrikam, 4]],
    nowDays: 27.5,
  };
  const both = ask({ ranges: range(0, 9) }, ground);
  assert.deepEqual(
    both.map(({ tenantName, states }) => [tenantName, states]),
    [
      ["contoso.example", { complete: 10 }],
      ["fabrikam.example", { unheld: 9, imported: 1 }],
    ],
  );
  assert.deepEqual(ask({ ranges: range(0, 9), tenants: [contoso] }, ground), [both[0]]);
  assert.deepEqual(ask({ ranges: range(0, 9), tenants: ["nobody"] }, ground)[0]?.states, { unheld: 10 });
});

test("a lake that holds nothing says so of every day", () => {
  assert.deepEqual(ask({ ranges: range(0, 9) }, {}), [
    { table: "signins", from: "2026-11-01", to: "2026-11-10", days: 10, states: { unheld: 10 }, gaps: [] },
  ]);
  assert.deepEqual(ask({}, {})[0]?.days, 0);
});

test("the states of all days asked for are as many as the days, whatever was read and held", () => {
  const span = fc.tuple(
    fc.integer({ min: 0, max: 900 }),
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: 0, max: 40 }),
  );
  fc.assert(
    fc.property(
      fc.array(span, { maxLength: 6 }),
      fc.array(fc.tuple(fc.constantFrom(contoso, fabrikam), fc.integer({ min: -5, max: 40 })), { maxLength: 8 }),
      fc.record(
        { from: fc.integer({ min: -20, max: 60 }), to: fc.integer({ min: -20, max: 60 }) },
        { requiredKeys: [] },
      ),
      fc.boolean(),
      (spans, held, { from, to }, isCollected) => {
        const reads = {
          [interactive]: spans.map(([at, length, age]) => read(at / 24, (at + length) / 24, (at + length) / 24 + age)),
        };
        const ranges = [
          { ...(from !== undefined && { from: dayOf(from) }), ...(to !== undefined && { to: dayOf(to) }) },
        ];
        const ground = { reads, held, nowDays: 40.3, ...(isCollected && { sources: [interactive] as const }) };
        for (const entry of ask({ ranges }, ground)) {
          const counted = Object.values(entry.states).reduce((sum, days) => sum + days, 0);
          assert.equal(counted, entry.days);
          if (from !== undefined && to !== undefined && from <= to)
            assert.equal(entry.days, Math.max(0, Math.min(to, 40) - from + 1));
          const { gap = 0, gapInPart = 0 } = entry.states;
          assert.equal(entry.gaps.length > 0, gap + gapInPart > 0, JSON.stringify(entry));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("one row of a day long past or far to come costs a question nothing, and its days are counted all the same", () => {
  const inYearOne = Date.parse("0001-01-01T00:00:00Z");
  const inLastYear = Date.parse("9999-12-31T00:00:00Z");
  const held = [inYearOne, d0, inLastYear].map((ms) => [contoso, (ms - d0) / day] as const);
  const alone = ask({}, { held })[0];
  const days = (inLastYear - inYearOne) / day + 1;
  assert.deepEqual([alone?.days, alone?.states], [days, { imported: 3, unheld: days - 3 }]);
  // Asked day by day it says the same where a source is collected, too.
  const reads = { [interactive]: [read(0, 20, 20)] };
  const collected = ask({}, { held, reads, sources: [interactive], nowDays: 20 })[0];
  const counted = Object.values(collected?.states ?? {}).reduce((sum, each) => sum + each, 0);
  assert.deepEqual([counted, collected?.states.imported], [days, 1]);
  assert.ok(lookedAt(() => ask({}, { held, reads, sources: [interactive], nowDays: 20 })) < 50_000);
});

test("a tenant that claims to be collected for two thousand years is answered for since Microsoft 365 is there", () => {
  const since = Date.parse("0001-01-01T00:00:00Z");
  const ground = { reads: { [interactive]: [read((since - d0) / day, 20, 20)] }, sources: [interactive] as const };
  assert.equal(ask({}, { ...ground, nowDays: 20 })[0]?.from, "2010-01-01");
});

/** How often a day was written as text meanwhile, which is done once for each day that is looked at. */
function lookedAt(work: () => unknown): number {
  const { toISOString } = Date.prototype;
  let calls = 0;
  Date.prototype.toISOString = function counted(): string {
    calls += 1;
    return toISOString.call(this);
  };
  try {
    work();
  } finally {
    Date.prototype.toISOString = toISOString;
  }
  return calls;
}

test("rows that Microsoft no longer offers are counted in the days asked for", () => {
  const row = (dayNumber: number, reads: number): LackedRow => ({
    key: `${dayNumber} ${reads}`,
    eventMs: d0 + dayNumber * day,
    reads,
    firstMs: d0 + 9 * day,
    lastMs: d0 + 10 * day,
  });
  const ground: Ground = {
    sources: ["signIns.interactiveUser"],
    reads: { "signIns.interactiveUser": [] },
    lacked: [row(1, 3), row(2, 3), row(2, 1), row(3, 3)],
  };
  const asked = { ranges: [{ from: dayOf(2), to: dayOf(2) }] };
  assert.equal(ask(asked, ground)[0]?.noLongerOffered, 1);
  assert.equal(ask(asked, { ...ground, lacked: [] })[0]?.noLongerOffered, undefined);
});
