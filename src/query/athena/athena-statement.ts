import { bounds } from "../../dialect/parse/bounds.ts";
import { parseStatement } from "../../dialect/parse/parse-statement.ts";
import type { Query } from "../../dialect/parse/syntax.ts";
import {
  fill,
  identifier,
  join,
  type Mapping,
  render,
  type Sql,
  sql,
  template,
  trinoText,
} from "../../dialect/text/sql-text.ts";
import type { Translation } from "../../dialect/translate.ts";
import { type ParameterValues, printingOf } from "../../dialect/trino/print-parameters.ts";
import { printQuery } from "../../dialect/trino/print-query.ts";
import { wrapQuery } from "../../dialect/trino/wrap-query.ts";
import type { Type } from "../../dialect/types/types.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { asJson, isNested } from "./results/nested-json.ts";

/** A statement as Athena gets it. */
export interface AthenaStatement {
  /** The user's text. */
  readonly source: string;
  readonly text: string;
  readonly mappings: readonly Mapping[];
  /** The types of the columns that are asked for as JSON text, by their place. */
  readonly sentAsJson: ReadonlyMap<number, Type>;
}

/** A named query that stands before the user's. */
export interface NamedQuery {
  readonly name: string;
  /** Our own SQL. */
  readonly sql: string;
  /** The database has the same under this name, so that a statement which calls its own query so may go without. */
  readonly inDatabase: boolean;
}

/** What a statement is printed with. */
export interface AthenaPrinting extends ParameterValues {
  /** What is known of the statement; undefined for one that reads tables which nobody here knows. */
  readonly translation: Translation | undefined;
  readonly database: string;
  readonly before: readonly NamedQuery[];
  /** Tables of the database that a person does not ask. */
  readonly hidden: readonly string[];
}

/**
 * Makes the statement that Athena gets of the user's text.
 * @throws TenantTrailError `sql-syntax`, `sql-refused`, `sql-unsupported`, `missing-parameter`, `bad-argument`.
 */
export function athenaStatement(source: string, printing: AthenaPrinting): AthenaStatement {
  const statement = parseStatement(source);
  const sentAsJson = new Map<number, Type>();
  const { text, mappings } = render(made(), new Set());
  requireSendable(text);
  return { source, text, mappings, sentAsJson };

  function made(): Sql {
    switch (statement.kind) {
      case "showTables": {
        const own = sql`table_schema = ${trinoText(printing.database.toLowerCase())}`;
        const shown = [own, ...printing.hidden.map((name) => sql`table_name <> ${trinoText(name)}`)];
        return sql`SELECT table_name AS "Table" FROM information_schema.tables WHERE ${join(shown, " AND ")} ORDER BY 1`;
      }
      case "describe":
        return sql`SELECT column_name AS "Column", data_type AS "Type" FROM information_schema.columns WHERE table_schema = ${trinoText(printing.database.toLowerCase())} AND table_name = ${trinoText(statement.table.text.toLowerCase())} ORDER BY ordinal_position`;
      case "query":
        return madeQuery(statement.query);
    }
  }

  function madeQuery(query: Query): Sql {
    const before = printing.before.flatMap((named) => beforeQuery(query, named));
    for (const [index, { type }] of (printing.translation?.columns ?? []).entries())
      if (isNested(type)) sentAsJson.set(index, type);
    const print = printingOf(printing);
    if (sentAsJson.size === 0) return printQuery(print, query, before);
    const names = printing.translation?.columns.map(({ name }) => (/^_col\d+$/.test(name) ? undefined : name)) ?? [];
    return wrapQuery(print, {
      source,
      query,
      names,
      before,
      sent: (column, index) => {
        const type = sentAsJson.get(index);
        return type === undefined ? column : asJson(column, type, names[index] ?? `${index + 1}`);
      },
    });
  }
}

function beforeQuery(query: Query, named: NamedQuery): readonly Sql[] {
  const same = query.ctes.find(({ name }) => name.text.toLowerCase() === named.name.toLowerCase());
  if (same !== undefined && named.inDatabase) return [];
  if (same !== undefined)
    throw new TenantTrailError(
      "sql-unsupported",
      `The WITH of this statement names a query ${same.name.text}, as a view of the lake is called. On Athena, give it another name.`,
    );
  return [sql`${identifier(named.name)} AS (${fill(template(named.sql), new Map())})`];
}

function requireSendable(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= bounds.bytes) return;
  throw new TenantTrailError(
    "sql-unsupported",
    `With its parameters this statement has ${bytes} bytes, and Athena takes at most ${bounds.bytes}. Use shorter lists, or run it for parts of them.`,
  );
}
