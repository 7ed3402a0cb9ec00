import { sum } from "../../base/sum.ts";
import { filled, t } from "../../base/translated.ts";
import type { AnswerState, TableCoverage } from "../table-coverage.ts";
import { unassignedTenant } from "../unassigned-tenant.ts";
import { counted, grouped } from "./counted.ts";
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
  return [
    ...(isLedgerDamaged === true
      ? [
          t(
            "The ledger is damaged: rows are read from the slices that are there, and whether some are missing is unknown.",
          ),
        ]
      : []),
    ...(leftOutSlices > 0
      ? [
          counted(
            leftOutSlices,
            t(
              "{0} slice was left out when the ledger was rebuilt, unreadable or beside another one of its part: its rows may be missing. Verify the lake to see which.",
            ),
            t(
              "{0} slices were left out when the ledger was rebuilt, unreadable or beside another one of their part: their rows may be missing. Verify the lake to see which.",
            ),
          ),
        ]
      : []),
    ...(unnamedSlices > 0
      ? [
          counted(
            unnamedSlices,
            t("{0} slice of these days is not named by the ledger, and rows in it are not in this answer. {1}"),
            t("{0} slices of these days are not named by the ledger, and rows in them are not in this answer. {1}"),
            leftRowsAdvice(),
          ),
        ]
      : []),
  ];
}

function readingSentences({ days, states, uncounted, noLongerOffered = 0 }: TableCoverage): readonly string[] {
  if (uncounted === "neverHeld") return [t("Nothing was read: no day was ever collected or imported.")];
  if (uncounted === "toCome") return [t("Nothing was read: the days are still to come.")];
  if (days === 0) return [];
  const whole = daysIn(states, ["gap", "lost", "unheld"]);
  const part = daysIn(states, ["gapInPart", "lostInPart"]);
  const reasons: readonly Reason[] = [
    {
      days: daysIn(states, ["gap", "gapInPart"]),
      words: t("can still be filled"),
      ofDays: t("{0} can still be filled"),
    },
    {
      days: daysIn(states, ["lost", "lostInPart"]),
      words: t("no longer offered by Microsoft"),
      ofDays: t("{0} no longer offered by Microsoft"),
    },
    {
      days: states.unheld ?? 0,
      words: t("neither collected nor imported"),
      ofDays: t("{0} neither collected nor imported"),
    },
  ];
  const settling = states.settling ?? 0;
  const readOnce = states.readOnce ?? 0;
  const imported = states.imported ?? 0;
  return [
    ...(whole + part > 0 ? [`${unreadWords(whole, part, days)} (${reasonWords(reasons)}).`] : []),
    ...(settling > 0
      ? [
          settling === days
            ? t("All of it may still get late events.")
            : counted(settling, t("{0} day may still get late events."), t("{0} days may still get late events.")),
        ]
      : []),
    ...(readOnce > 0 ? [readOnceWords(readOnce, days)] : []),
    ...(imported > 0 ? [importedWords(imported, days)] : []),
    ...((states.history ?? 0) > 0
      ? [t("The table is a history of states as they were seen, which is never complete.")]
      : []),
    ...(noLongerOffered > 0
      ? [
          counted(
            noLongerOffered,
            t("{0} row held is no longer offered by Microsoft."),
            t("{0} rows held are no longer offered by Microsoft."),
          ),
        ]
      : []),
  ];
}

/** `27 of 30 days were not read, 2 only in part`. */
function unreadWords(whole: number, part: number, days: number): string {
  const all = grouped(days);
  if (whole === 0)
    return days === 1
      ? t("The day was read only in part")
      : counted(part, t("{0} of {1} days was read only in part"), t("{0} of {1} days were read only in part"), all);
  if (whole === days) return days === 1 ? t("The day was not read") : t("None of the {0} days was read", all);
  const unread = counted(whole, t("{0} of {1} days was not read"), t("{0} of {1} days were not read"), all);
  return part > 0 ? t("{0}, {1} only in part", unread, grouped(part)) : unread;
}

function readOnceWords(readOnce: number, days: number): string {
  if (readOnce === days)
    return days === 1
      ? t("The day was read once only: no second read agreed while Microsoft offered it.")
      : t("The days were read once only: no second read agreed while Microsoft offered them.");
  return counted(
    readOnce,
    t("{0} day was read once only: no second read agreed while Microsoft offered it."),
    t("{0} days were read once only: no second read agreed while Microsoft offered them."),
  );
}

function importedWords(imported: number, days: number): string {
  if (imported === days)
    return days === 1
      ? t("The day was imported: whether it is whole is unknown.")
      : t("The days were imported: whether they are whole is unknown.");
  return counted(
    imported,
    t("{0} day was imported: whether it is whole is unknown."),
    t("{0} days were imported: whether they are whole is unknown."),
  );
}

/** Why days were not read. */
interface Reason {
  readonly days: number;
  readonly words: string;
  /** The same with the number of days at `{0}`, for where there are other reasons. */
  readonly ofDays: string;
}

function reasonWords(all: readonly Reason[]): string {
  const reasons = all.filter(({ days }) => days > 0);
  if (reasons.length === 1) return reasons[0]?.words ?? "";
  return reasons.map(({ days, ofDays }) => filled(ofDays, [grouped(days)])).join(", ");
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
      return tenants.length === 0 ? tables : t("{0} of {1}", tables, tenants.join(t(" and of ")));
    })
    .join("; ");
}

/** What to call the tenant of an entry; undefined where nothing is held or collected. */
export function tenantOf({ tenantName, tenantId }: TableCoverage): string | undefined {
  return tenantId === unassignedTenant ? t("no known tenant") : (tenantName ?? tenantId);
}

function daysIn(states: TableCoverage["states"], of: readonly AnswerState[]): number {
  return sum(of, (state) => states[state] ?? 0);
}
