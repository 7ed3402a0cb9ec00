import type { StatementScope } from "./statement-scope.ts";
import type { ScopeColumn } from "./typed-pieces.ts";

/** A path such as `s.status.errorCode` without the name of its relation. */
export function withoutRelation(scope: StatementScope, path: string): string {
  const [head = "", ...rest] = path.split(".");
  const isRelation = scope
    .relations()
    .some((relations) => relations.some(({ name }) => name?.toLowerCase() === head.toLowerCase()));
  return isRelation && rest.length > 0 ? rest.join(".") : path;
}

/** The column that a path begins with, and the fields behind it. */
export function columnOfPath(
  scope: StatementScope,
  path: readonly string[],
):
  | { readonly column: ScopeColumn; readonly relation: string | undefined; readonly fields: readonly string[] }
  | undefined {
  const [first = "", second] = path.map((name) => name.toLowerCase());
  for (const relations of scope.relations()) {
    for (const { name, columns } of relations) {
      if (second === undefined || name?.toLowerCase() !== first) continue;
      const column = columns.find((each) => each.name.toLowerCase() === second);
      if (column !== undefined) return { column, relation: name, fields: path.slice(2) };
    }
    for (const { name, columns } of relations) {
      const column = columns.find((each) => each.name.toLowerCase() === first);
      if (column !== undefined) return { column, relation: name, fields: path.slice(1) };
    }
  }
  return undefined;
}
