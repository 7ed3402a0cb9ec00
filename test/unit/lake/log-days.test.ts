import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceHealth } from "../../../src/lake/collecting/collection-health.ts";
import type { WindowRead } from "../../../src/lake/ledger/ledger-entry.ts";
import { emptyLedger, foldEntry, type LedgerState } from "../../../src/lake/ledger/ledger-state.ts";
import { logDays } from "../../../src/lake/log-days.ts";
import type { SourceId, TenantSettings } from "../../../src/protocol/collector.ts";

const day = 86_400_000;
const today = Date.parse("2026-11-23T00:00:00Z");
const now = today + day / 2;
const collected = "11111111-2222-4333-8444-555555555555";
const signIns = "signIns.interactiveUser";

const iso = (ms: number): string => new Date(ms).toISOString();
const window = (
  source: SourceId,
  fromDays: number,
  toDays: number,
  atDays: number,
  more: Partial<WindowRead> = {},
) => ({
  tenantId: collected,
  source,
  from: iso(today + fromDays * day),
  to: iso(today + toDays * day),
  at: iso(today + atDays * day),
  fetched: 10,
  added: 3,
  updated: 2,
  late: 0,
  requests: 4,
  throttledMs: 1_500,
  elapsedMs: 0,
  ...more,
});

const slice = (dayText: string, tenants: Record<string, number>) => ({
  part: `signins/dt=${dayText}/00-24`,
  before: null,
  after: "a".repeat(64),
  bytes: 1_000,
  rows: Object.values(tenants).reduce((sum, rows) => sum + rows, 0),
  tenants,
  approximate: 0,
  firstMs: null,
  lastMs: null,
  columnBytes: [],
  added: 0,
  updated: 0,
  late: 0,
});

const settings: TenantSettings = {
  tenantId: collected,
  name: "contoso.example",
  cloud: "global",
  clientId: collected,
  credentialKind: "secret",
  sources: [signIns, "signIns.managedIdentity", "auditLogQuery", "riskyUsers"],
  since: iso(now - 2 * day),
  floors: {},
};

const ledger = (windows: readonly WindowRead[], slices: readonly ReturnType<typeof slice>[] = []): LedgerState =>
  foldEntry(
    emptyLedger,
    {
      n: 1,
      previous: null,
      at: iso(now),
      kind: "commit",
      windows: [...windows],
      slices: [...slices],
      failures: [
        {
          tenantId: collected,
          source: signIns,
          from: iso(0),
          to: iso(1),
          at: iso(2),
          code: "throttled",
          message: "first",
        },
        {
          tenantId: collected,
          source: signIns,
          from: iso(0),
          to: iso(1),
          at: iso(3),
          code: "unreachable",
          message: "last",
        },
        {
          tenantId: "other",
          source: signIns,
          from: iso(0),
          to: iso(1),
          at: iso(4),
          code: "throttled",
          message: "theirs",
        },
      ],
    },
    "b".repeat(64),
  );

const listed = (state: LedgerState, tenants: readonly TenantSettings[] = [settings]) =>
  logDays(
    "signins",
    state,
    (path) => `/lake/${path}`,
    () => false,
    { tenants, nowMs: now },
  );

test("days of a collected tenant are listed without rows, from as far back as its sources reached", () => {
  const days = listed(ledger([window(signIns, -31, 0.45, 0.46)]));
  assert.deepEqual([days[0]?.day, days.at(-1)?.day, days.length], ["2026-11-23", "2026-10-22", 33]);
  assert.deepEqual(days[0], {
    table: "signins",
    day: "2026-11-23",
    tenantId: collected,
    rows: 0,
    bytes: 0,
    state: "gap",
    coverage: [
      { source: signIns, state: "gap" },
      { source: "signIns.managedIdentity", state: "gap" },
    ],
    simulated: false,
    gaps: [{ from: "2026-11-23T00:00:00.000Z", to: "2026-11-23T11:30:00.000Z" }],
    slices: [],
  });
  assert.equal(days.find((each) => each.day === "2026-11-20")?.coverage[0]?.state, "settling");
});

test("a day is complete when each enabled source is", () => {
  const one = [window(signIns, -30, 0, 0)];
  const both = [...one, window("signIns.managedIdentity", -30, 0, 0)];
  const stateOn = (state: LedgerState, dayText: string) => listed(state).find((each) => each.day === dayText)?.state;
  assert.equal(stateOn(ledger(one), "2026-11-10"), "gap");
  assert.equal(stateOn(ledger(both), "2026-11-10"), "settling", "another read is to agree");
  const agreeing = [...both, ...both.map((each) => ({ ...each, at: iso(-0.5) }))];
  assert.equal(stateOn(ledger(agreeing), "2026-11-10"), "complete");
  assert.equal(stateOn(ledger(both), "2026-11-20"), "settling");
});

