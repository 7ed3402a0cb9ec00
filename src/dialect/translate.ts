import { TenantTrailError } from "../protocol/errors.ts";
import { looseDays, type NamedDay, type TableRead } from "./days/day-bounds.ts";
import { needsOutward, outward } from "./expressions/value-as-shown.ts";
import { trinoFunctionsThatFail } from "./macros/trino-functions.ts";
import { containsRawJson } from "./operators/operators.ts";
import { parseStatement } from "./parse/parse-statement.ts";
import type { Name, Span } from "./parse/syntax.ts";
import { translateQuery } from "./relations/query-expression.ts";
import { Context, type DialectSchema, type Watcher } from "./scope/context.ts";
import { emptyScope } from "./scope/scope.ts";
import { identifier, join, literal, type Mapping, render, type Sql, sql } from "./text/sql-text.ts";
import { parseDuckType } from "./types/duckdb-type.ts";
import { parseParameterType } from "./types/parameter-type.ts";
import { type Type, trinoName, unknown } from "./types/types.ts";

export interface TranslateOptions {
  readonly schema: DialectSchema;
  /**
   * The types of parameters where a header declares them, named as in Trino (`varchar`, `array(bigint)`); one that is
   * not named takes the type of what it is compared with, and `IN :name` makes it a list.
   */
  readonly parameterTypes?: Readonly<Record<string, string>>;
  readonly watcher?: Watcher;
}

/** A column of the result. */
export interface TranslatedColumn {
  readonly name: string;
  readonly type: Type;
  /** Trino's name of the type. */
  readonly typeName: string;
}

/** A statement for DuckDB and what is known of it. */
export interface Translation {
  readonly sql: string;
  /** The user's text. */
  readonly source: string;
  /** The parameters in order of first use; `$p0`, `$p1`, … in the text. */
  readonly parameters: readonly string[];
  /** Those that stand in `sql` (`p0`, …): of a parameter inside `typeof` only the type is asked. */
  readonly printedParameters: ReadonlySet<string>;
  /** The base tables that are read, in lower case, each once. */
  readonly tables: readonly string[];
  /** Every reading of a table and what its filter allows. */
  readonly reads: readonly TableRead[];
  /** Where each of `reads` is named. */
  readonly readPlaces: readonly Span[];
  /** Days that the statement compares `dt` with, but that bound no reading. */
  readonly looseDays: readonly NamedDay[];
  /** The parameters that are compared with the log day `dt`, and where: their values must be days. */
  readonly dayParameters: ReadonlyMap<string, Span>;
  /** The types that parameters take from their places, by the place's start, where those decide. */
  readonly parameterUses: ReadonlyMap<number, Type>;
  readonly columns: readonly TranslatedColumn[];
  /** Which stretch of `sql` came from which of `source`, the outer before the inner. */
  readonly mappings: readonly Mapping[];
}

/**
 * Translates one reading statement of Athena's SQL (Trino's) to DuckDB with the same answer. The instance it runs
 * on needs `trinoFunctionsSql()`, and UTC as its time zone.
 * @throws TenantTrailError with a place in the user's text: `sql-syntax`; `sql-refused` for anything but one
 * reading statement; `sql-failed` for what Trino would refuse too, such as an unknown column; `sql-unsupported` for
 * what has no equal here, named.
 */
export function translate(source: string, options: TranslateOptions): Translation {
  try {
    return translateStatement(source, options);
  } catch (error) {
    if (!(error instanceof RangeError) || !error.message.includes("call stack")) throw error;
    throw new TenantTrailError("sql-unsupported", "This statement is nested too deeply; name its inner parts in WITH", {
      cause: error,
    });
  }
}

function translateStatement(source: string, options: TranslateOptions): Translation {
  const statement = parseStatement(source);
  const types = Object.entries(options.parameterTypes ?? {}).map(
    ([name, type]) => [name, parseParameterType(type)] as const,
  );
  const context = new Context(source, options.schema, new Map(types), translateQuery, options.watcher);
  switch (statement.kind) {
    case "showTables":
      return finish(context, list("Table", options.schema.tables?.() ?? []), [stringColumn("Table")]);
    case "describe": {
      const columns = options.schema.columns(statement.table.text);
      if (columns === undefined) return finish(context, unknownTable(context, statement.table), []);
      const rows = columns.map(({ name, type }) => {
        const known = parseDuckType(type);
        return sql`(${literal(name)}, ${literal(known === undefined ? type : trinoName(known))})`;
      });
      const made = sql`SELECT * FROM (VALUES ${join(rows, ", ")}) AS t("Column", "Type")`;
      return finish(context, made, [stringColumn("Column"), stringColumn("Type")]);
    }
    case "query": {
      const query = translateQuery(context, emptyScope, statement.query);
      const columns = query.columns.map(({ name, type, anonymous }, index) => ({
        name: anonymous ? `_col${index}` : name,
        type,
        typeName: trinoName(type),
      }));
      return finish(context, shown(context, query.sql, query.columns, statement.query), columns);
    }
  }
}

/** @throws TenantTrailError with the names that come near. */
function unknownTable(context: Context, table: Name): Sql {
  const known = context.schema.tables?.() ?? [];
  return context.unknownName("table", table, table, `Table '${table.text}' does not exist`, known);
}

/** The query with the values of its columns as a result shows them. */
function shown(
  context: Context,
  query: Sql,
  columns: readonly { type: Type; sql: Sql }[],
  span: { start: number; end: number },
): Sql {
  if (!columns.some(({ type }) => needsOutward(type) || containsRawJson(type))) return query;
  const items = columns.map((column) => sql`${outward(context, column.sql, column.type, span)} AS ${column.sql}`);
  return sql`SELECT ${join(items, ", ")} FROM (${query})`;
}

function stringColumn(name: string): TranslatedColumn {
  return { name, type: { kind: "varchar" }, typeName: "varchar" };
}

function list(title: string, names: readonly string[]): Sql {
  const rows = names.map((name) => sql`(${literal(name)})`);
  if (rows.length === 0) return sql`SELECT '' AS ${identifier(title)} WHERE false`;
  return sql`SELECT * FROM (VALUES ${join(rows, ", ")}) AS t(${identifier(title)}) ORDER BY 1`;
}

function finish(context: Context, made: Sql, columns: readonly TranslatedColumn[]): Translation {
  context.checkSize(made, unknown, { start: 0, end: context.text.length });
  const { text: rendered, mappings, parameters: printedParameters } = render(made, trinoFunctionsThatFail());
  return {
    sql: rendered,
    source: context.text,
    parameters: context.parameters,
    printedParameters,
    tables: [...new Set(context.reads.map((read) => read.table))],
    reads: context.reads,
    readPlaces: context.readPlaces,
    looseDays: looseDays(context.namedDays, context.reads),
    dayParameters: context.dayParameters,
    parameterUses: context.parameterUses,
    columns,
    mappings,
  };
}
