import assert from "node:assert/strict";
import { before, test } from "node:test";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import type { SampleRecord } from "../../../src/sample-tenant/timeline.ts";
import { field, text } from "./sample.ts";

/** What one pass over the default sample says about its ordinary records. */
interface Tally {
  readonly tables: Map<string, number>;
  readonly kinds: Map<string, number>;
  readonly interactiveErrors: Map<string, number>;
  readonly silentErrors: Map<string, number>;
  readonly zurichHours: number[];
  readonly weekdays: number[];
  readonly clients: Map<string, number>;
  readonly operations: Map<string, number>;
  readonly users: Set<string>;
  readonly countries: Set<string>;
  readonly addresses: Set<string>;
  readonly systemNumbers: Set<number>;
}

const tally: Tally = {
  tables: new Map(),
  kinds: new Map(),
  interactiveErrors: new Map(),
  silentErrors: new Map(),
  zurichHours: Array.from({ length: 24 }, () => 0),
  weekdays: Array.from({ length: 7 }, () => 0),
  clients: new Map(),
  operations: new Map(),
  users: new Set(),
  countries: new Set(),
  addresses: new Set(),
  systemNumbers: new Set(),
};
const sessions = new Map<string, Set<string>>();
const tokens = new Set<string>();
const orphans: string[] = [];

before(() => {
  const attack = new Set(labels().flatMap((label) => label.events.map((event) => event.id)));
  for (const { table, record } of sampleEvents()) {
    count(tally.tables, table);
    if (attack.has(text(record, table === "activity" ? "Id" : "id"))) continue;
    if (table === "signins") countSignIn(record);
    if (table === "activity") countActivity(record);
  }
});

function countSignIn(record: SampleRecord): void {
  const kind = text(record, "signInEventTypes.0");
  const country = text(record, "location.countryOrRegion");
  const hour = Number(text(record, "createdDateTime").slice(11, 13));
  count(tally.kinds, kind);
  tally.countries.add(country);
  tally.addresses.add(text(record, "ipAddress"));
  tally.systemNumbers.add(Number(field(record, "autonomousSystemNumber")));
  tokens.add(text(record, "uniqueTokenIdentifier"));
  if (kind === "interactiveUser") {
    count(tally.interactiveErrors, String(field(record, "status.errorCode")));
    count(tally.clients, text(record, "clientAppUsed"));
    tally.users.add(text(record, "userPrincipalName"));
    if (country === "CH") tally.zurichHours[hour] = (tally.zurichHours[hour] ?? 0) + 1;
    const weekday = new Date(text(record, "createdDateTime")).getUTCDay();
    tally.weekdays[weekday] = (tally.weekdays[weekday] ?? 0) + 1;
  }
  if (kind === "nonInteractiveUser") count(tally.silentErrors, String(field(record, "status.errorCode")));
  const session = text(record, "sessionId");
  if (session !== "") sessions.set(session, (sessions.get(session) ?? new Set()).add(kind));
}

function countActivity(record: SampleRecord): void {
  count(tally.operations, text(record, "Operation"));
  const token = text(record, "AppAccessContext.UniqueTokenId");
  if (text(record, "CreationTime") < "2026-10-24") return; // the first day's tokens may be older than the window
  if (token !== "" && !tokens.has(token)) orphans.push(token);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function share(counts: ReadonlyMap<string, number>, ...names: string[]): number {
  let [part, total] = [0, 0];
  for (const [name, number] of counts) {
    total += number;
    if (names.includes(name)) part += number;
  }
  return part / total;
}

function isWithin(value: number, low: number, high: number): void {
  assert.ok(value >= low && value <= high, `${value} is not within ${low} and ${high}`);
}

test("thirty days have about forty thousand sign-ins of people, and all four kinds", () => {
  const people = (tally.kinds.get("interactiveUser") ?? 0) + (tally.kinds.get("nonInteractiveUser") ?? 0);
  isWithin(people, 35_000, 50_000);
  isWithin(tally.kinds.get("servicePrincipal") ?? 0, 4000, 9000);
  isWithin(tally.kinds.get("managedIdentity") ?? 0, 3000, 6000);
  isWithin(tally.tables.get("activity") ?? 0, 35_000, 60_000);
  isWithin(tally.tables.get("audits") ?? 0, 1500, 4000);
  isWithin(tally.tables.get("provisioning") ?? 0, 500, 2000);
  isWithin(tally.tables.get("riskdetections") ?? 0, 10, 80);
  isWithin(tally.tables.get("riskyusers") ?? 0, 20, 160);
});

test("failures and interrupts come in the proportions of ordinary days", () => {
  isWithin(share(tally.interactiveErrors, "0"), 0.65, 0.88);
  isWithin(share(tally.interactiveErrors, "50126"), 0.03, 0.08);
  isWithin(share(tally.interactiveErrors, "50074", "50076"), 0.06, 0.16);
  isWithin(share(tally.interactiveErrors, "50140"), 0.03, 0.1);
  isWithin(share(tally.interactiveErrors, "500121"), 0.002, 0.015);
  isWithin(share(tally.interactiveErrors, "53003"), 0.0005, 0.01);
  isWithin(share(tally.interactiveErrors, "50055"), 0.0003, 0.006);
  isWithin(share(tally.silentErrors, "0"), 0.95, 0.99);
});

test("legacy clients are rare", () => {
  isWithin(share(tally.clients, "Authenticated SMTP", "IMAP4"), 0.001, 0.02);
});

test("people work by day and hardly at the weekend", () => {
  const atWork = tally.zurichHours.slice(6, 17).reduce((sum, number) => sum + number, 0);
  const atNight = tally.zurichHours.slice(0, 4).reduce((sum, number) => sum + number, 0);
  const total = tally.zurichHours.reduce((sum, number) => sum + number, 0);
  isWithin(atWork / total, 0.9, 1);
  isWithin(atNight / total, 0, 0.01);
  const [sunday = 0, , , wednesday = 0, , , saturday = 0] = tally.weekdays;
  isWithin((sunday + saturday) / 2 / wednesday, 0, 0.03);
});

test("nearly everyone signs in, from five countries at least, and only from documentation addresses", () => {
  isWithin(tally.users.size, 185, 215);
  for (const country of ["CH", "GB", "US", "SG", "BR"]) assert.ok(tally.countries.has(country), country);
  for (const address of tally.addresses)
    assert.match(address, /^$|^192\.0\.2\.\d+$|^198\.51\.100\.\d+$|^203\.0\.113\.\d+$|^2001:db8:/);
  for (const number of tally.systemNumbers)
    assert.ok(number === 0 || (number >= 64496 && number <= 64507), `${number}`);
});

test("ordinary records never use the attackers' networks", () => {
  const attackers = labels().flatMap((label) => label.ipAddresses);
  assert.deepEqual(
    attackers.filter((address) => tally.addresses.has(address)),
    [],
  );
});

test("sessions tie interactive sign-ins to non-interactive ones, and activity names tokens that were issued", () => {
  const both = [...sessions.values()].filter((kinds) => kinds.size === 2).length;
  isWithin(both / sessions.size, 0.3, 0.9);
  assert.deepEqual(orphans, []);
});

test("mail and files are the bulk of the activity, and inbox rules are rare but there", () => {
  isWithin(share(tally.operations, "MailItemsAccessed", "Send", "FileAccessed", "FileModified"), 0.35, 0.75);
  isWithin(share(tally.operations, "UserLoggedIn", "UserLoginFailed"), 0.15, 0.4);
  isWithin(tally.operations.get("New-InboxRule") ?? 0, 5, 60);
});
