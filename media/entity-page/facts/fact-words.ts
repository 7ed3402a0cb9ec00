import { t } from "../../../src/base/translated.ts";
import { type Entity, type EntityKind, entityValue } from "../../../src/protocol/entity/entity.ts";
import type { Fact, FactName } from "../../../src/protocol/entity/entity-page.ts";
import { type TableName, tableNames } from "../../../src/protocol/tables.ts";
import { tableTitles } from "../../../src/protocol/words/table-titles.ts";
import { count, counted } from "../../shared/amounts.ts";
import { shownTime } from "../../shared/shown-time.ts";

/** A fact that is listed, under its heading. */
export interface FactGroup {
  readonly fact: FactName;
  readonly title: string;
}

const places: readonly FactGroup[] = [
  { fact: "country", title: t("Countries") },
  { fact: "network", title: t("Networks") },
];
const addresses: FactGroup = { fact: "address", title: t("Addresses") };
const accounts: FactGroup = { fact: "account", title: t("Accounts") };
const means: readonly FactGroup[] = [
  { fact: "application", title: t("Applications") },
  { fact: "device", title: t("Devices") },
  { fact: "client", title: t("Clients") },
];
const results: FactGroup = { fact: "signInResult", title: t("How sign-ins ended") };
const rest: readonly FactGroup[] = [
  { fact: "session", title: t("Sessions") },
  { fact: "risk", title: t("Risk") },
  { fact: "auditBy", title: t("Audits: what it did") },
  { fact: "auditUpon", title: t("Audits: what was done to it") },
  { fact: "actorUpon", title: t("Who did something to it") },
  { fact: "activity", title: t("Office 365 activity") },
];

/** The facts of a kind in the order in which they are read; what is the same on every line of the page is left out. */
export function factGroups(kind: EntityKind): readonly FactGroup[] {
  switch (kind) {
    case "account":
      return [...places, addresses, ...means, results, ...rest];
    case "address":
      return [accounts, results, ...places, ...means, ...rest];
    case "application":
      return [accounts, results, addresses, ...places, ...means.slice(1), ...rest];
    default:
      return [accounts, addresses, ...places, ...means, results, ...rest];
  }
}

/** When an entity was seen, and in how many events of which tables. */
export function headWords(total: Fact | undefined, facts: readonly Fact[]): string {
  if (total === undefined) return t("Nothing is known of it in the days that were read.");
  const tables = tableNames.flatMap((table) => {
    const events = facts.find(({ fact, value }) => fact === "table" && value === table)?.events;
    return events === undefined ? [] : [`${count(events)} ${tableWords(table, events)}`];
  });
  const seen = t(
    "In these days first seen {0}, last seen {1} UTC",
    shownTime(total.firstTime),
    shownTime(total.lastTime),
  );
  return counted(total.events, t("{1} · {0} event: {2}"), t("{1} · {0} events: {2}"), seen, tables.join(", "));
}

/** `sign-ins`, `1 risk detection`. */
function tableWords(table: TableName, events: number): string {
  const words = tableTitles[table].toLowerCase().replace("office", t("Office"));
  return events === 1 ? words.replace(/s$/, "") : words;
}

/** The newest state of risk that is recorded; undefined where none is, or the newest is none. */
export function riskWords(facts: readonly Fact[]): string | undefined {
  const newest = facts
    .filter(({ fact }) => fact === "risk")
    .sort((a, b) => (a.lastTime < b.lastTime ? 1 : -1))
    .at(0);
  if (newest === undefined) return undefined;
  const told = [newest.lastRisk, newest.lastOutcome].filter((each) => each !== undefined && each !== "none");
  return told.length === 0 ? undefined : t("Risk {0} on {1}", told.join(", "), newest.lastTime.slice(0, 10));
}

/** What a value is called: a country by its name, a network by its number, a code by its meaning. */
export function valueWords({ fact, value, label }: Fact, codes: Readonly<Record<string, string>>): string {
  if (value === "") return noneWords(fact);
  switch (fact) {
    case "country":
      return countryName(value);
    case "network":
      return `AS${value}${label === undefined ? "" : ` · ${countryName(label)}`}`;
    case "application":
    case "device":
      return label ?? value;
    case "signInResult":
      return `${value} ${Object.hasOwn(codes, value) ? codes[value] : (label ?? "")}`.trim();
    default:
      return value;
  }
}

/** How the events of a value ended, where some did not succeed. */
export function endedWords({ successes, failures, interrupted }: Fact): string {
  const parts = [
    ...(failures > 0 ? [t("{0} failed", count(failures))] : []),
    ...(interrupted > 0 ? [t("{0} interrupted", count(interrupted))] : []),
  ];
  if (parts.length === 0) return "";
  return [...(successes > 0 ? [t("{0} succeeded", count(successes))] : []), ...parts].join(", ");
}

/** Facts whose values have a page of their own. */
const ownPages: Readonly<Partial<Record<FactName, EntityKind>>> = {
  account: "account",
  actorUpon: "account",
  address: "address",
  application: "application",
  session: "session",
  device: "device",
};

/** What a value names; undefined where it is only a name of it, by which no page would find anything. */
export function entityOfFact({ fact, value, label }: Fact): Omit<Entity, "tenantId"> | undefined {
  const kind = ownPages[fact];
  if (kind === undefined) return undefined;
  // An application or a device without an id stands with its name, and so does an application that did something.
  if (label === value || (kind === "account" && !looksLikeAccount(value))) return undefined;
  const known = entityValue(kind, value);
  return known === undefined ? undefined : { kind, value: known };
}

function looksLikeAccount(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text) || /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

const regions = new Intl.DisplayNames(["en"], { type: "region" });

function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const name = regions.of(code);
  return name === undefined || name === code ? code : `${name} (${code})`;
}

/** What stands for sign-ins that have no value of a fact. */
function noneWords(fact: FactName): string {
  switch (fact) {
    case "country":
      return t("no country recorded");
    case "network":
      return t("no network recorded");
    case "address":
      return t("no address recorded");
    case "device":
      return t("no device recorded");
    default:
      return t("none recorded");
  }
}
