/**
 * A syntax tree without places, and without what a printer may choose: quotes of names other than functions', brackets
 * around a query of its own.
 */
export function plainTree(node: unknown, key = ""): unknown {
  if (Array.isArray(node)) return node.map((item) => plainTree(item));
  if (typeof node !== "object" || node === null) return node;
  const fields = new Map(Object.entries(node));
  if (fields.has("text") && fields.has("quoted")) return [key, fields.get("text")];
  return Object.fromEntries(
    [...fields]
      .filter(([name, value]) => name !== "start" && name !== "end" && value !== undefined)
      .map(([name, value]) => [name, plainTree(value, name)]),
  );
}
