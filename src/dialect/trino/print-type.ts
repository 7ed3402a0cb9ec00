import type { TypeName } from "../parse/syntax.ts";
import { identifier, join, plainWord, type Sql, sql } from "../text/sql-text.ts";

const plain = /^[a-z][a-z0-9_]*$/;

/** A type as it was written. */
export function printType(type: TypeName): Sql {
  const name = plain.test(type.name) ? plainWord(type.name) : identifier(type.name);
  const parts = [
    ...type.numbers.map((number) => sql`${number}`),
    ...type.items.map(printType),
    ...type.fields.map((field) =>
      field.name === undefined ? printType(field.type) : sql`${identifier(field.name)} ${printType(field.type)}`,
    ),
  ];
  const of = parts.length === 0 ? name : sql`${name}(${join(parts, ", ")})`;
  return type.withTimeZone ? sql`${of} with time zone` : of;
}
