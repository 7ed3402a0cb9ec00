import type { Context } from "./context.ts";
import { nearest } from "./nearest.ts";
import type { Expression, Name, Span } from "./parse/syntax.ts";
import type { Sql } from "./sql-text.ts";
import type { Type } from "./types/types.ts";

/** Where a column of a base table comes from. */
export interface Origin {
  /** The place of the reading among those of the statement. */
  readonly read: number;
  /** The table's own name of the column, in lower case. */
  readonly column: string;
}

/** A column that names can mean. */
export interface Column {
  /** As written by the schema or the user; names ignore case. */
  readonly name: string;
  readonly type: Type;
  readonly sql: Sql;
  /** Without a name of its own (`_col0`): not found by name. */
  readonly anonymous?: boolean;
  /** Set for a base table's columns, whatever they are called here: what a filter on `dt` prunes. */
  readonly origin?: Origin;
}

/** A table, subquery or UNNEST in FROM, under the name it has there. */
export interface RelationScope {
  readonly name: string | undefined;
  readonly columns: readonly Column[];
}

/** What names mean at a place of the statement. */
export interface Scope {
  readonly relations: readonly RelationScope[];
  /** Around a subquery, for correlated names. */
  readonly parent?: Scope | undefined;
  /** Named queries of WITH, by lower-case name. */
  readonly ctes: ReadonlyMap<string, { readonly sqlName: Sql; readonly columns: readonly Column[] }>;
  /** A lambda's parameters, by lower-case name. */
  readonly lambda?: ReadonlyMap<string, Column>;
  /** Names of the select list, which ORDER BY sees first. */
  readonly outputs?: readonly Column[];
  /** Windows of the WINDOW clause, by lower-case name. */
  readonly windows?: ReadonlyMap<string, Sql>;
}

export const emptyScope: Scope = { relations: [], ctes: new Map() };

/** A column by its name alone, looked for from the inside out. */
export function findColumn(context: Context, scope: Scope, name: Name): Column | undefined {
  const key = name.text.toLowerCase();
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const inner = at.lambda?.get(key) ?? at.outputs?.find((column) => matches(column, key));
    if (inner !== undefined) return inner;
    const found = at.relations.flatMap((relation) => relation.columns.filter((column) => matches(column, key)));
    if (found.length > 1) throw context.mistake(name, `Column '${name.text}' is ambiguous: qualify it with its table`);
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

/** A column by the name of its relation and its own. */
export function findQualified(context: Context, scope: Scope, relation: Name, name: Name): Column | undefined {
  const key = name.text.toLowerCase();
  const found = relationsNamed(scope, relation).flatMap(({ columns }) => columns.filter((each) => matches(each, key)));
  if (found.length > 1) throw context.mistake(name, `Column '${relation.text}.${name.text}' is ambiguous`);
  return found[0];
}

export function findRelation(scope: Scope, name: Name): RelationScope | undefined {
  return relationsNamed(scope, name)[0];
}

/** The relations of a name, which a FROM may give to several; the innermost that have it. */
function relationsNamed(scope: Scope, name: Name): readonly RelationScope[] {
  const key = name.text.toLowerCase();
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.relations.filter((relation) => relation.name?.toLowerCase() === key);
    if (found.length > 0) return found;
  }
  return [];
}

/** Finds from which base table's column a name comes, where it is one of a FROM; a name of two columns is none. */
export function originFinder(relations: readonly RelationScope[]): (expression: Expression) => Origin | undefined {
  const columns = Map.groupBy(
    relations.flatMap((relation) => relation.columns.filter(({ anonymous }) => anonymous !== true)),
    ({ name }) => name.toLowerCase(),
  );
  const scope: Scope = { ...emptyScope, relations };
  return (expression) => {
    if (expression.kind === "name") {
      const [found, ...others] = columns.get(expression.name.text.toLowerCase()) ?? [];
      return others.length === 0 ? found?.origin : undefined;
    }
    if (expression.kind !== "field" || expression.base.kind !== "name") return undefined;
    const key = expression.name.text.toLowerCase();
    const named = relationsNamed(scope, expression.base.name);
    const [found, ...others] = named.flatMap((each) => each.columns.filter((column) => matches(column, key)));
    return others.length === 0 ? found?.origin : undefined;
  };
}

function matches(column: Column, key: string): boolean {
  return column.anonymous !== true && column.name.toLowerCase() === key;
}

/** The error for a name that means nothing, with the names that come near. */
export function unknownColumn(context: Context, scope: Scope, name: string, span: Span): Error {
  const names: string[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    names.push(
      ...(at.lambda?.keys() ?? []),
      ...at.relations.flatMap(({ columns }) => columns.map((column) => column.name)),
    );
  return context.mistake(span, `Column '${name}' cannot be found${suggestion(name, names)}`);
}

/** `. Did you mean a, b?`, or nothing. */
export function suggestion(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near.length === 0 ? "" : `. Did you mean ${near.join(", ")}?`;
}
