import type { Statement } from "../../dialect/parse/syntax.ts";

/** A table or view that a statement may read; names are in lower case. */
export interface NamedTable {
  readonly name: string;
  /** The database, with its catalog where one is named: `trail`, `awsdatacatalog.trail`; undefined for the usual one. */
  readonly database: string | undefined;
}

/**
 * The tables and views that a statement may read, without what its WITH calls so. A name of WITH means its query from
 * behind that on: `WITH audits AS (SELECT * FROM audits) SELECT * FROM audits` reads the lake's.
 */
export function namedTables(statement: Statement): readonly NamedTable[] {
  const found = new Map<string, NamedTable>();
  const walk = (node: unknown, own: ReadonlySet<string>): void => {
    if (Array.isArray(node)) for (const item of node) walk(item, own);
    else if (typeof node === "object" && node !== null) {
      if ("kind" in node && node.kind === "table" && "parts" in node) take(textsOf(node.parts), own);
      if ("ctes" in node && Array.isArray(node.ctes)) walkQuery(node, node.ctes, own);
      else for (const value of Object.values(node)) walk(value, own);
    }
  };
  const walkQuery = (query: object, ctes: readonly { readonly name: unknown }[], around: ReadonlySet<string>): void => {
    const own = new Set(around);
    for (const cte of ctes) {
      walk(cte, own);
      for (const name of textsOf([cte.name])) own.add(name);
    }
    for (const [field, value] of Object.entries(query)) if (field !== "ctes") walk(value, own);
  };
  const take = (parts: readonly string[], own: ReadonlySet<string>): void => {
    const name = parts.at(-1);
    if (name === undefined || (parts.length === 1 && own.has(name))) return;
    const database = parts.length === 1 ? undefined : parts.slice(0, -1).join(".");
    found.set(parts.join("."), { name, database });
  };
  walk(statement, new Set());
  return [...found.values()];
}

/** The names of a syntax tree, in lower case. */
function textsOf(names: unknown): readonly string[] {
  if (!Array.isArray(names)) return [];
  return names.flatMap((name: unknown) =>
    typeof name === "object" && name !== null && "text" in name && typeof name.text === "string"
      ? [name.text.toLowerCase()]
      : [],
  );
}
