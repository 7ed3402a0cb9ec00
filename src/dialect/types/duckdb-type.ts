import { bigint, decimal, double, type RowField, type Type, timestamp, timestamptz, unknown } from "./types.ts";

const simple: ReadonlyMap<string, Type> = new Map(
  Object.entries<Type>({
    BOOLEAN: { kind: "boolean" },
    TINYINT: { kind: "tinyint" },
    SMALLINT: { kind: "smallint" },
    INTEGER: { kind: "integer" },
    BIGINT: bigint,
    UTINYINT: { kind: "smallint" },
    USMALLINT: { kind: "integer" },
    UINTEGER: bigint,
    UBIGINT: decimal(20, 0),
    HUGEINT: decimal(38, 0),
    FLOAT: { kind: "real" },
    DOUBLE: double,
    VARCHAR: { kind: "varchar" },
    JSON: { kind: "varchar" },
    BLOB: { kind: "varbinary" },
    DATE: { kind: "date" },
    TIME: { kind: "time" },
    // The lake's times are milliseconds whatever DuckDB's type of a view's column, as Athena's are.
    TIMESTAMP: timestamp(3),
    TIMESTAMP_S: timestamp(3),
    TIMESTAMP_MS: timestamp(3),
    TIMESTAMP_NS: timestamp(3),
    "TIMESTAMP WITH TIME ZONE": timestamptz(3),
    TIMESTAMPTZ: timestamptz(3),
    UUID: { kind: "uuid" },
    '"NULL"': unknown,
  }),
);

/**
 * Reads DuckDB's text of a type, such as `STRUCT(id VARCHAR, "display name" VARCHAR)[]`.
 * `undefined` for a type that Trino has no equal of.
 */
export function parseDuckType(text: string): Type | undefined {
  const reader = new Reader(text);
  const type = reader.type();
  return reader.atEnd() ? type : undefined;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#text.slice(this.#at).trim() === "";
  }

  type(): Type | undefined {
    let type = this.#base();
    for (let brackets = this.#take(/\[\d*\]/y); brackets !== undefined; brackets = this.#take(/\[\d*\]/y))
      type = type && { kind: "array", element: type };
    return type;
  }

  #base(): Type | undefined {
    const word = this.#take(/TIMESTAMP WITH TIME ZONE|TIME WITH TIME ZONE|"NULL"|[A-Za-z_]\w*/iy)?.toUpperCase();
    if (word === "STRUCT") return this.#struct();
    if (word === "MAP") {
      if (this.#take(/\(/y) === undefined) return undefined;
      const key = this.type();
      this.#take(/,/y);
      const value = this.type();
      return this.#take(/\)/y) !== undefined && key && value ? { kind: "map", key, value } : undefined;
    }
    if (word === "DECIMAL") {
      const numbers = this.#take(/\(\s*\d+\s*,\s*\d+\s*\)/y)?.match(/\d+/g);
      return decimal(Number(numbers?.[0] ?? 18), Number(numbers?.[1] ?? 3));
    }
    return word === undefined ? undefined : simple.get(word);
  }

  #struct(): Type | undefined {
    if (this.#take(/\(/y) === undefined) return undefined;
    const fields: RowField[] = [];
    do {
      const name = this.#take(/"(?:[^"]|"")*"|[^\s,()"]+/y);
      const type = this.type();
      if (name === undefined || type === undefined) return undefined;
      fields.push({ name: name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name, type });
    } while (this.#take(/,/y) !== undefined);
    return this.#take(/\)/y) === undefined ? undefined : { kind: "row", fields };
  }

  #take(pattern: RegExp): string | undefined {
    const space = /\s*/y;
    space.lastIndex = this.#at;
    space.test(this.#text);
    pattern.lastIndex = space.lastIndex;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at = pattern.lastIndex;
    return found;
  }
}
