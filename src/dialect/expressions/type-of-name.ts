import type { TypeName } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { decimal, type Type, timestamp, timestamptz, varchar } from "../types/types.ts";

const simple: ReadonlyMap<string, Type> = new Map(
  Object.entries<Type>({
    boolean: { kind: "boolean" },
    tinyint: { kind: "tinyint" },
    smallint: { kind: "smallint" },
    integer: { kind: "integer" },
    int: { kind: "integer" },
    bigint: { kind: "bigint" },
    real: { kind: "real" },
    double: { kind: "double" },
    string: varchar,
    date: { kind: "date" },
    varbinary: { kind: "varbinary" },
    json: { kind: "json" },
    ipaddress: { kind: "ipaddress" },
    uuid: { kind: "uuid" },
  }),
);

/**
 * The type that a written type name means.
 * @throws TenantTrailError when Trino has no such type, or this machine cannot hold its values.
 */
export function typeOfName(context: Context, name: TypeName): Type {
  const known = simple.get(name.name);
  if (known !== undefined) return known;
  const [first, second] = name.items;
  switch (name.name) {
    case "varchar":
      return name.numbers[0] === undefined ? varchar : { kind: "varchar", length: name.numbers[0] };
    case "decimal":
    case "dec":
    case "numeric": {
      const [precision = 38, scale = 0] = name.numbers;
      if (precision < 1 || precision > 38 || scale > precision)
        throw context.mistake(name, `decimal(${precision},${scale}) is not a valid type`);
      return decimal(precision, scale);
    }
    case "timestamp": {
      const precision = name.numbers[0] ?? 3;
      if (precision > 6)
        throw context.unsupported(name, "Times finer than microseconds are not supported on this machine");
      return name.withTimeZone ? timestamptz(precision) : timestamp(precision);
    }
    case "array":
      if (first !== undefined) return { kind: "array", element: typeOfName(context, first) };
      break;
    case "map":
      if (first !== undefined && second !== undefined)
        return { kind: "map", key: typeOfName(context, first), value: typeOfName(context, second) };
      break;
    case "row":
      return {
        kind: "row",
        fields: name.fields.map((field) => ({ name: field.name, type: typeOfName(context, field.type) })),
      };
    case "char":
    case "time":
    case "hyperloglog":
    case "tdigest":
    case "qdigest":
    case "geometry":
      throw context.unsupported(name, `The type ${name.name} is not supported on this machine`);
  }
  throw context.mistake(name, `Unknown type: ${name.name}`);
}
