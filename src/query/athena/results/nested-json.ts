import { join, render, type Sql, sql } from "../../../dialect/text/sql-text.ts";
import { duckType, partsOf, structField, type Type, trinoName, varchar } from "../../../dialect/types/types.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";

/** Whether a value's text in a CSV does not tell the value: a list, a row or a map (athena.md §3). */
export function isNested(type: Type): boolean {
  return type.kind === "array" || type.kind === "map" || type.kind === "row";
}

/**
 * A nested column as JSON text, which is read back into the same values. Everything in it becomes text first, because
 * JSON has no decimals, no times and no infinity.
 * @throws TenantTrailError `sql-unsupported` for bytes in it, which Trino does not make text.
 */
export function asJson(column: Sql, type: Type, name: string): Sql {
  if (holdsBytes(type))
    throw new TenantTrailError(
      "sql-unsupported",
      `The column ${name} holds bytes inside ${trinoName(type)}, which Athena's results cannot carry. Select to_hex(…) of them.`,
    );
  return sql`json_format(CAST(CAST(${column} AS ${textTypeWords(type)}) AS JSON))`;
}

/** DuckDB's type of a Trino type, and how the JSON text becomes a value of it. */
export function fromJson(text: string, type: Type): { readonly type: string; readonly value: string } {
  const final = words(duckType(shownType(type)));
  return { type: final, value: `CAST(CAST(${text} AS JSON) AS ${words(duckType(textType(type)))})::${final}` };
}

/** The type with text in place of everything that JSON would change; rows keep the names that DuckDB's structs have. */
function textType(type: Type): Type {
  switch (type.kind) {
    case "array":
      return { kind: "array", element: textType(type.element) };
    case "map":
      return { kind: "map", key: varchar, value: textType(type.value) };
    case "row":
      return { kind: "row", fields: type.fields.map((field) => ({ ...field, type: textType(field.type) })) };
    case "json":
      return type;
    default:
      return varchar;
  }
}

/** As the local engine shows them: addresses are text, and fields without a name are numbered. */
function shownType(type: Type): Type {
  switch (type.kind) {
    case "array":
      return { kind: "array", element: shownType(type.element) };
    case "map":
      return { kind: "map", key: shownType(type.key), value: shownType(type.value) };
    case "row":
      return { kind: "row", fields: type.fields.map((field) => ({ ...field, type: shownType(field.type) })) };
    case "ipaddress":
      return varchar;
    default:
      return type;
  }
}

function textTypeWords(type: Type): Sql {
  switch (type.kind) {
    case "array":
      return sql`array(${textTypeWords(type.element)})`;
    case "map":
      return sql`map(varchar, ${textTypeWords(type.value)})`;
    case "row": {
      const fields = type.fields.map((field, index) => sql`${structField(field, index)} ${textTypeWords(field.type)}`);
      return sql`row(${join(fields, ", ")})`;
    }
    case "json":
      return sql`json`;
    default:
      return sql`varchar`;
  }
}

function holdsBytes(type: Type): boolean {
  return type.kind === "varbinary" || partsOf(type).some(holdsBytes);
}

function words(made: Sql): string {
  return render(made, new Set()).text;
}
