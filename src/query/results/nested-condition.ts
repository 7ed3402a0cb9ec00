import { literal } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ColumnFilter, JsonValue } from "../../protocol/query.ts";

/**
 * A condition on what stands inside a value. A path that goes through lists reaches several values: one of them has to
 * be equal or contain the text, none of them may be the excluded one.
 *
 * @param json an SQL expression of the value as JSON text; text that is no JSON has nothing inside.
 * @param parameter the SQL parameter that holds the value as text, used when `value` is not null.
 * @throws TenantTrailError `bad-argument` for a comparison that has no sense inside a value.
 */
export function nestedCondition(
  json: string,
  path: readonly (string | null)[],
  { op, value = null }: Pick<ColumnFilter, "op" | "value">,
  parameter: string,
): string {
  const texts = reachedTexts(json, path);
  const holds = (condition: string): string =>
    `coalesce(len(list_filter(${texts}, lambda found: ${condition})) > 0, false)`;
  const equal = value === null ? "found IS NULL" : equalTo(value, parameter);
  switch (op) {
    case "equals":
      return holds(equal);
    case "excludes":
      return `NOT ${holds(equal)}`;
    case "isNull":
      return holds("found IS NULL");
    case "isNotNull":
      return `NOT ${holds("found IS NULL")}`;
    case "contains":
      return holds(`contains(lower(found), lower(${parameter}::VARCHAR))`);
    default:
      throw new TenantTrailError("bad-argument", "A value inside another can be equal, different, contained or NULL.");
  }
}

/** Numbers are also equal when they are only written differently, such as 1.0 and 1. */
function equalTo(value: JsonValue, parameter: string): string {
  const isEqual = `found = ${parameter}`;
  if (typeof value !== "number") return isEqual;
  return `(${isEqual} OR TRY_CAST(found AS DOUBLE) = TRY_CAST(${parameter} AS DOUBLE))`;
}

/** A list of the texts of all values that a path reaches; a missing one is NULL, as a NULL is. */
function reachedTexts(json: string, path: readonly (string | null)[]): string {
  let reached = `[CASE WHEN json_valid(${json}) THEN (${json})::JSON END]`;
  let names: string[] = [];
  const goInside = (): void => {
    if (names.length === 0) return;
    reached = `list_transform(${reached}, lambda part: json_extract(part, ${literal(names.map(pointerStep).join(""))}))`;
    names = [];
  };
  for (const step of path) {
    if (step !== null) {
      names.push(step);
      continue;
    }
    goInside();
    reached = `flatten(list_transform(${reached}, lambda part: CASE WHEN json_type(part) = 'ARRAY' THEN json_extract(part, '$[*]') ELSE [] END))`;
  }
  goInside();
  return `list_transform(${reached}, lambda part: json_extract_string(part, '$'))`;
}

/** A name in a JSON pointer (RFC 6901, section 3), which unlike a JSON path can hold every sign. */
function pointerStep(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
