import type { Expression, Query, SortItem } from "../parse/syntax.ts";
import { errorAt } from "../parse/token-stream.ts";
import { identifier, join, nothing, type Sql, sql } from "../text/sql-text.ts";
import type { Printing } from "./print-expression.ts";
import { printQuery } from "./print-query.ts";

/** A query whose columns another query around it changes. */
export interface Wrapped {
  /** The user's text, for errors. */
  readonly source: string;
  readonly query: Query;
  /** The names of its columns; undefined for one without. */
  readonly names: readonly (string | undefined)[];
  /** Named queries that stand before those of the query itself. */
  readonly before: readonly Sql[];
  /** What a column is sent as. */
  sent(column: Sql, index: number): Sql;
}

/**
 * `SELECT … FROM (query)`, in the order of the query: Trino keeps the order of a subquery for nobody, so that what is
 * sorted by stands outside again.
 * @throws TenantTrailError `sql-unsupported` for an order that cannot be told outside.
 */
export function wrapQuery(printing: Printing, wrapped: Wrapped): Sql {
  const { query, names, before, source } = wrapped;
  const columns = names.map((_, index) => column(index));
  const hidden: Expression[] = [];
  const order = query.orderBy.map((item) => {
    const found = outputColumn(item, names);
    if (found !== undefined) return sortBy(column(found), item);
    requireHideable(source, query, names, item);
    hidden.push(item.value);
    return sortBy(column(names.length + hidden.length - 1), item);
  });
  const inner = withColumns(query, hidden);
  const all = [...columns, ...hidden.map((_, index) => column(names.length + index))];
  const sent = columns.map((each, index) => sql`${wrapped.sent(each, index)} AS ${each}`);
  const sorted = order.length === 0 ? nothing : sql` ORDER BY ${join(order, ", ")}`;
  return sql`SELECT ${join(sent, ", ")} FROM (${printQuery(printing, inner, before)}) AS ${identifier("t")} (${join(all, ", ")})${sorted}`;
}

function column(index: number): Sql {
  return identifier(`c${index}`);
}

function sortBy(value: Sql, { descending, nullsFirst }: SortItem): Sql {
  return sql`${value}${descending ? sql` DESC` : nothing}${nullsFirst ? sql` NULLS FIRST` : nothing}`;
}

/** The column that an item of ORDER BY names, by its number or its name. */
function outputColumn({ value }: SortItem, names: readonly (string | undefined)[]): number | undefined {
  if (value.kind === "integer") return Number(value.text) - 1;
  if (value.kind !== "name") return undefined;
  const name = value.name.text.toLowerCase();
  const found = names.flatMap((each, index) => (each?.toLowerCase() === name ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

/** What is sorted by can become a column that nobody sees, unless it means a column of the result by its name. */
function requireHideable(
  source: string,
  { body }: Query,
  names: readonly (string | undefined)[],
  item: SortItem,
): void {
  const isPlain = body.kind === "select" && !body.distinct;
  const aliases =
    body.kind === "select" ? body.items.flatMap((each) => (each.kind === "item" ? (each.alias ?? []) : [])) : [];
  const written = new Set(aliases.map(({ text }) => text.toLowerCase()));
  if (isPlain && names.length > 0 && !namesIn(item.value).some((name) => written.has(name.toLowerCase()))) return;
  throw errorAt(
    source,
    item,
    "sql-unsupported",
    "Athena's result has lists or rows, and then ORDER BY takes columns of the result only: give this a name in SELECT and sort by that",
  );
}

/** Every bare name in an expression; those of subqueries too, which is more than needed and harmless. */
function namesIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (typeof node !== "object" || node === null) return [];
  if ("kind" in node && node.kind === "name" && "name" in node && isNamed(node.name)) return [node.name.text];
  return Object.values(node).flatMap(namesIn);
}

function isNamed(name: unknown): name is { readonly text: string } {
  return typeof name === "object" && name !== null && "text" in name && typeof name.text === "string";
}

/** The query with more columns; without a limit its own order decides nothing. */
function withColumns(query: Query, hidden: readonly Expression[]): Query {
  const isBounded = query.limit !== undefined || query.offset !== undefined;
  const { body } = query;
  const items = hidden.map((value) => ({
    kind: "item" as const,
    value,
    alias: undefined,
    start: value.start,
    end: value.end,
  }));
  return {
    ...query,
    body: body.kind === "select" ? { ...body, items: [...body.items, ...items] } : body,
    orderBy: isBounded ? query.orderBy : [],
  };
}
