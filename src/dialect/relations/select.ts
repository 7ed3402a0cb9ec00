import { coerce, settle } from "../casts/convert.ts";
import { readBounds } from "../days/day-bounds.ts";
import { translateExpression } from "../expressions/expression.ts";
import { containsRawJson } from "../operators/operators.ts";
import { sortItem, windowParts } from "../operators/window-clause.ts";
import { bounds } from "../parse/bounds.ts";
import type { Expression, GroupItem, Select, SortItem } from "../parse/syntax.ts";
import type { Context, TranslatedQuery } from "../scope/context.ts";
import { findRelation, originFinder } from "../scope/find-column.ts";
import type { Column, RelationScope, Scope } from "../scope/scope.ts";
import { identifier, join, located, nothing, type Sql, sql } from "../text/sql-text.ts";
import { commonType } from "../types/common-type.ts";
import type { Typed } from "../types/typed.ts";
import { boolean, isInteger, varchar } from "../types/types.ts";
import { crossJoin, translateRelation } from "./relation.ts";
import type { TranslatedRelation } from "./translated-relation.ts";

/** One column of a select list. */
interface Item {
  readonly value: Typed;
  readonly name: string;
  readonly anonymous: boolean;
}

/** A select, its ORDER BY among it, because that may use columns that are not selected. */
export function translateSelect(
  context: Context,
  outer: Scope,
  select: Select,
  orderBy: readonly SortItem[],
): TranslatedQuery & { readonly order: Sql | undefined } {
  const from = translateFrom(context, outer, select);
  context.watcher.relations?.(select, from.relations, context.reads);
  const scope: Scope = { relations: from.relations, ctes: outer.ctes, parent: outer.parent };
  const where =
    select.where === undefined
      ? ""
      : sql` WHERE ${coerce(context, translateExpression(context, scope, select.where), boolean).sql}`;
  const windowed = withWindows(context, scope, select);
  const items = select.items.flatMap((item) => selectItems(context, windowed, item));
  const grouped = groupBy(context, scope, select, items);
  const having =
    select.having === undefined
      ? ""
      : sql` HAVING ${coerce(context, translateExpression(context, windowed, select.having), boolean).sql}`;
  if (select.distinct && items.some((item) => containsRawJson(item.value.type)))
    throw context.unsupported(
      select,
      "DISTINCT over json_parse is not supported on this machine: Trino sorts the keys",
    );
  const names = uniqueNames(items);
  const list = items.map((item, index) => sql`${item.value.sql} AS ${identifier(names[index] ?? "")}`);
  const columns = items.map(
    (item, index): Column => ({
      name: item.name,
      type: item.value.type,
      sql: identifier(names[index] ?? ""),
      ...(item.anonymous ? { anonymous: true } : {}),
    }),
  );
  const order = orderBy.length === 0 ? undefined : orderSql(context, windowed, items, orderBy);
  const distinct = select.distinct ? "DISTINCT " : "";
  return { sql: sql`SELECT ${distinct}${join(list, ", ")}${from.sql}${where}${grouped}${having}`, columns, order };
}

function translateFrom(context: Context, outer: Scope, select: Select): TranslatedRelation {
  const [first, ...others] = select.from;
  if (first === undefined) return { sql: nothing, relations: [] };
  const scope: Scope = { relations: [], ctes: outer.ctes, parent: outer.parent };
  let from = translateRelation(context, scope, first);
  for (const relation of others) from = crossJoin(context, scope, from, relation);
  if (select.where !== undefined) boundReads(context, from.relations, select.where);
  return { sql: sql` FROM ${from.sql}`, relations: from.relations };
}

/** Notes what a WHERE says about the base tables of its FROM; a name means there what it means to the translation. */
function boundReads(context: Context, relations: readonly RelationScope[], where: Expression): void {
  const columns = relations.flatMap((relation) => relation.columns);
  const originOf = originFinder(relations);
  for (const at of new Set(columns.flatMap(({ origin }) => origin?.read ?? []))) {
    const read = context.reads[at];
    if (read === undefined) continue;
    const isColumn = (expression: Expression, column: string): boolean => {
      const origin = originOf(expression);
      return origin?.read === at && origin.column === column;
    };
    const eventTime = context.schema.eventTime?.(read.table)?.toLowerCase();
    context.reads[at] = { table: read.table, ...readBounds(where, isColumn, eventTime) };
  }
}

function withWindows(context: Context, scope: Scope, select: Select): Scope {
  const windows = new Map<string, Sql>();
  for (const { name, window } of select.windows)
    windows.set(name.text.toLowerCase(), windowParts(context, { ...scope, windows }, window, translateExpression));
  return { ...scope, windows };
}

function selectItems(context: Context, scope: Scope, item: Select["items"][number]): readonly Item[] {
  if (item.kind === "item") {
    const value = settleType(translateExpression(context, scope, item.value));
    const name = item.alias?.text ?? nameOf(item.value);
    return [{ value, name: name ?? "", anonymous: name === undefined }];
  }
  const relations = item.qualifier === undefined ? scope.relations : [findRelation(scope, item.qualifier)];
  return relations.flatMap((relation) => {
    if (relation === undefined) throw context.mistake(item, `There is no table ${item.qualifier?.text ?? ""} here`);
    return relation.columns.map(
      (column): Item => ({
        value: { sql: located(column.sql, item), type: column.type, span: item },
        name: column.name,
        anonymous: column.anonymous === true,
      }),
    );
  });
}

/** NULL and parameters without a type are text in a result. */
export function settleType(value: Typed): Typed {
  return value.type.kind === "unknown" ? { ...settle(value), type: varchar } : value;
}

function nameOf(expression: Expression): string | undefined {
  return expression.kind === "name" || expression.kind === "field" ? expression.name.text : undefined;
}

