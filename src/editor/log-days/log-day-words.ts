import { t } from "../../base/translated.ts";
import type { Stretch } from "../../protocol/collector.ts";
import { joinStretches } from "../../protocol/join-stretches.ts";
import type { LogDay } from "../../protocol/lake.ts";
import { neighbouringDay } from "../../protocol/log-day.ts";
import { missingTime } from "../../protocol/words/missing-time.ts";
import { stretchWords } from "../../protocol/words/stretch-words.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import { fullDay, monthOf, shortDay } from "../words/day-names.ts";
import { countOf, formatBytes, formatCount } from "../words/plain-amounts.ts";
import { onOneLine } from "../words/plain-text.ts";
import { sourceTitles } from "../words/source-titles.ts";
import { dayStates, stateWord } from "./day-states.ts";
import type { DayNode, LogDayNode, MonthNode, SimulatedPart, TableNode } from "./log-days-model.ts";

/** How a node reads: the line of the tree, what a hover adds, and what a screen reader says. */
export interface NodeWords {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly spoken: string;
}

/** @param today `YYYY-MM-DD` in UTC, so that the last day can be called today. */
export function wordsOf(node: LogDayNode, today: string): NodeWords {
  if (node.kind === "table") return tableWords(node, today);
  return node.kind === "month" ? monthWords(node) : dayWords(node);
}

function tableWords(node: TableNode, today: string): NodeWords {
  const label = tableTitles[node.table];
  if (node.firstDay === undefined || node.lastDay === undefined) {
    const description = t("nothing yet");
    return {
      label,
      description,
      tooltip: t("{0}: {1}, import or collect", label, description),
      spoken: `${label}, ${description}`,
    };
  }
  const last = node.lastDay === today ? "today" : node.lastDay;
  const range = node.firstDay === node.lastDay ? last : `${node.firstDay} – ${last}`;
  const short = node.firstDay === node.lastDay ? last : `${node.firstDay} – ${withoutSameYear(last, node.firstDay)}`;
  const simulated = simulatedWords[node.simulated];
  return {
    label,
    description: [formatCount(node.rows), ...simulatedWords[node.saidSimulated], short].join(" · "),
    tooltip: [
      label,
      countOf(node.rows, t("{0} row"), t("{0} rows")),
      exactBytes(node.bytes),
      t("{0} – {1} UTC", node.firstDay, node.lastDay),
      ...simulated,
    ].join("\n"),
    spoken: [label, countOf(node.rows, t("{0} row"), t("{0} rows")), range, ...simulated].join(", "),
  };
}

/** `11-22` after a day of the same year. */
function withoutSameYear(day: string, before: string): string {
  return day.startsWith(before.slice(0, 5)) ? day.slice(5) : day;
}

const simulatedWords: Readonly<Record<SimulatedPart, readonly string[]>> = {
  none: [],
  some: [t("partly simulated")],
  all: ["simulated"],
};

function monthWords(node: MonthNode): NodeWords {
  const simulated = simulatedWords[node.simulated];
  const label = monthOf(`${node.month}-01`);
  const damaged = node.days.filter(({ day }) => day.damage !== undefined).length;
  const troubles = [
    ...(node.gaps > 0 ? [missingTime(gapsOf(node))] : []),
    ...(node.lost > 0 ? [t("{0} lost", formatCount(node.lost))] : []),
    ...(damaged > 0 ? [t("{0} damaged", formatCount(damaged))] : []),
  ];
  return {
    label,
    description: [formatCount(node.rows), ...troubles, ...simulatedWords[node.saidSimulated]].join(" · "),
    tooltip: [
      label,
      countOf(node.rows, t("{0} row"), t("{0} rows")),
      exactBytes(node.bytes),
      ...simulated,
      ...troubles,
    ].join("\n"),
    spoken: [label, countOf(node.rows, t("{0} row"), t("{0} rows")), ...simulated, ...troubles].join(", "),
  };
}

