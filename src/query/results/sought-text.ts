import type { DuckDBType } from "@duckdb/node-api";
import { displayText } from "./json-values.ts";
import { isMoment } from "./trino-types.ts";

/**
 * A condition: the value contains the text of a parameter, ignoring case. A grid shows a time with a blank in place of
 * its `T`, so it is found as it is seen and as it is written; always in UTC.
 */
export function containsSought(value: string, type: DuckDBType, parameter: string): string {
  const text = displayText(value, type);
  const forms = isMoment(type) ? [text, `replace(${text}, 'T', ' ')`] : [text];
  return `(${forms.map((form) => `contains(lower(${form}), lower(${parameter}::VARCHAR))`).join(" OR ")})`;
}
