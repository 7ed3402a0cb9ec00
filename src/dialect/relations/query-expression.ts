import { coerce, implicit, unify } from "../casts/convert.ts";
import { translateExpression } from "../expressions/expression.ts";
import { containsRawJson } from "../operators/operators.ts";
import type { Expression, Query, QueryBody } from "../parse/syntax.ts";
import type { Context, TranslatedQuery } from "../scope/context.ts";
import type { Column, Scope } from "../scope/scope.ts";
import { identifier, join, located, type Sql, sql } from "../text/sql-text.ts";
import { sameType } from "../types/common-type.ts";
import { bigint, varchar } from "../types/types.ts";
import { commonColumns, isCount, orderByOutputs, settleType, translateSelect } from "./select.ts";

/** Translates a query with all that belongs to it; `scope` is what stands around it. */
export function translateQuery(context: Context, scope: Scope, query: Query): TranslatedQuery {
  const ctes = new Map(scope.ctes);
  const definitions: Sql[] = [];
  for (const cte of query.ctes) {
    const inner = translateQuery(context, { relations: [], ctes, parent: scope.parent }, cte.query);
    if (cte.columns.length > 0 && cte.columns.length !== inner.columns.length)
      throw context.mistake(
        cte,
        `${cte.name.text} has ${inner.columns.length} columns, but ${cte.columns.length} names are given`,
      );
    const sqlName = context.unique();
    const columns = inner.columns.map((column, index): Column => {
      const given = cte.columns[index];
      return given === undefined ? column : { name: given.text, type: column.type, sql: column.sql };
    });
    ctes.set(cte.name.text.toLowerCase(), { sqlName, columns });
    definitions.push(sql`${sqlName} AS (${inner.sql})`);
  }
  const inside: Scope = { ...scope, ctes };
  const body = translateBody(context, inside, query);
  const head = definitions.length === 0 ? "" : sql`WITH ${join(definitions, ", ")} `;
  return { sql: located(sql`${head}${body.sql}`, query), columns: body.columns };
}

function translateBody(context: Context, scope: Scope, query: Query): TranslatedQuery {
  const { body } = query;
  const count = (expression: Expression): Sql => {
    const value = translateExpression(context, { relations: [], ctes: scope.ctes }, expression);
    if (!isCount(value)) throw context.mistake(expression, "A number of rows must be a whole number");
    return coerce(context, value, bigint).sql;
  };
  const offset = query.offset === undefined ? "" : sql` OFFSET ${count(query.offset)}`;
  const limit = query.limit === undefined ? "" : sql` LIMIT ${count(query.limit)}`;
  if (query.withTies) return withTies(context, scope, query, count);
  if (body.kind === "select") {
    const { sql: select, columns, order } = translateSelect(context, scope, body, query.orderBy);
    return { sql: sql`${select}${order === undefined ? "" : sql` ORDER BY ${order}`}${limit}${offset}`, columns };
  }
  const plain = translateTerm(context, scope, body);
  if (query.orderBy.length === 0 && query.limit === undefined && query.offset === undefined) return plain;
  const order =
    query.orderBy.length === 0 ? "" : sql` ORDER BY ${orderByOutputs(context, scope, plain.columns, query.orderBy)}`;
  return {
    sql: sql`SELECT * FROM (${plain.sql}) AS ${context.unique()}${order}${limit}${offset}`,
    columns: plain.columns,
  };
}

/** FETCH FIRST n ROWS WITH TIES: rows of rank n or better, in order. */
function withTies(
  context: Context,
  scope: Scope,
  query: Query,
  count: (expression: Expression) => Sql,
): TranslatedQuery {
  if (query.orderBy.length === 0 || query.limit === undefined || query.offset !== undefined)
    throw query.orderBy.length === 0
      ? context.mistake(query, "WITH TIES needs ORDER BY")
      : context.unsupported(query, "WITH TIES with OFFSET is not supported on this machine");
  const inner = translateBody(context, scope, { ...query, orderBy: [], limit: undefined, withTies: false });
  // Positions mean nothing in a window, so the order is by the names of the columns.
  const byName = orderByOutputs(context, scope, inner.columns, query.orderBy, "names");
  const alias = context.unique();
  return {
    sql: sql`SELECT * FROM (${inner.sql}) AS ${alias} QUALIFY rank() OVER (ORDER BY ${byName}) <= ${count(query.limit)} ORDER BY ${byName}`,
    columns: inner.columns,
  };
}

function translateTerm(context: Context, scope: Scope, body: QueryBody): TranslatedQuery {
  return context.within(body, () => translateBodyOf(context, scope, body));
}

function translateBodyOf(context: Context, scope: Scope, body: QueryBody): TranslatedQuery {
  switch (body.kind) {
    case "select":
      return translateSelect(context, scope, body, []);
    case "nested":
      return translateQuery(context, scope, body.query);
    case "values":
      return values(context, scope, body.rows);
    case "setOperation": {
      const left = translateTerm(context, scope, body.left);
      const right = translateTerm(context, scope, body.right);
      const columns = commonColumns(context, left.columns, right.columns, body.operator, body);
      if (!body.all && columns.some((column) => containsRawJson(column.type)))
        throw context.unsupported(body, `${body.operator} over json_parse is not supported on this machine`);
      const all = body.all ? " ALL" : "";
      const one = conform(context, left, columns);
      const two = conform(context, right, columns);
      return { sql: sql`(${one}) ${body.operator}${all} (${two})`, columns };
    }
  }
}

/** A query with its columns converted to other types. */
function conform(context: Context, query: TranslatedQuery, columns: readonly Column[]): Sql {
  const wanted = query.columns.map((column, index) => columns[index]?.type ?? column.type);
  if (query.columns.every((column, index) => sameType(column.type, wanted[index] ?? column.type))) return query.sql;
  const items = query.columns.map(
    (column, index) =>
      sql`${implicit(context, column.sql, column.type, wanted[index] ?? column.type)} AS ${column.sql}`,
  );
  return sql`SELECT ${join(items, ", ")} FROM (${query.sql}) AS ${context.unique()}`;
}

function values(context: Context, scope: Scope, rows: readonly Expression[]): TranslatedQuery {
  const inner: Scope = { relations: [], ctes: scope.ctes, parent: scope.parent };
  const cells = rows.map((row) =>
    (row.kind === "row" ? row.items : [row]).map((cell) => translateExpression(context, inner, cell)),
  );
  const width = cells[0]?.length ?? 0;
  const ragged = rows[cells.findIndex((row) => row.length !== width)];
  if (ragged !== undefined)
    throw context.mistake(
      ragged,
      `This row of VALUES has another number of columns than the first, which has ${width}`,
    );
  const unified = Array.from({ length: width }, (_, index) =>
    unify(
      context,
      cells.flatMap((row) => row[index] ?? []),
      `Column ${index + 1} of VALUES`,
    ),
  );
  const columns = unified.map(
    ({ type }, index): Column => ({
      name: `_col${index}`,
      type: type.kind === "unknown" ? varchar : type,
      sql: identifier(`_col${index}`),
      anonymous: true,
    }),
  );
  const lines = cells.map(
    (_, at) =>
      sql`(${join(
        unified.map(({ values: column }) => settleType(column[at] ?? nothing).sql),
        ", ",
      )})`,
  );
  const names = columns.map((column) => column.sql);
  return {
    sql: sql`SELECT * FROM (VALUES ${join(lines, ", ")}) AS ${context.unique()}(${join(names, ", ")})`,
    columns,
  };
}

const nothing = { sql: sql`NULL`, type: { kind: "unknown" }, span: { start: 0, end: 0 } } as const;
