import { TenantTrailError } from "../../../protocol/errors.ts";
import type { ResultColumn } from "../../../protocol/query.ts";

/**
 * A value's text as a literal of Trino's SQL (Trino documentation, "Data types").
 *
 * @param text as a grid shows it, times as ISO 8601.
 * @throws TenantTrailError `bad-argument` for a type whose values cannot be written so.
 */
export function trinoLiteral(text: string, { name, type, kind }: ResultColumn): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  if (kind === "text" && (type === "varchar" || type.startsWith("char"))) return quoted;
  if (kind === "boolean") return text;
  if (kind === "number") return numberLiteral(text);
  if (type === "date" || type === "uuid") return `${type.toUpperCase()} ${quoted}`;
  const moment = /^(\d{4,}-\d\d-\d\d)T(\d\d:\d\d:\d\d\.\d+)Z$/.exec(text);
  if (type.startsWith("timestamp") && moment) {
    const zone = type.endsWith("with time zone") ? " UTC" : "";
    return `TIMESTAMP '${moment[1]} ${moment[2]}${zone}'`;
  }
  throw new TenantTrailError("bad-argument", `The values of ${name} (${type}) cannot be written in IN (…).`);
}

function numberLiteral(text: string): string {
  const special: Readonly<Record<string, string>> = {
    NaN: "nan()",
    Infinity: "infinity()",
    "-Infinity": "-infinity()",
  };
  return special[text] ?? text;
}
