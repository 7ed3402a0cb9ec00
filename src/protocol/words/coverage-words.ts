import { sum } from "../../base/sum.ts";
import type { AnswerState, TableCoverage } from "../table-coverage.ts";
import { unassignedTenant } from "../unassigned-tenant.ts";
import { leftRowsAdvice } from "./left-rows-words.ts";
import { tableTitles } from "./table-titles.ts";

/** What an answer says of what it did not see. */
export interface CoverageWords {
  /** `warning` when days that were asked for were not read, or only in part; `none` when there is nothing to tell. */
  readonly tone: "warning" | "info" | "none";
  /** One sentence or more for each group of tables and tenants that stand alike, the worst first. */
  readonly lines: readonly string[];
  /** Whether collecting can still read some of what is missing. */
  readonly canFill: boolean;
}

/** Says what the days that a statement asks for are, where they were not all read to their end. */
export function coverageWords(all: readonly TableCoverage[]): CoverageWords {
  const coverage = all.filter((entry) => !isNobodysAbsence(entry));
  const groups = [...Map.groupBy(coverage, (entry) => sentencesOf(entry).join(" "))]
    .filter(([words]) => words !== "")
    .map(([words, entries]) => ({ words, entries, unread: Math.max(...entries.map(unreadDays)) }))
    .sort((a, b) => b.unread - a.unread);
  const isNamed = coverage.length > 1;
  return {
    tone:
      groups.length === 0
        ? "none"
        : groups.some(
              ({ unread, entries }) => unread > 0 || entries.some((entry) => isUncounted(entry) || isDamaged(entry)),
            )
          ? "warning"
          : "info",
    lines: groups.map(({ words, entries }) => (isNamed ? `${namesOf(entries, coverage)}: ${words}` : words)),
    canFill: coverage.some(({ gaps }) => gaps.length > 0),
  };
}

/** Whether rows may be missing for another reason than that they were not read. */
function isDamaged({ isLedgerDamaged, leftOutSlices, unnamedSlices }: TableCoverage): boolean {
  return isLedgerDamaged === true || leftOutSlices !== undefined || unnamedSlices !== undefined;
}

function isUncounted({ uncounted }: TableCoverage): boolean {
  return uncounted !== undefined;
}

/** How many of the days asked for were not read, or only in part. */
export function unreadDays(entry: TableCoverage): number {
  const { states } = entry;
  return isNobodysAbsence(entry) ? 0 : daysIn(states, ["gap", "lost", "unheld", "gapInPart", "lostInPart"]);
}

/** The days asked for over all tables and tenants: `2026-10-24 – 2026-11-22`; undefined when no day is. */
export function rangeWords(coverage: readonly TableCoverage[]): string | undefined {
  const from = coverage.flatMap((entry) => entry.from ?? []).toSorted()[0];
  const to = coverage
    .flatMap((entry) => entry.to ?? [])
    .toSorted()
    .at(-1);
  if (from === undefined || to === undefined) return undefined;
  return from === to ? from : `${from} – ${to}`;
}

/** The most days that are asked for of one table. */
export function askedDayCount(coverage: readonly TableCoverage[]): number {
  return coverage.reduce((most, { days }) => Math.max(most, days), 0);
}

/** The newest event that was read over all tables, ISO 8601. */
export function newestEventOf(coverage: readonly TableCoverage[]): string | undefined {
  return coverage
    .flatMap((entry) => entry.newestEvent ?? [])
    .toSorted()
    .at(-1);
}

/** Rows of no known tenant come by import alone: where there are none, nothing is missing. */
function isNobodysAbsence(entry: TableCoverage): boolean {
  const { tenantId, days, states } = entry;
  return !isDamaged(entry) && tenantId === unassignedTenant && (states.unheld ?? 0) === days;
}

function sentencesOf(entry: TableCoverage): readonly string[] {
  return [...damageSentences(entry), ...readingSentences(entry)];
}

function damageSentences({ isLedgerDamaged, leftOutSlices = 0, unnamedSlices = 0 }: TableCoverage): readonly string[] {
  const [were, their] = leftOutSlices === 1 ? ["was", "its"] : ["were", "their"];
  return [
    ...(isLedgerDamaged === true
      ? [
          "The ledger is damaged: rows are read from the slices that are there, and whether some are missing is unknown.",
        ]
      : []),
    ...(leftOutSlices > 0
      ? [
          `${counted(leftOutSlices, "slice")} ${were} left out when the ledger was rebuilt, unreadable or beside another one of ${their} part: ${their} rows may be missing. Verify the lake to see which.`,
        ]
      : []),
    ...(unnamedSlices > 0
      ? [
          `${counted(unnamedSlices, "slice")} of these days ${unnamedSlices === 1 ? "is" : "are"} not named by the ledger, and rows in ${unnamedSlices === 1 ? "it" : "them"} are not in this answer. ${leftRowsAdvice}`,
        ]
      : []),
  ];
}

