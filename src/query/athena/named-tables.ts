import type { Statement } from "../../dialect/parse/syntax.ts";

/** A table or view that a statement may read; names are in lower case. */
export interface NamedTable {
  readonly name: string;
  /** The database, with its catalog where one is named: `trail`, `awsdatacatalog.trail`; undefined for the usual one. */
  readonly database: string | undefined;
}

/** The tables and views that a statement may read, without what its WITH calls so. */
export function namedTables(statement: Statement): readonly NamedTable[] {
  const found = new Map<string, NamedTable>();
  const own = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item);
    else if (typeof node === "object" && node !== null) {
      if ("kind" in node && node.kind === "table" && "parts" in node) take(textsOf(node.parts));
      if ("ctes" in node && Array.isArray(node.ctes))
        for (const cte of node.ctes) for (const name of textsOf([cte.name])) own.add(name);
      for (const value of Object.values(node)) walk(value);
    }
  };
  const take = (parts: readonly string[]): void => {
    const name = parts.at(-1);
    if (name === undefined) return;
    const database = parts.length === 1 ? undefined : parts.slice(0, -1).join(".");
    found.set(parts.join("."), { name, database });
  };
  walk(statement);
  return [...found.values()].filter(({ name, database }) => database !== undefined || !own.has(name));
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
