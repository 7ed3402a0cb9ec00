import type { Expression, GroupItem, Name, Query, QueryBody, Relation, Select, SelectItem } from "../parse/syntax.ts";
import { identifier, join, located, nothing, plainWord, type Sql, sql } from "../text/sql-text.ts";
import { orderBy, printWindow } from "./print-call.ts";
import { type Printing, printExpression } from "./print-expression.ts";

/**
 * A query in Trino's SQL.
 * @param before named queries, as they are printed, that stand before its own.
 */
export function printQuery(printing: Printing, query: Query, before: readonly Sql[] = []): Sql {
  const print = (expression: Expression): Sql => printExpression(printing, expression);
  const ctes = query.ctes.map(
    ({ name, columns, query: inner }) =>
      sql`${identifier(name.text)}${columnNames(columns)} AS (${printQuery(printing, inner)})`,
  );
  const parts = [
    ...(before.length + ctes.length === 0 ? [] : [sql`WITH ${join([...before, ...ctes], ", ")}`]),
    printBody(printing, query.body),
    ...orderBy(query.orderBy, print),
    ...(query.offset === undefined ? [] : [sql`OFFSET ${rowCount(printing, query.offset)} ROWS`]),
    ...(query.limit === undefined
      ? []
      : query.withTies
        ? [sql`FETCH FIRST ${rowCount(printing, query.limit)} ROWS WITH TIES`]
        : [sql`LIMIT ${rowCount(printing, query.limit)}`]),
  ];
  return located(join(parts, " "), query);
}

/** Trino's grammar takes a bare whole number there. */
function rowCount(printing: Printing, expression: Expression): Sql {
  if (expression.kind !== "parameter") return printExpression(printing, expression);
  const text = String(printing.valueOf(expression.name));
  return located(/^\d+$/.test(text) ? plainWord(text) : printExpression(printing, expression), expression);
}

function printBody(printing: Printing, body: QueryBody): Sql {
  switch (body.kind) {
    case "select":
      return located(printSelect(printing, body), body);
    case "values":
      return sql`VALUES ${join(
        body.rows.map((row) => printExpression(printing, row)),
        ", ",
      )}`;
    case "nested":
      return sql`(${printQuery(printing, body.query)})`;
    case "setOperation": {
      const operator = sql`${plainWord(body.operator)}${body.all ? sql` ALL` : nothing}`;
      return sql`${printBody(printing, body.left)} ${operator} ${printBody(printing, body.right)}`;
    }
  }
}

function printSelect(printing: Printing, select: Select): Sql {
  const print = (expression: Expression): Sql => printExpression(printing, expression);
  const windows = select.windows.map(
    ({ name, window }) => sql`${identifier(name.text)} AS (${printWindow(window, print)})`,
  );
  const parts = [
    sql`SELECT ${select.distinct ? sql`DISTINCT ` : nothing}${join(
      select.items.map((item) => printItem(item, print)),
      ", ",
    )}`,
    ...(select.from.length === 0
      ? []
      : [
          sql`FROM ${join(
            select.from.map((relation) => printRelation(printing, relation)),
            ", ",
          )}`,
        ]),
    ...(select.where === undefined ? [] : [sql`WHERE ${print(select.where)}`]),
    ...(select.groupBy.length === 0
      ? []
      : [
          sql`GROUP BY ${select.groupDistinct ? sql`DISTINCT ` : nothing}${join(
            select.groupBy.map((item) => printGroup(item, print)),
            ", ",
          )}`,
        ]),
    ...(select.having === undefined ? [] : [sql`HAVING ${print(select.having)}`]),
    ...(windows.length === 0 ? [] : [sql`WINDOW ${join(windows, ", ")}`]),
  ];
  return join(parts, " ");
}

function printItem(item: SelectItem, print: (expression: Expression) => Sql): Sql {
  if (item.kind === "star")
    return located(item.qualifier === undefined ? sql`*` : sql`${identifier(item.qualifier.text)}.*`, item);
  return located(
    item.alias === undefined ? print(item.value) : sql`${print(item.value)} AS ${identifier(item.alias.text)}`,
    item,
  );
}

function printGroup(item: GroupItem, print: (expression: Expression) => Sql): Sql {
  const set = (items: readonly Expression[]): Sql => sql`(${join(items.map(print), ", ")})`;
  if (item.kind === "by") {
    const { value } = item;
    return value.kind === "row" && value.items.length > 1 ? located(set(value.items), value) : print(value);
  }
  const sets = join(item.sets.map(set), ", ");
  if (item.kind === "sets") return sql`GROUPING SETS (${sets})`;
  return sql`${plainWord(item.kind.toUpperCase())} (${sets})`;
}

function printRelation(printing: Printing, relation: Relation): Sql {
  return located(sql`${printSource(printing, relation)}${printAlias(relation)}`, relation);
}

function printAlias({ alias }: Relation): Sql {
  return alias === undefined ? nothing : sql` AS ${identifier(alias.name.text)}${columnNames(alias.columns)}`;
}

function columnNames(names: readonly Name[]): Sql {
  if (names.length === 0) return nothing;
  return sql` (${join(
    names.map(({ text }) => identifier(text)),
    ", ",
  )})`;
}

function printSource(printing: Printing, relation: Relation): Sql {
  switch (relation.kind) {
    case "table": {
      const [first = nothing, ...others] = relation.parts.map(({ text }) => identifier(text));
      return others.reduce((before, part) => sql`${before}.${part}`, first);
    }
    case "derived":
      return sql`${relation.lateral ? sql`LATERAL ` : nothing}(${printQuery(printing, relation.query)})`;
    case "unnest": {
      const args = join(
        relation.args.map((arg) => printExpression(printing, arg)),
        ", ",
      );
      return sql`UNNEST(${args})${relation.ordinality ? sql` WITH ORDINALITY` : nothing}`;
    }
    case "group":
      return sql`(${printRelation(printing, relation.relation)})`;
    case "join": {
      const [left, right] = [printRelation(printing, relation.left), printRelation(printing, relation.right)];
      const condition =
        relation.on !== undefined
          ? sql` ON ${printExpression(printing, relation.on)}`
          : relation.using.length > 0
            ? sql` USING${columnNames(relation.using)}`
            : nothing;
      return sql`${left} ${plainWord(relation.join)} JOIN ${right}${condition}`;
    }
  }
}
