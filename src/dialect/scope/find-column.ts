import type { Expression, Name } from "../parse/syntax.ts";
import type { Context } from "./context.ts";
import { type Column, emptyScope, type Origin, type RelationScope, type Scope } from "./scope.ts";

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

/** Every name that could stand where a column is looked for. */
export function columnNames(scope: Scope): readonly string[] {
  const names: string[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    names.push(
      ...(at.lambda?.keys() ?? []),
      ...at.relations.flatMap(({ columns }) => columns.map((column) => column.name)),
    );
  return names;
}
