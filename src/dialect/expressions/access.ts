import { coerce } from "../casts/convert.ts";
import type { Expression, Name, Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { columnNames, findColumn, findQualified, findRelation } from "../scope/find-column.ts";
import type { Scope } from "../scope/scope.ts";
import { literal, type Sql, sql } from "../text/sql-text.ts";
import { commonType } from "../types/common-type.ts";
import { type Typed, typed } from "../types/typed.ts";
import { bigint, integer, isInteger, structFieldName, type Type, trinoName, unknown } from "../types/types.ts";

/**
 * A name, `relation.column`, or a field of a row such as `status.errorCode`. Names ignore case.
 * @throws TenantTrailError with the names that come near.
 */
export function access(
  context: Context,
  scope: Scope,
  node: Extract<Expression, { kind: "name" | "field" }>,
  inner: (expression: Expression) => Typed,
): Typed {
  if (node.kind === "name") {
    const column = findColumn(context, scope, node.name);
    if (column === undefined) {
      const message = `Column '${node.name.text}' cannot be found`;
      return typed(context.unknownName("column", node.name, node, message, columnNames(scope)), unknown, node);
    }
    return typed(column.sql, column.type, node);
  }
  const path = namesOf(node);
  if (path !== undefined) {
    const qualified = qualify(context, scope, path);
    if (qualified !== undefined) {
      const { column, rest } = qualified;
      let value = typed(column.sql, column.type, node);
      for (const name of rest) value = field(context, value, name, node);
      return value;
    }
    const [first, second] = path;
    const relation = first && findRelation(scope, first);
    if (relation !== undefined && second !== undefined && findColumn(context, scope, path[0] ?? second) === undefined) {
      const message = `Column '${path.map((name) => name.text).join(".")}' cannot be found`;
      const known = relation.columns.map((column) => column.name);
      return typed(context.unknownName("column", second, second, message, known), unknown, node);
    }
  }
  return field(context, inner(node.base), node.name, node);
}

function namesOf(node: Expression): readonly Name[] | undefined {
  if (node.kind === "name") return [node.name];
  if (node.kind !== "field") return undefined;
  const base = namesOf(node.base);
  return base && [...base, node.name];
}

/** `relation.column.field…`; a schema before the relation is allowed. */
function qualify(context: Context, scope: Scope, path: readonly Name[]) {
  for (let at = 0; at < path.length - 1; at++) {
    const [relation, name] = [path[at], path[at + 1]];
    if (relation === undefined || name === undefined) break;
    const column = findQualified(context, scope, relation, name);
    if (column !== undefined) return { column, rest: path.slice(at + 2) };
    if (findColumn(context, scope, path[0] ?? relation) !== undefined) break;
  }
  return undefined;
}

/** A row's field by name. */
export function field(context: Context, value: Typed, name: Name, span: Span): Typed {
  // A field of a name that is unknown itself, which was told of.
  if (value.type.kind === "unknown" && context.watcher.unknownName !== undefined) return value;
  if (value.type.kind !== "row")
    throw context.mistake(
      name,
      `There is no field '${name.text}' in ${trinoName(value.type)}${value.type.kind === "array" ? ": UNNEST the array first, or use [1]" : ""}`,
    );
  const { fields } = value.type;
  const index = fields.findIndex((candidate) => candidate.name?.toLowerCase() === name.text.toLowerCase());
  const found = fields[index];
  if (found === undefined) {
    const known = fields.flatMap((candidate) => candidate.name ?? []);
    const message = `There is no field '${name.text}' here`;
    return typed(context.unknownName("field", name, name, message, known), unknown, span);
  }
  return typed(fieldSql(value.sql, value.type, index), found.type, span);
}

/** The text that reads a field by its position. */
export function fieldSql(row: Sql, type: Extract<Type, { kind: "row" }>, index: number): Sql {
  const found = type.fields[index];
  if (found === undefined) throw new RangeError("no such field");
  return sql`struct_extract(${row}, ${literal(structFieldName(found, index))})`;
}

/** `array[i]`, `map[key]` or `row[i]`; what is not there is an error in Trino, not NULL. */
export function subscript(context: Context, base: Typed, index: Typed, span: Span): Typed {
  const { type } = base;
  switch (type.kind) {
    case "array":
      if (!isInteger(index.type) && index.type.kind !== "unknown")
        throw context.mistake(index.span, "An array is indexed by a whole number");
      return typed(
        sql`trino_subscript(${base.sql}, ${coerce(context, index, commonType(index.type, integer) ?? bigint).sql})`,
        type.element,
        span,
      );
    case "map":
      return typed(sql`trino_map_get(${base.sql}, ${coerce(context, index, type.key).sql})`, type.value, span);
    case "row": {
      const at = index.constant;
      const found = typeof at === "number" ? type.fields[at - 1] : undefined;
      if (typeof at !== "number" || found === undefined)
        throw context.mistake(index.span, "A row is indexed by a literal within its fields");
      return typed(fieldSql(base.sql, type, at - 1), found.type, span);
    }
    default:
      throw context.mistake(span, `Cannot index ${trinoName(type)}`);
  }
}