/** Names for DuckDB: each once, ignoring case; those that Trino leaves unnamed are `_col0`, `_col1`, … there too. */
function uniqueNames(items: readonly Item[]): readonly string[] {
  const taken = new Set<string>();
  return items.map((item, index) => {
    const wanted = item.anonymous ? `_col${index}` : item.name;
    let name = wanted;
    for (let n = 1; taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
    taken.add(name.toLowerCase());
    return userName(name);
  });
}

/** A name of the user's as DuckDB gets it: what the translation names itself begins with one ~, never with two. */
function userName(name: string): string {
  return name.startsWith("~") ? `~${name}` : name;
}

function groupBy(context: Context, scope: Scope, select: Select, items: readonly Item[]): Sql {
  if (select.groupBy.length === 0) return nothing;
  if (select.groupDistinct) throw context.unsupported(select, "GROUP BY DISTINCT is not supported on this machine");
  if (select.groupBy.reduce((sets, item) => sets * groupingSets(item), 1) > bounds.groupingSets)
    throw context.unsupported(
      select,
      `This GROUP BY makes more than ${bounds.groupingSets} groupings; use fewer columns`,
    );
  const key = (expression: Expression): Sql => {
    const value = ordinal(context, items, expression) ?? settleType(translateExpression(context, scope, expression));
    if (containsRawJson(value.type))
      throw context.unsupported(
        expression,
        "GROUP BY json_parse is not supported on this machine: Trino sorts the keys",
      );
    return value.sql;
  };
  const part = (item: GroupItem): Sql => {
    // Written as a position where the statement gives one, because the expression could be a number, which would be
    // read as a position.
    if (item.kind === "by" && item.value.kind === "integer" && ordinal(context, items, item.value) !== undefined)
      return sql`${Number(item.value.text)}`;
    if (item.kind === "by") return key(item.value);
    const sets = item.sets.map((set) => sql`(${join(set.map(key), ", ")})`);
    return sql`${groupings[item.kind]} (${join(sets, ", ")})`;
  };
  return sql` GROUP BY ${join(select.groupBy.map(part), ", ")}`;
}

/** How many groupings an item of GROUP BY stands for. */
function groupingSets(item: GroupItem): number {
  if (item.kind === "by") return 1;
  if (item.kind === "cube") return 2 ** item.sets.length;
  return item.kind === "rollup" ? item.sets.length + 1 : item.sets.length;
}

const groupings = { sets: "GROUPING SETS", rollup: "ROLLUP", cube: "CUBE" } as const;

/** `1` in GROUP BY or ORDER BY is the first column of the select list. */
function ordinal(context: Context, items: readonly Item[], expression: Expression): Typed | undefined {
  if (expression.kind !== "integer") return undefined;
  const item = items[Number(expression.text) - 1];
  if (item === undefined) throw context.mistake(expression, `There is no column ${expression.text} in the select list`);
  return item.value;
}

function orderSql(
  context: Context,
  scope: Scope,
  items: readonly Item[],
  orderBy: readonly SortItem[],
  by: "positions" | "names" = "positions",
): Sql {
  // An alias stands for its expression; the names of plain columns mean the same either way.
  const outputs = items
    .filter((item) => !item.anonymous)
    .map((item): Column => ({ name: item.name, type: item.value.type, sql: item.value.sql }));
  const parts = orderBy.map((item) => {
    const value =
      ordinal(context, items, item.value) ??
      settleType(translateExpression(context, { ...scope, outputs }, item.value));
    if (containsRawJson(value.type))
      throw context.unsupported(item, "ORDER BY json_parse is not supported on this machine: Trino sorts the keys");
    const index = items.findIndex(
      (candidate) => candidate.value === value || candidate.value.sql === innermost(value.sql),
    );
    // By position where it is a column of the list, which also works with DISTINCT.
    return sortItem(index === -1 || by === "names" ? value.sql : sql`${index + 1}`, item);
  });
  return join(parts, ", ");
}

/** The piece that a located piece stands for, where it is one. */
function innermost(piece: Sql): Sql {
  const [only] = piece.parts;
  return piece.from !== undefined && piece.parts.length === 1 && typeof only === "object" && "parts" in only
    ? only
    : piece;
}

/** ORDER BY after a set operation or VALUES: only output columns can be named. */
export function orderByOutputs(
  context: Context,
  scope: Scope,
  columns: readonly Column[],
  orderBy: readonly SortItem[],
  by: "positions" | "names" = "positions",
): Sql {
  const items = columns.map(
    (column): Item => ({
      value: { sql: column.sql, type: column.type, span: { start: 0, end: 0 } },
      name: column.name,
      anonymous: column.anonymous === true,
    }),
  );
  return orderSql(context, { ...scope, relations: [], parent: scope.parent }, items, orderBy, by);
}

/** The common types of the columns of two queries. @throws TenantTrailError when they have none. */
export function commonColumns(
  context: Context,
  left: readonly Column[],
  right: readonly Column[],
  operator: string,
  span: { start: number; end: number },
): readonly Column[] {
  if (left.length !== right.length)
    throw context.mistake(
      span,
      `${operator} needs the same number of columns on both sides: ${left.length} and ${right.length}`,
    );
  return left.map((column, index) => {
    const other = right[index];
    const type = other && commonType(column.type, other.type);
    if (type === undefined) throw context.mistake(span, `Column ${index + 1} of ${operator} has two types`);
    if (type.kind === "timestamptz" && type.zone === "")
      throw context.unsupported(span, `Column ${index + 1} of ${operator} has two time zones`);
    return { ...column, type };
  });
}

/** Whether a row count is a literal. */
export function isCount(value: Typed): boolean {
  return isInteger(value.type) || value.type.kind === "unknown";
}