function readingSentences({ days, states, uncounted, noLongerOffered = 0 }: TableCoverage): readonly string[] {
  if (uncounted === "neverHeld") return ["Nothing was read: no day was ever collected or imported."];
  if (uncounted === "toCome") return ["Nothing was read: the days are still to come."];
  if (days === 0) return [];
  const whole = daysIn(states, ["gap", "lost", "unheld"]);
  const part = daysIn(states, ["gapInPart", "lostInPart"]);
  const reasons = [
    ...clause(daysIn(states, ["gap", "gapInPart"]), "can still be filled"),
    ...clause(daysIn(states, ["lost", "lostInPart"]), "no longer offered by Microsoft"),
    ...clause(states.unheld ?? 0, "neither collected nor imported"),
  ];
  const only = reasons.length === 1 ? reasons[0]?.replace(/^[\d,]+ /, "") : reasons.join(", ");
  const settling = states.settling ?? 0;
  const readOnce = states.readOnce ?? 0;
  const imported = states.imported ?? 0;
  return [
    ...(whole + part > 0 ? [`${unreadWords(whole, part, days)} (${only}).`] : []),
    ...(settling > 0
      ? [`${settling === days ? "All of it" : counted(settling, "day")} may still get late events.`]
      : []),
    ...(readOnce > 0 ? [readOnceWords(readOnce, days)] : []),
    ...(imported > 0 ? [importedWords(imported, days)] : []),
    ...((states.history ?? 0) > 0
      ? ["The table is a history of states as they were seen, which is never complete."]
      : []),
    ...(noLongerOffered > 0
      ? [
          `${counted(noLongerOffered, "row")} held ${noLongerOffered === 1 ? "is" : "are"} no longer offered by Microsoft.`,
        ]
      : []),
  ];
}

/** `27 of 30 days were not read, 2 only in part`. */
function unreadWords(whole: number, part: number, days: number): string {
  const of = days === 1 ? "The day" : `${grouped(whole)} of ${counted(days, "day")}`;
  const were = whole === 1 || days === 1 ? "was" : "were";
  if (whole === 0)
    return days === 1
      ? "The day was read only in part"
      : `${grouped(part)} of ${counted(days, "day")} ${part === 1 ? "was" : "were"} read only in part`;
  if (whole === days) return days === 1 ? "The day was not read" : `None of the ${counted(days, "day")} was read`;
  return `${of} ${were} not read${part > 0 ? `, ${grouped(part)} only in part` : ""}`;
}

function readOnceWords(readOnce: number, days: number): string {
  const of =
    readOnce === days
      ? days === 1
        ? "The day was"
        : "The days were"
      : `${counted(readOnce, "day")} ${readOnce === 1 ? "was" : "were"}`;
  return `${of} read once only: no second read agreed while Microsoft offered ${readOnce === 1 ? "it" : "them"}.`;
}

function importedWords(imported: number, days: number): string {
  const of =
    imported === days
      ? days === 1
        ? "The day was"
        : "The days were"
      : `${counted(imported, "day")} ${imported === 1 ? "was" : "were"}`;
  return `${of} imported: whether ${imported === 1 ? "it is" : "they are"} whole is unknown.`;
}

function clause(days: number, words: string): readonly string[] {
  return days === 0 ? [] : [`${grouped(days)} ${words}`];
}

/** The tables and tenants of a group; the tenants only where the answer has several. */
function namesOf(entries: readonly TableCoverage[], all: readonly TableCoverage[]): string {
  const byTenant = Map.groupBy(entries, tenantOf);
  const isOne = new Set(all.map(tenantOf)).size === 1;
  const tablesOf = [...byTenant].map(([tenant, of]) => ({
    tables: of.map(({ table }) => tableTitles[table]).join(", "),
    tenant: isOne ? undefined : tenant,
  }));
  return [...Map.groupBy(tablesOf, ({ tables }) => tables)]
    .map(([tables, of]) => {
      const tenants = of.flatMap(({ tenant }) => tenant ?? []);
      return tenants.length === 0 ? tables : `${tables} of ${tenants.join(" and of ")}`;
    })
    .join("; ");
}

/** What to call the tenant of an entry; undefined where nothing is held or collected. */
export function tenantOf({ tenantName, tenantId }: TableCoverage): string | undefined {
  return tenantId === unassignedTenant ? "no known tenant" : (tenantName ?? tenantId);
}

function daysIn(states: TableCoverage["states"], of: readonly AnswerState[]): number {
  return sum(of, (state) => states[state] ?? 0);
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
