import type { ParameterType, ParameterValue } from "../../protocol/query-parameters.ts";
import { findParameters } from "../../sqlfile/parameters.ts";
import type { RunnableStatement } from "../queries/runnable-statements.ts";

/**
 * A statement as a cell that stands on its own: each parameter with a value is written as a literal, as a person would
 * write it who keeps the cell. Parameters without a value stay, and are asked for when the cell runs.
 */
export function cellText(
  { sql, declarations }: Pick<RunnableStatement, "sql" | "declarations">,
  values: Readonly<Record<string, ParameterValue>>,
): string {
  const parts: string[] = [];
  let end = 0;
  for (const { name, start, end: after } of findParameters(sql)) {
    const type = declarations.find((each) => each.name === name)?.type ?? "varchar";
    const literal = Object.hasOwn(values, name) ? literalOf(values[name] ?? null, type) : undefined;
    if (literal === undefined) continue;
    parts.push(sql.slice(end, start), literal);
    end = after;
  }
  return [...parts, sql.slice(end)].join("");
}

/** A literal of Trino's SQL; undefined for what has none that means the same everywhere, such as a range of days in words. */
function literalOf(value: ParameterValue, type: ParameterType): string | undefined {
  if (type === "varchar" && typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  // Log days are text, and a day that is compared with text is its text.
  if (type === "date" && typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)) return `'${value}'`;
  return undefined;
}
