import { coerce } from "../casts/convert.ts";
import { noBounds } from "../days/day-bounds.ts";
import { translateExpression } from "../expressions/expression.ts";
import { comparable } from "../operators/operators.ts";
import type { Alias, Name, Relation } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { type Column, emptyScope, type Scope } from "../scope/scope.ts";
import { identifier, join, located, type Sql, sql } from "../text/sql-text.ts";
import { parseDuckType } from "../types/duckdb-type.ts";
import { type Typed, typed } from "../types/typed.ts";
import { boolean } from "../types/types.ts";
import type { TranslatedRelation } from "./translated-relation.ts";
import { unnestAlone, unnestBeside } from "./unnest.ts";

/**
 * Translates a relation. `scope` has what stands around the query and, for LATERAL and UNNEST, the relations to the
 * left.
 */
export function translateRelation(context: Context, scope: Scope, relation: Relation): TranslatedRelation {
  const result = context.within(relation, () => translate(context, scope, relation));
  return { ...result, sql: located(result.sql, relation) };
}

function translate(context: Context, scope: Scope, relation: Relation): TranslatedRelation {
  switch (relation.kind) {
    case "table":
      return table(context, scope, relation.parts, relation.alias, relation);
    case "derived": {
      const inner: Scope = relation.lateral
        ? { ...emptyScope, ctes: scope.ctes, parent: scope }
        : { ...emptyScope, ctes: scope.ctes, parent: scope.parent };
      const query = context.subquery(context, inner, relation.query);
      const source = sql`${relation.lateral ? "LATERAL " : ""}(${query.sql})`;
      return named(context, source, query.columns, relation.alias);
    }
    case "unnest":
      return unnestAlone(context, relation, unnestArguments(context, scope, relation));
    case "group": {
      const inner = translateRelation(context, scope, relation.relation);
      if (relation.alias !== undefined)
        throw context.unsupported(relation, "An alias for a join in brackets is not supported on this machine");
      return { ...inner, sql: sql`(${inner.sql})` };
    }
    case "join":
      return joinRelations(context, scope, relation);
  }
}

function table(
  context: Context,
  scope: Scope,
  parts: readonly Name[],
  alias: Alias | undefined,
  relation: Relation,
): TranslatedRelation {
  const name = parts.at(-1);
  if (name === undefined) throw new RangeError("a table has a name");
  const cte = parts.length === 1 ? scope.ctes.get(name.text.toLowerCase()) : undefined;
  if (cte !== undefined) return named(context, cte.sqlName, cte.columns, alias, name.text);
  const declared = context.schema.columns(name.text);
  if (declared === undefined) {
    const names = [...(context.schema.tables?.() ?? []), ...scope.ctes.keys()];
    const message = `Table '${parts.map((part) => part.text).join(".")}' does not exist`;
    return named(context, context.unknownName("table", name, relation, message, names), [], alias, name.text);
  }
  const tableName = name.text.toLowerCase();
  const read = context.reads.push({ table: tableName, ...noBounds }) - 1;
  context.readPlaces.push({ start: relation.start, end: name.end });
  const columns = declared.map((column): Column => {
    const type = parseDuckType(column.type);
    if (type === undefined)
      throw context.unsupported(relation, `The type ${column.type} of column ${column.name} is not supported`);
    const isLogDay = type.kind === "varchar" && column.name.toLowerCase() === "dt";
    return {
      name: column.name,
      type: isLogDay ? { ...type, logDay: true } : type,
      sql: identifier(column.name),
      origin: { read, column: column.name.toLowerCase() },
    };
  });
  return named(context, identifier(tableName), columns, alias, name.text);
}

/** A source under a name of its own, so that every column is read through it and none is ambiguous. */
function named(
  context: Context,
  source: Sql,
  columns: readonly Column[],
  alias: Alias | undefined,
  name?: string,
): TranslatedRelation {
  const unique = context.unique();
  if (alias !== undefined && alias.columns.length > 0 && alias.columns.length !== columns.length)
    throw context.mistake(
      alias.name,
      `${alias.name.text} has ${columns.length} columns, but ${alias.columns.length} names are given`,
    );
  const visible = columns.map((column, index): Column => {
    const given = alias?.columns[index];
    const plain = {
      name: column.name,
      type: column.type,
      sql: sql`${unique}.${column.sql}`,
      ...(column.origin && { origin: column.origin }),
    };
    return given === undefined
      ? { ...plain, ...(column.anonymous ? { anonymous: true } : {}) }
      : { ...plain, name: given.text };
  });
  const known = alias?.name.text ?? name;
  return { sql: sql`${source} AS ${unique}`, relations: [{ name: known, columns: visible }] };
}

