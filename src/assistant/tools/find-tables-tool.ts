import * as v from "valibot";
import { type LakeTable, lakeTables } from "../../language/knowledge/lake-tables.ts";
import { sentinelTable, sentinelTables } from "../../language/knowledge/sentinel-names.ts";
import { typeText } from "../../tables/reference.ts";
import type { Column } from "../../tables/schema/column.ts";
import { assistantTool } from "../assistant-tool.ts";
import { fitOf, ranked } from "../meaning/rank.ts";

const mostTables = 4;
const mostColumns = 8;

/** Which table holds what somebody means. */
export const findTables = assistantTool({
  name: "find_tables",
  title: "Find a table by meaning",
  description:
    "Finds the tables and columns of TenantTrail's Microsoft 365 security log lake that hold what you describe, for example 'failed logins with MFA' or 'mailbox forwarding rules'. Names of Microsoft Sentinel's tables (SigninLogs) are known too. Use it before you write SQL. It reads the reference, not the logs.",
  input: v.strictObject({
    about: v.pipe(v.string(), v.maxLength(500), v.description("What is looked for, in a few English words.")),
  }),
  work: async ({ about }) => {
    const theirs = about.split(/[^\w]+/).flatMap((word) => sentinelTable(word) ?? []);
    const found = ranked([...lakeTables.values()], (table) => tableFit(about, table, theirs)).slice(0, mostTables);
    return {
      said: [
        found.length === 0
          ? "No table or column fits these words. These are all tables."
          : `The ${found.length} tables that fit best, of ${lakeTables.size}, each with its ${mostColumns} best columns at most; list_columns tells all of a table's. Which days are held is told by list_days.`,
      ],
      parts: [
        {
          noun: found.length === 1 ? "table" : "tables",
          origin: "product",
          values: (found.length === 0 ? [...lakeTables.values()] : found).map((table) => told(table, about)),
        },
      ],
    };
  },
});

function tableFit(about: string, table: LakeTable, theirs: readonly string[]): number {
  const own = fitOf(about, [
    { text: `${table.name} ${titleOf(table)}`, weight: 6 },
    { text: table.description, weight: 3 },
  ]);
  const columns = table.columns.map((column) => columnFit(about, column)).sort((a, b) => b - a);
  const best = columns.slice(0, 3).reduce((sum, fit) => sum + fit, 0);
  return own + best / 4 + (theirs.includes(table.name) ? 100 : 0);
}

/** A view is called as its table is. */
function titleOf({ title, base }: LakeTable): string {
  return title ?? (base === undefined ? "" : (lakeTables.get(base)?.title ?? ""));
}

function columnFit(about: string, column: Column): number {
  return fitOf(about, [
    { text: column.name, weight: 3 },
    { text: `${column.description} ${typeText(column.type)}`, weight: 1 },
  ]);
}

function told(table: LakeTable, about: string): unknown {
  return {
    table: table.name,
    kind: table.title === undefined ? "view" : "table",
    ...(table.title !== undefined && { title: table.title }),
    description: table.description,
    eventTime: table.eventTime,
    logDay: "dt",
    sentinel: [...sentinelTables].filter(([, ours]) => ours === table.name).map(([name]) => name),
    columns: ranked(table.columns, (column) => columnFit(about, column))
      .slice(0, mostColumns)
      .map(({ name, type, description }) => ({ name, type: typeText(type), description })),
  };
}
