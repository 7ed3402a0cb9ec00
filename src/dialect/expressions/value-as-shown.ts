import { mapList, mapRow } from "../casts/convert.ts";
import { containsRawJson } from "../operators/operators.ts";
import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { type Sql, sql } from "../text/sql-text.ts";
import { type Type, varchar } from "../types/types.ts";

/** Whether a value has parts that DuckDB holds in a form of ours. */
export function needsOutward(type: Type): boolean {
  switch (type.kind) {
    case "ipaddress":
      return true;
    case "array":
      return needsOutward(type.element);
    case "row":
      return type.fields.some((field) => needsOutward(field.type));
    case "map":
      return needsOutward(type.key) || needsOutward(type.value);
    default:
      return false;
  }
}

/** A value as a result shows it: addresses as text. @throws TenantTrailError for what would print otherwise than in Trino. */
export function outward(context: Context, value: Sql, type: Type, span: Span): Sql {
  if (containsRawJson(type))
    throw context.unsupported(span, "Showing json_parse is not supported on this machine: Trino sorts the keys");
  if (!needsOutward(type)) return value;
  switch (type.kind) {
    case "ipaddress":
      return sql`trino_ip_text(${value})`;
    case "array":
      return mapList(context, value, (element) => outward(context, element, type.element, span));
    case "map": {
      const keys = mapList(context, sql`map_keys(${value})`, (key) => outward(context, key, type.key, span));
      const items = mapList(context, sql`map_values(${value})`, (item) => outward(context, item, type.value, span));
      return sql`map(${keys}, ${items})`;
    }
    case "row": {
      const shown: Type = {
        kind: "row",
        fields: type.fields.map((field) => (field.type.kind === "ipaddress" ? { ...field, type: varchar } : field)),
      };
      return mapRow(value, type, shown, (field, from) => outward(context, field, from, span));
    }
    default:
      return value;
  }
}