function unnestArguments(
  context: Context,
  scope: Scope,
  node: Extract<Relation, { kind: "unnest" }>,
): readonly Typed[] {
  return node.args.map((arg) => translateExpression(context, scope, arg));
}

/** A comma or CROSS JOIN between two relations. */
export function crossJoin(
  context: Context,
  scope: Scope,
  left: TranslatedRelation,
  right: Relation,
): TranslatedRelation {
  const lateral: Scope = { ...scope, relations: [...scope.relations, ...left.relations] };
  if (right.kind === "unnest")
    return unnestBeside(context, left, right, unnestArguments(context, lateral, right), false);
  const translated = translateRelation(context, lateral, right);
  return {
    sql: sql`${left.sql} CROSS JOIN ${translated.sql}`,
    relations: [...left.relations, ...translated.relations],
  };
}

function joinRelations(context: Context, scope: Scope, node: Extract<Relation, { kind: "join" }>): TranslatedRelation {
  const left = translateRelation(context, scope, node.left);
  if (node.join === "CROSS") return crossJoin(context, scope, left, node.right);
  const lateral: Scope = { ...scope, relations: [...scope.relations, ...left.relations] };
  if (node.right.kind === "unnest") {
    const always = node.on?.kind === "boolean" && node.on.value;
    if (!always || (node.join !== "LEFT" && node.join !== "INNER"))
      throw context.mistake(node, "UNNEST can only be joined with CROSS JOIN, or with JOIN and LEFT JOIN … ON true");
    return unnestBeside(context, left, node.right, unnestArguments(context, lateral, node.right), node.join === "LEFT");
  }
  const right = translateRelation(context, lateral, node.right);
  const relations = [...left.relations, ...right.relations];
  if (node.on !== undefined) {
    const on = coerce(context, translateExpression(context, { ...scope, relations }, node.on), boolean);
    return { sql: sql`${left.sql} ${node.join} JOIN ${right.sql} ON ${on.sql}`, relations };
  }
  return joinUsing(context, node, left, right);
}

/** USING: the named columns come once and first, and can no longer be qualified. */
function joinUsing(
  context: Context,
  node: Extract<Relation, { kind: "join" }>,
  left: TranslatedRelation,
  right: TranslatedRelation,
): TranslatedRelation {
  const conditions: Sql[] = [];
  const merged = node.using.map((name): Column => {
    const [a, b] = [pick(context, left, name), pick(context, right, name)];
    const [one, two] = comparable(context, typed(a.sql, a.type, name), typed(b.sql, b.type, name), "=", name);
    conditions.push(sql`(${one.sql} = ${two.sql})`);
    if (node.join === "FULL") return { name: a.name, type: one.type, sql: sql`coalesce(${one.sql}, ${two.sql})` };
    const [kept, from] = node.join === "RIGHT" ? [two, b] : [one, a];
    return { name: a.name, type: one.type, sql: kept.sql, ...(from.origin && { origin: from.origin }) };
  });
  const keys = new Set(node.using.map((name) => name.text.toLowerCase()));
  const rest = [...left.relations, ...right.relations].map((relation) => ({
    ...relation,
    columns: relation.columns.filter((column) => !keys.has(column.name.toLowerCase())),
  }));
  return {
    sql: sql`${left.sql} ${node.join} JOIN ${right.sql} ON ${join(conditions, " AND ")}`,
    relations: [{ name: undefined, columns: merged }, ...rest],
  };
}

function pick(context: Context, side: TranslatedRelation, name: Name): Column {
  const key = name.text.toLowerCase();
  const found = side.relations
    .flatMap((relation) => relation.columns)
    .filter((column) => column.name.toLowerCase() === key);
  const [column] = found;
  if (column === undefined || found.length > 1)
    throw context.mistake(
      name,
      `Column '${name.text}' of USING ${found.length > 1 ? "is ambiguous" : "is missing on one side"}`,
    );
  return column;
}