test("rows of other tenants, of days before collecting began, and of a lake without settings were imported", () => {
  const state = ledger(
    [],
    [slice("2026-11-20", { [collected]: 3, other: 1 }), slice("2025-01-01", { [collected]: 5 })],
  );
  const days = listed(state);
  assert.deepEqual(
    days
      .filter(({ rows }) => rows > 0)
      .map(({ day: on, tenantId, rows, bytes, state: is }) => [on, tenantId, rows, bytes, is]),
    [
      ["2026-11-20", collected, 3, 750, "gap"],
      ["2026-11-20", "other", 1, 250, "imported"],
      ["2025-01-01", collected, 5, 1_000, "imported"],
    ],
  );
  const bare = logDays(
    "signins",
    state,
    (path) => path,
    () => false,
  );
  assert.deepEqual(
    bare.map(({ state: is, coverage }) => [is, coverage]),
    Array(3).fill(["imported", []]),
  );
});

test("a table of which no source is enabled lists what was imported only, and states have no days of their own", () => {
  assert.deepEqual(listed(ledger([]), [{ ...settings, sources: ["directoryAudits"] }]), []);
  const polled = logDays("riskyusers", ledger([window("riskyUsers", -20_000, 0, 0)]), String, () => false, {
    tenants: [settings],
    nowMs: now,
  });
  assert.deepEqual(polled, []);
});

test("health says what was read, what is missing, and how the last seven days went", () => {
  const state = ledger([
    window(signIns, -40, -39, -8),
    window(signIns, -20, -5, -1, { late: 1 }),
    window(signIns, -4, 0.25, 0.25),
  ]);
  const [health, other, users] = sourceHealth(state, settings, now);
  assert.deepEqual(health, {
    tenantId: collected,
    tenantName: "contoso.example",
    table: "signins",
    source: signIns,
    lastRead: iso(today + 0.25 * day),
    readUpTo: iso(today + 0.25 * day),
    gaps: [
      { from: iso(now - 30 * day + 600_000), to: iso(today - 20 * day) },
      { from: iso(today - 5 * day), to: iso(today - 4 * day) },
      { from: iso(today + 0.25 * day), to: iso(now - 1_800_000) },
    ],
    lost: [{ from: iso(today - 39 * day), to: iso(now - 30 * day + 600_000) }],
    requests: 8,
    throttledSeconds: 3,
    fetched: 20,
    added: 6,
    updated: 4,
    late: 1,
    lastError: { at: iso(3), code: "unreachable", message: "last" },
  });
  assert.deepEqual([other?.source, other?.lastRead, other?.readUpTo], ["signIns.managedIdentity", null, null]);
  assert.deepEqual([users?.source, users?.gaps, users?.readUpTo], ["riskyUsers", [], null]);
});

test("health names a source that is read on request once it was asked, with its error, and misses nothing of it", () => {
  const tenant: TenantSettings = { ...settings, sources: ["auditLogQuery"] };
  assert.deepEqual(sourceHealth(ledger([]), tenant, now), []);
  const message = "The 150 audit searches are used up.";
  const failed = {
    tenantId: collected,
    source: "auditLogQuery",
    from: iso(3),
    to: iso(4),
    at: iso(now),
    code: "throttled",
  };
  const failures = [{ ...failed, message }];
  const state = foldEntry(emptyLedger, { n: 1, previous: null, at: iso(now), kind: "commit", failures }, "0");
  const [health, ...others] = sourceHealth(state, tenant, now);
  assert.deepEqual(others, []);
  assert.deepEqual(health?.lastError, { at: iso(now), code: "throttled", message });
  assert.deepEqual([health?.gaps, health?.lost, health?.readUpTo], [[], [], null]);
});

test("a ledger that claims a tenant was read for two thousand years lists days since Microsoft 365 is there", () => {
  const state = foldEntry(
    emptyLedger,
    { n: 1, previous: null, at: iso(now), kind: "commit", windows: [window(signIns, -739_000, 0, 0)] },
    "0",
  );
  const days = logDays(
    "signins",
    state,
    (path) => path,
    () => false,
    { tenants: [settings], nowMs: now },
  );
  assert.equal(days.at(-1)?.day, "2010-01-01");
});
