import * as v from "valibot";
import { sum } from "../../base/sum.ts";
import type { DayState, LogDay } from "../../protocol/lake.ts";
import { isDay, neighbouringDay } from "../../protocol/log-day.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { stretchWords } from "../../protocol/words/stretch-words.ts";
import type { Answer } from "../answers/answer.ts";
import { assistantTool } from "../assistant-tool.ts";

const day = (description: string) =>
  v.optional(v.pipe(v.string(), v.check(isDay, "expected a day as YYYY-MM-DD"), v.description(description)));

/** More days than these are told together. */
const mostSingleDays = 100;
const mostGaps = 20;

const meanings: Readonly<Record<DayState, string>> = {
  complete: "every source was read to its end, after the last late event can have come",
  settling: "read, and late events may still come",
  readOnce: "read to its end once; no second read agreed while Microsoft offered it",
  gap: "not read, or only in part; Microsoft still offers it and it can be filled",
  lost: "not read, or only in part, and Microsoft no longer offers it",
  imported: "rows were imported; whether they are all is unknown",
  history: "states as they were seen (risky users), never complete",
};

/** Which log days are held, and how far they were read. */
export const listDays = assistantTool({
  name: "list_days",
  title: "List log days and what was not read of them",
  description:
    "Tells which log days the lake holds for each table and tenant, how many rows, and how well each day was covered: complete, settling, gap, lost, imported. Use it before you conclude anything from rows that are missing. With a table and days, each day is told on its own.",
  input: v.strictObject({
    table: v.optional(v.pipe(v.picklist(tableNames), v.description("Only this table."))),
    from: day("First log day, YYYY-MM-DD, UTC."),
    to: day("Last log day, YYYY-MM-DD, UTC."),
  }),
  work: async ({ table, from = "", to = "9999-12-31" }, { lake, connection }, signal) => {
    const { label, hasLedger } = await connection();
    if (!hasLedger)
      return { said: [`${label} is a database without a ledger: which days it holds is not known.`], parts: [] };
    const all = await lake.listDays(table === undefined ? {} : { table }, { signal });
    const days = all.filter((each) => each.day >= from && each.day <= to);
    const isSingle = table !== undefined && days.length <= mostSingleDays;
    return { said: saidOf(days, table, from !== "" || to !== "9999-12-31"), parts: [partOf(days, isSingle)] };
  },
});

function saidOf(days: readonly LogDay[], table: TableName | undefined, isRange: boolean): readonly string[] {
  const tables = table === undefined ? tableNames : [table];
  const without = tables.filter((name) => days.every((each) => each.table !== name));
  const states = [...new Set(days.map(({ state }) => state))];
  return [
    ...(days.length === 0
      ? [`Nothing was read: no log day${isRange ? " of these" : ""} was ever collected or imported.`]
      : states.map((state) => `${state}: ${meanings[state]}.`)),
    ...(days.length > 0 && without.length > 0
      ? [`Neither collected nor imported${isRange ? " for these days" : ""}: ${without.join(", ")}.`]
      : []),
    ...(days.length > 0
      ? ["A day that stands in no line was neither collected nor imported: no row of it can be found."]
      : []),
    ...(days.some(({ damage, unnamed }) => damage !== undefined || unnamed !== undefined)
      ? ["Some of what the ledger says cannot be relied on; see damage and unnamedRows."]
      : []),
  ];
}

function partOf(days: readonly LogDay[], isSingle: boolean): Answer["parts"][number] {
  const values = isSingle
    ? days.map(dayLine)
    : [...Map.groupBy(days, ({ table, tenantId }) => `${table} ${tenantId}`).values()].map(rangeLine);
  const noun = isSingle ? "days" : "ranges of days";
  return { noun, origin: "lake", values };
}

function dayLine(each: LogDay): unknown {
  return {
    day: each.day,
    state: each.state,
    rows: each.rows,
    ...tenantOf(each),
    ...(each.gaps && each.gaps.length > 0 && { notRead: each.gaps.map((gap) => stretchWords(gap)) }),
    ...(each.late !== undefined && { late: each.late }),
    ...doubts([each]),
  };
}

function rangeLine(days: readonly LogDay[]): unknown {
  const sorted = days.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  const gaps = sorted.flatMap((each) => each.gaps ?? []);
  const states = [...Map.groupBy(days, ({ state }) => state)].map(([state, of]) => [state, of.length] as const);
  return {
    table: first?.table,
    ...(first && tenantOf(first)),
    from: first?.day,
    to: last?.day,
    days: days.length,
    rows: sum(days, ({ rows }) => rows),
    states: Object.fromEntries(states),
    ...(gaps.length > 0 && { notRead: gaps.slice(0, mostGaps).map((gap) => stretchWords(gap)) }),
    ...(gaps.length > mostGaps && { moreNotRead: gaps.length - mostGaps }),
    ...holesIn(sorted.map(({ day: own }) => own)),
    ...doubts(days),
  };
}

/** The days between the first and the last of a range that are none of it. */
function holesIn(sorted: readonly string[]): object {
  const holes = sorted.flatMap((own, index) => {
    const [first, next] = [neighbouringDay(own, 1), sorted[index + 1]];
    if (next === undefined || next <= first) return [];
    const last = neighbouringDay(next, -1);
    return [first === last ? first : `${first} – ${last}`];
  });
  return {
    ...(holes.length > 0 && { neitherCollectedNorImported: holes.slice(0, mostGaps) }),
    ...(holes.length > mostGaps && { moreNeitherCollectedNorImported: holes.length - mostGaps }),
  };
}

function tenantOf({ tenantId, tenantName, simulated }: LogDay): object {
  return { tenantId, ...(tenantName !== undefined && { tenantName }), ...(simulated && { simulated }) };
}

function doubts(days: readonly LogDay[]): object {
  const damage = days.find((each) => each.damage !== undefined)?.damage;
  const unnamedRows = sum(days, ({ unnamed }) => unnamed?.rows ?? 0);
  const noLongerOffered = sum(
    days.flatMap(({ coverage }) => coverage),
    (source) => source.noLongerOffered ?? 0,
  );
  return {
    ...(damage !== undefined && { damage }),
    ...(unnamedRows > 0 && { unnamedRows }),
    ...(noLongerOffered > 0 && { noLongerOffered }),
  };
}
