import * as v from "valibot";
import { lakeTables } from "../../language/knowledge/lake-tables.ts";
import { sentinelColumns, sentinelTable } from "../../language/knowledge/sentinel-names.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { typeText } from "../../tables/reference.ts";
import { assistantTool } from "../assistant-tool.ts";
import { fitOf, ranked } from "../meaning/rank.ts";

/** What a table has. */
export const listColumns = assistantTool({
  name: "list_columns",
  title: "List a table's columns",
  description:
    "Lists the columns of one table or view with their types, nested fields and descriptions, all of them or those that fit some words. Use it to write SQL with names that exist. It reads the reference, not the logs.",
  input: v.strictObject({
    table: v.pipe(v.string(), v.maxLength(100), v.description("A table's or view's name, for example signins.")),
    about: v.optional(
      v.pipe(v.string(), v.maxLength(500), v.description("Only the columns that fit these words, the best first.")),
    ),
  }),
  work: async ({ table: name, about }) => {
    const table = lakeTables.get(name.toLowerCase()) ?? lakeTables.get(sentinelTable(name) ?? "");
    if (table === undefined) throw noSuchTable(name);
    const found =
      about === undefined
        ? table.columns
        : ranked(table.columns, ({ name: column, description, type }) =>
            fitOf(about, [
              { text: column, weight: 3 },
              { text: `${description} ${typeText(type)}`, weight: 1 },
            ]),
          );
    const theirs = table.base === undefined ? [] : sentinelColumns(table.base);
    return {
      said: [
        `${table.name}: ${table.description} It has ${table.columns.length} columns. Event time, UTC: ${table.eventTime}. Log day: dt, text YYYY-MM-DD; a filter on it reads only those days.`,
        ...(about === undefined || found.length > 0 ? [] : ["No column fits these words: leave them out to see all."]),
        ...(found.length > 0 && found.length < table.columns.length ? ["Columns that do not fit are left out."] : []),
      ],
      parts: [
        {
          noun: found.length === 1 ? "column" : "columns",
          origin: "product",
          values: found.map(({ name: column, type, description }) => {
            const sentinel = theirs
              .filter(([, ours]) => ours === column || ours.startsWith(`${column}.`))
              .map(([their, ours]) => (ours === column ? their : `${their} is ${ours}`));
            return { name: column, type: typeText(type), description, ...(sentinel.length > 0 && { sentinel }) };
          }),
        },
      ],
    };
  },
});

function noSuchTable(name: string): TenantTrailError {
  return new TenantTrailError(
    "bad-argument",
    `There is no table ${name}. The tables and views are ${[...lakeTables.keys()].join(", ")}.`,
  );
}
