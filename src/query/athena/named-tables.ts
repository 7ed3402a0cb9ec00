import type { Statement } from "../../dialect/parse/syntax.ts";

/** The names of the tables and views that a statement may read, in lower case, whatever its WITH calls so. */
export function namedTables(statement: Statement): readonly string[] {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item);
    else if (typeof node === "object" && node !== null) {
      if ("kind" in node && node.kind === "table" && "parts" in node && Array.isArray(node.parts)) {
        const last: unknown = node.parts.at(-1);
        if (typeof last === "object" && last !== null && "text" in last && typeof last.text === "string")
          names.add(last.text.toLowerCase());
      }
      for (const value of Object.values(node)) walk(value);
    }
  };
  walk(statement);
  return [...names];
}
