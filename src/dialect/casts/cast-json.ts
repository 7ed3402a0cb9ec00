import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { join, literal, type Sql, sql } from "../text/sql-text.ts";
import { structField, structFieldName, type Type, trinoName, varchar } from "../types/types.ts";
import { fromText, toText } from "./cast-text.ts";
import { mapList } from "./convert.ts";

/** CAST(x AS json) as Trino does it: text becomes a JSON string, rows become objects, and map keys are sorted. */
export function castToJson(context: Context, value: Sql, from: Type, span: Span): Sql {
  switch (from.kind) {
    case "json":
      return value;
    case "boolean":
    case "tinyint":
    case "smallint":
    case "integer":
    case "bigint":
    case "varchar":
    case "unknown":
      return sql`CASE WHEN ${value} IS NULL THEN NULL ELSE to_json(${value}) END`;
    case "timestamp":
    case "date":
      return castToJson(context, toText(context, value, from, { kind: "varchar" }, span), varchar, span);
    case "array":
      return sql`CAST(to_json(${mapList(context, value, (element) => castToJson(context, element, from.element, span))}) AS JSON)`;
    case "map": {
      if (from.key.kind !== "varchar") break;
      const pair = context.unique();
      const entries = sql`list_transform(trino_each(list_sort(map_entries(${value}))), lambda ${pair}: struct_pack(k := ${pair}.key, v := ${castToJson(context, sql`${pair}.value`, from.value, span)}))`;
      return sql`CASE WHEN ${value} IS NULL THEN NULL ELSE to_json(map_from_entries(${entries})) END`;
    }
    case "row": {
      if (from.fields.some((field) => field.name === undefined)) break;
      const fields = from.fields.map((field, index) => {
        const inner = sql`struct_extract(${value}, ${literal(structFieldName(field, index))})`;
        return sql`${structField(field, index)} := ${castToJson(context, inner, field.type, span)}`;
      });
      return sql`CASE WHEN ${value} IS NULL THEN NULL ELSE to_json(struct_pack(${join(fields, ", ")})) END`;
    }
  }
  throw context.unsupported(span, `CAST from ${trinoName(from)} to json is not supported on this machine`);
}

/** CAST(j AS type) for a JSON value. */
export function castFromJson(context: Context, value: Sql, from: Type, to: Type, span: Span): Sql {
  switch (to.kind) {
    case "varchar":
      return sql`trino_json_scalar(${value})`;
    case "boolean":
    case "tinyint":
    case "smallint":
    case "integer":
    case "bigint":
    case "double":
      return fromText(context, sql`trino_json_scalar(${value})`, to, span);
    case "array": {
      const elements = sql`CAST(trino_json_of_type(${value}, 'ARRAY') AS JSON[])`;
      return mapList(context, elements, (element) => castElement(context, element, from, to.element, span));
    }
    case "map": {
      if (to.key.kind !== "varchar") break;
      const map = sql`CAST(trino_json_of_type(${value}, 'OBJECT') AS MAP(VARCHAR, JSON))`;
      const items = mapList(context, sql`map_values(${map})`, (item) =>
        castElement(context, item, from, to.value, span),
      );
      return sql`map(map_keys(${map}), ${items})`;
    }
    case "row": {
      const object = sql`trino_json_of_type(${value}, 'OBJECT')`;
      const fields = to.fields.map((field, index) => {
        if (field.name === undefined || field.name !== field.name.toLowerCase())
          throw context.unsupported(
            span,
            "CAST from json to a row needs field names in lower case, as Trino compares them; read mixed-case keys with json_extract_scalar",
          );
        const inner = sql`json_extract(${object}, ${literal(`$."${field.name}"`)})`;
        return sql`${structField(field, index)} := ${castElement(context, inner, from, field.type, span)}`;
      });
      return sql`CASE WHEN ${object} IS NULL THEN NULL ELSE struct_pack(${join(fields, ", ")}) END`;
    }
  }
  throw context.unsupported(span, `CAST from json to ${trinoName(to)} is not supported on this machine`);
}

function castElement(context: Context, value: Sql, from: Type, to: Type, span: Span): Sql {
  return to.kind === "json" ? value : castFromJson(context, value, from, to, span);
}
