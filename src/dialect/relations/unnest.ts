import { fieldSql } from "../expressions/access.ts";
import type { Relation } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import type { Column, RelationScope } from "../scope/scope.ts";
import { join, type Sql, sql } from "../text/sql-text.ts";
import type { Typed } from "../types/typed.ts";
import { arrayOf, bigint, duckType, type Type, trinoName } from "../types/types.ts";
import type { TranslatedRelation } from "./translated-relation.ts";

/** A list to be unnested, and the columns that one element of it becomes. */
interface Source {
  readonly list: Sql;
  readonly columns: (element: Sql) => readonly { readonly name: string; readonly type: Type; readonly sql: Sql }[];
}

/** What an UNNEST adds: the items of a select list, and the columns they become, read through `name`. */
interface Unnested {
  readonly items: readonly Sql[];
  readonly relation: RelationScope;
}

/**
 * UNNEST of arrays, maps and arrays of rows (one column per field), side by side, the shorter padded with NULL,
 * with or without ordinality. `outer` keeps a row of NULLs where there is nothing (LEFT JOIN).
 */
function unnested(context: Context, node: UnnestNode, args: readonly Typed[], name: Sql, outer: boolean): Unnested {
  const { alias } = node;
  const sources = args.flatMap((arg) => sourcesOf(context, arg));
  const [first] = sources;
  if (first === undefined) throw context.mistake(node, "UNNEST needs an array or a map");
  const names = sources.map(() => context.unique());
  const columns = sources.flatMap((source, index) => source.columns(sql`${name}.${names[index] ?? ""}`));
  const place = context.unique();
  const all = node.ordinality
    ? [...columns, { name: "ordinality", type: bigint, sql: sql`${name}.${place}` }]
    : columns;
  if (alias !== undefined && alias.columns.length > 0 && alias.columns.length !== all.length)
    throw context.mistake(
      alias.name,
      `This UNNEST gives ${all.length} columns, but ${alias.columns.length} names are given${hint(args)}`,
    );
  const visible = all.map((column, index): Column => {
    const given = alias?.columns[index]?.text;
    if (given !== undefined) return { ...column, name: given };
    return column.name === "" ? { ...column, name: `_col${index}`, anonymous: true } : column;
  });
  const lengths = sources.map((source) => sql`coalesce(len(${source.list}), 0)`);
  const longest = sources.length === 1 ? sql`${join(lengths, ", ")}` : sql`greatest(${join(lengths, ", ")})`;
  const padded = (list: Sql): Sql => (outer ? sql`CASE WHEN ${longest} > 0 THEN ${list} ELSE [NULL] END` : list);
  const items = sources.map((source, index) => sql`unnest(${padded(source.list)}) AS ${names[index] ?? ""}`);
  if (node.ordinality) items.push(sql`unnest(${padded(sql`generate_series(1, ${longest})`)}) AS ${place}`);
  return { items, relation: { name: alias?.name.text, columns: visible } };
}

type UnnestNode = Extract<Relation, { kind: "unnest" }>;

/** UNNEST with nothing to its left. */
export function unnestAlone(context: Context, node: UnnestNode, args: readonly Typed[]): TranslatedRelation {
  const name = context.unique();
  const { items, relation } = unnested(context, node, args, name, false);
  return { sql: sql`(SELECT ${join(items, ", ")}) AS ${name}`, relations: [relation] };
}

/**
 * UNNEST of what is to its left, as one select over it: filters still reach the scan, which they do not through
 * a LATERAL join, and it is a hundred times faster.
 */
export function unnestBeside(
  context: Context,
  left: TranslatedRelation,
  node: UnnestNode,
  args: readonly Typed[],
  outer: boolean,
): TranslatedRelation {
  const name = context.unique();
  const { items, relation } = unnested(context, node, args, name, outer);
  const kept: Sql[] = [];
  const relations = left.relations.map(
    (source): RelationScope => ({
      ...source,
      columns: source.columns.map((column) => {
        const alias = context.unique();
        kept.push(sql`${column.sql} AS ${alias}`);
        return { ...column, sql: sql`${name}.${alias}` };
      }),
    }),
  );
  return {
    sql: sql`(SELECT ${join([...kept, ...items], ", ")} FROM ${left.sql}) AS ${name}`,
    relations: [...relations, relation],
  };
}

function sourcesOf(context: Context, arg: Typed): readonly Source[] {
  const { type } = arg;
  if (type.kind === "map")
    return [
      { list: sql`map_keys(${arg.sql})`, columns: (element) => [{ name: "", type: type.key, sql: element }] },
      { list: sql`map_values(${arg.sql})`, columns: (element) => [{ name: "", type: type.value, sql: element }] },
    ];
  if (type.kind !== "array") throw context.mistake(arg.span, `UNNEST needs an array or a map, not ${trinoName(type)}`);
  const { element } = type;
  // An array of nothing has elements of type unknown, which DuckDB cannot unnest by itself.
  const list = element.kind === "unknown" ? sql`CAST(${arg.sql} AS ${duckType(arrayOf(element))})` : arg.sql;
  if (element.kind !== "row") return [{ list, columns: (value) => [{ name: "", type: element, sql: value }] }];
  return [
    {
      list,
      columns: (value) =>
        element.fields.map((field, index) => ({
          name: field.name ?? "",
          type: field.type,
          sql: fieldSql(value, element, index),
        })),
    },
  ];
}

function hint(args: readonly Typed[]): string {
  const rows = args.flatMap(({ type }) => (type.kind === "array" && type.element.kind === "row" ? [type.element] : []));
  const names = rows.flatMap((row) => row.fields.map((field) => field.name ?? "?"));
  return names.length === 0 ? "" : `; its rows have ${names.join(", ")}`;
}
