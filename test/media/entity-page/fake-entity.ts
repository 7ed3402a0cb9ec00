import type { EntityPageState, Fact, FactName } from "../../../src/protocol/entity/entity-page.ts";
import { eventColumns, type ShownEvent } from "../../../src/protocol/entity/shown-event.ts";
import type { Cell, ResultSummary } from "../../../src/protocol/query.ts";
import { fakeSummary } from "../result-view/fake-rows.ts";

/** What an attacker may have called an application. */
export const hostileName = 'Viewer\u202Eexe.<img src=x onerror="window.hacked=true">\u200D';

const start = Date.UTC(2026, 10, 22, 3, 14, 7);
const account = "adele.vance@contoso.com";

const kinds: readonly ShownEvent[] = [
  {
    table: "signins",
    part: "by",
    actor: account,
    operation: "interactiveUser",
    outcome: "success",
    code: "0",
    target: "Office 365 Exchange Online",
    city: "Amsterdam",
    country: "NL",
    application: "One Outlook Web",
    ipAddress: "203.0.113.7",
    sessionId: "session-1",
    appId: "app-1",
    device: "Windows 11, Edge 141",
  },
  {
    table: "signins",
    part: "by",
    actor: account,
    operation: "interactiveUser",
    outcome: "failure",
    code: "53003",
    target: "Office 365 Exchange Online",
    city: "Lagos",
    country: "NG",
    conditionalAccess: "failure",
    ipAddress: "2001:db8:bad:5::17",
    application: hostileName,
    reason: "Blocked.",
  },
  {
    table: "activity",
    part: "by",
    actor: account,
    operation: "MailItemsAccessed",
    target: account,
    outcome: "success",
    ipAddress: "203.0.113.7",
    sessionId: "session-1",
  },
  {
    table: "activity",
    part: "by",
    actor: account,
    operation: "FileDownloaded",
    target: "https://contoso.sharepoint.com/sites/hr/דוח שכר 2026.xlsx",
    ipAddress: "203.0.113.7",
  },
  {
    table: "audits",
    part: "upon",
    actor: "root@contoso.com",
    operation: "Reset user password",
    target: account,
    outcome: "success",
  },
  { table: "activity", part: "by", actor: account, operation: "SomethingNobodyKnows", target: "thing-7" },
  {
    table: "riskdetections",
    part: "by",
    actor: account,
    operation: "anonymizedIPAddress",
    outcome: "atRisk",
    risk: "high",
  },
];

/** Event `n` of an endless timeline, newest first; the same every time. */
export function fakeEvent(n: number): readonly Cell[] {
  const time = new Date(start - n * 61_000).toISOString();
  const event: ShownEvent = {
    ...kinds[n % kinds.length],
    time,
    tenantId: "tenant",
    dt: time.slice(0, 10),
    key: `key-${n}`,
  };
  return eventColumns.map((column) => event[column] ?? null);
}

function fact(name: FactName, value: string, events: number, more: Partial<Fact> = {}): Fact {
  return {
    fact: name,
    value,
    events,
    successes: events,
    failures: 0,
    interrupted: 0,
    values: 1,
    firstTime: "2026-10-24T08:00:00.000Z",
    lastTime: "2026-11-22T03:14:07.000Z",
    ...more,
  };
}

const failedSome = { successes: 80, failures: 20 };

/** Facts of every kind, of which some have more values than are told. */
export const fakeFacts: readonly Fact[] = [
  fact("total", "all", 1204, failedSome),
  fact("table", "signins", 900, { values: 4 }),
  fact("table", "activity", 280, { values: 4 }),
  fact("table", "audits", 20, { values: 4 }),
  fact("table", "riskdetections", 1, { values: 4 }),
  ...Array.from({ length: 20 }, (_, day) =>
    fact("signInDay", `2026-11-${String(day + 1).padStart(2, "0")}`, 12 + ((day * 7) % 30), {
      successes: 8,
      failures: day === 9 ? 30 : 2,
      interrupted: 1,
    }),
  ),
  fact("signInResult", "0", 700, { values: 3 }),
  fact("signInResult", "50126", 150, { successes: 0, failures: 150, values: 3 }),
  fact("signInResult", "99999", 2, { successes: 0, failures: 2, label: "Nobody knows this one.", values: 3 }),
  fact("country", "NL", 800, { ...failedSome, values: 2 }),
  fact("country", "NG", 4, { successes: 0, failures: 4, values: 2 }),
  fact("network", "64500", 800, { label: "NL" }),
  fact("address", "203.0.113.7", 700, { values: 34 }),
  fact("address", "2001:db8:bad:5::17", 4, { successes: 0, failures: 4, values: 34 }),
  fact("application", "app-1", 400, { label: "One Outlook Web", values: 2 }),
  fact("application", "22222222-2222-4222-8222-222222222222", 3, { label: hostileName, values: 2 }),
  fact("device", "device-1", 500, { label: "AMS-LT-0031, Windows 11, Edge 141" }),
  fact("client", "Browser", 600),
  fact("session", "0f8fad5b-d9cb-469f-a165-70867728950e", 90, { values: 12 }),
  fact("risk", "anonymizedIPAddress", 1, { lastRisk: "high", lastOutcome: "atRisk" }),
  fact("auditBy", "Change user password", 1),
  fact("auditUpon", "Reset user password", 2),
  fact("actorUpon", "root@contoso.com", 2),
  fact("activity", "MailItemsAccessed", 200, { values: 2 }),
  fact("activity", "SomethingNobodyKnows", 80, { successes: 0, values: 2 }),
];

export function fakeTimeline(rowCount: number): ResultSummary {
  const columns = eventColumns.map((name) => ({
    name,
    ...(name === "time"
      ? ({ type: "timestamp(3)", kind: "time" } as const)
      : ({ type: "varchar", kind: "text" } as const)),
  }));
  return fakeSummary(rowCount, { resultId: `timeline-${rowCount}`, title: `Account ${account}`, columns });
}

/** The page of an account with so many events. */
export function fakeState(rowCount: number, more: Partial<EntityPageState> = {}): EntityPageState {
  return {
    entity: { kind: "account", value: account, tenantId: "tenant" },
    tenants: [],
    days: { from: "last 30 days", to: "last 30 days" },
    facts: { kind: "ready", content: { facts: fakeFacts, summary: fakeTimeline(24) } },
    timeline: { kind: "ready", content: { summary: fakeTimeline(rowCount), isCut: rowCount >= 100_000 } },
    codes: { "0": "success", "50126": "wrong user name or password", "53003": "blocked by Conditional Access" },
    ...more,
  };
}