function dayWords({ day, saidSimulated, tenant: label }: DayNode): NodeWords {
  const { meaning } = dayStates[day.state];
  const simulated = day.simulated ? ["simulated"] : [];
  const tenant = label === undefined ? [] : [onOneLine(label)];
  const late = day.late !== undefined && day.late > 0 ? [t("{0} late", formatCount(day.late))] : [];
  const amounts = hasNoRows(day)
    ? []
    : [countOf(day.rows, t("{0} row"), t("{0} rows")), ...late, formatBytes(day.bytes)];
  const notes = [...(day.damage === undefined ? [] : ["damaged"]), ...notesOf(day, meaning)];
  const gaps = day.state === "gap" ? joinStretches(day.gaps ?? []).map((gap) => gapWords(gap, day.day)) : [];
  const state = gaps.length === 0 ? stateWord(day.state) : `${day.state} ${gaps.join(", ")}`;
  const coverage = day.coverage.map(({ source, state: of, noLongerOffered = 0 }) => {
    const gone =
      noLongerOffered === 0
        ? ""
        : countOf(
            noLongerOffered,
            t(", {0} row held and no longer offered"),
            t(", {0} rows held and no longer offered"),
          );
    return `${sourceWords(source)}: ${stateWord(of)}${gone}`;
  });
  return {
    label: shortDay(day.day),
    // A narrow side bar cuts the line off: that rows are not real comes before how many they are.
    description: `${state}  ${[...simulatedWords[saidSimulated], ...amounts, ...notes, ...tenant].join(" · ")}`,
    tooltip: [
      t("{0} (UTC)", fullDay(day.day)),
      `${state}: ${meaning}`,
      ...(day.damage === undefined ? [] : [onOneLine(day.damage)]),
      countOf(day.rows, t("{0} row"), t("{0} rows")),
      ...late.map((words) => t("{0}: first seen after their time was first read", words)),
      exactBytes(day.bytes),
      ...coverage,
      t("Tenant {0}{1}", day.tenantName === undefined ? "" : `${onOneLine(day.tenantName)} `, onOneLine(day.tenantId)),
      ...(day.simulated ? [t("Made by the sample tenant")] : []),
    ].join("\n"),
    spoken: [fullDay(day.day), state, ...amounts, ...notes, ...simulated, ...tenant].join(", "),
  };
}

/** What was not read of a month; of a day whose gaps are not known, all. */
function gapsOf({ days }: MonthNode): readonly Stretch[] {
  return days.flatMap(({ day: { state, day, gaps = [] } }) => {
    if (state !== "gap") return [];
    const whole = { from: `${day}T00:00:00Z`, to: `${neighbouringDay(day, 1)}T00:00:00Z` };
    return gaps.length > 0 ? gaps : [whole];
  });
}

/** A gap within its day, whose date its line begins with. */
function gapWords(gap: Stretch, day: string): string {
  const words = stretchWords(gap, day);
  return words === day ? t("whole day") : words;
}

/** A day of which nothing is held is shown for its state; its zeros would say nothing. */
function hasNoRows({ state, rows }: LogDay): boolean {
  return rows === 0 && (state === "lost" || state === "gap");
}

function notesOf(day: LogDay, meaning: string): readonly string[] {
  if (day.state === "imported" || day.state === "lost") return [meaning];
  return day.state === "gap" && day.rows === 0 ? [t("nothing read yet")] : [];
}

/** A source by its title where it is one of the collector's, else by the name that the ledger gives it. */
function sourceWords(source: string): string {
  const known = Object.entries(sourceTitles).find(([id]) => id === source);
  return known === undefined ? onOneLine(source) : `${known[1].title} (${source})`;
}

function exactBytes(bytes: number): string {
  return bytes < 1000
    ? countOf(bytes, t("{0} byte"), t("{0} bytes"))
    : countOf(bytes, t("{1} ({0} byte)"), t("{1} ({0} bytes)"), formatBytes(bytes));
}
