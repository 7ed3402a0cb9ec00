import { commonType } from "../types/common-type.ts";
import {
  arrayOf,
  bigint,
  boolean,
  date,
  daySecond,
  double,
  integer,
  json,
  real,
  type Type,
  timestamp,
  timestamptz,
  varbinary,
  varchar,
} from "../types/types.ts";

/**
 * The pattern of a type in a function's signature: a concrete type, a variable (one capital letter), or one of
 * these around others. `timestamp` takes any precision.
 */
export type Pattern =
  | { readonly kind: "type"; readonly type: Type }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "array"; readonly element: Pattern }
  | { readonly kind: "map"; readonly key: Pattern; readonly value: Pattern }
  | { readonly kind: "row"; readonly fields: readonly Pattern[] }
  | { readonly kind: "function"; readonly parameters: readonly Pattern[]; readonly result: Pattern };

/** `name(pattern, ...) pattern`. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly Pattern[];
  /** The last parameter may come any number of times. */
  readonly variadic: boolean;
  readonly result: Pattern;
}

const concrete: ReadonlyMap<string, Type> = new Map(
  Object.entries<Type>({
    boolean,
    integer,
    bigint,
    real,
    double,
    varchar,
    varbinary,
    date,
    json,
    timestamp: timestamp(3),
    timestamptz: timestamptz(3),
    interval: daySecond,
    ipaddress: { kind: "ipaddress" },
    uuid: { kind: "uuid" },
  }),
);

/** Reads a signature such as `transform(array(T), function(T, U)) array(U)`. */
export function parseSignature(text: string): Signature {
  const tokens = text.match(/\w+|\.\.\.|[(),]/g) ?? [];
  let at = 0;
  const peek = (): string => tokens[at] ?? "";
  const take = (): string => tokens[at++] ?? "";
  const list = (): Pattern[] => {
    const items: Pattern[] = [];
    take();
    while (peek() !== ")") {
      items.push(pattern());
      if (peek() === ",") take();
      if (peek() === "...") break;
    }
    return items;
  };
  const pattern = (): Pattern => {
    const word = take();
    if (/^[A-Z]$/.test(word)) return { kind: "variable", name: word };
    if (peek() === "(") {
      const items = list();
      take();
      const [first, second] = items;
      if (word === "function")
        return { kind: "function", parameters: items.slice(0, -1), result: items.at(-1) ?? invalid(text) };
      if (word === "row") return { kind: "row", fields: items };
      if (word === "map") return { kind: "map", key: first ?? invalid(text), value: second ?? invalid(text) };
      return { kind: "array", element: first ?? invalid(text) };
    }
    const type = concrete.get(word);
    return type === undefined ? invalid(text) : { kind: "type", type };
  };
  const name = take();
  const parameters = list();
  const variadic = peek() === "...";
  if (variadic) take();
  take();
  return { name, parameters, variadic, result: pattern() };
}

function invalid(text: string): never {
  throw new RangeError(`not a signature: ${text}`);
}

export type Bindings = Map<string, Type>;

/** Fits a type to a pattern and notes what the variables stand for; false when it cannot fit. */
export function bind(pattern: Pattern, type: Type, bindings: Bindings): boolean {
  switch (pattern.kind) {
    case "type":
      return fits(type, pattern.type);
    case "variable": {
      const common = commonType(bindings.get(pattern.name) ?? { kind: "unknown" }, type);
      if (common === undefined) return false;
      bindings.set(pattern.name, common);
      return true;
    }
    case "array":
      if (type.kind === "unknown") return true;
      return type.kind === "array" && bind(pattern.element, type.element, bindings);
    case "map":
      if (type.kind === "unknown") return true;
      return type.kind === "map" && bind(pattern.key, type.key, bindings) && bind(pattern.value, type.value, bindings);
    case "row":
      return (
        type.kind === "row" &&
        type.fields.length === pattern.fields.length &&
        pattern.fields.every((field, index) => bind(field, type.fields[index]?.type ?? { kind: "unknown" }, bindings))
      );
    case "function":
      return false;
  }
}

/** Whether a value of a type may stand where a signature names another. */
function fits(from: Type, to: Type): boolean {
  if (from.kind === "unknown") return true;
  if (to.kind === "timestamp") return from.kind === "timestamp" || from.kind === "date";
  if (to.kind === "timestamptz") return from.kind === "timestamptz";
  return commonType(from, to)?.kind === to.kind;
}

/** The type that a pattern stands for, with its variables filled in. */
export function resolve(pattern: Pattern, bindings: Bindings): Type {
  switch (pattern.kind) {
    case "type":
      return pattern.type;
    case "variable":
      return bindings.get(pattern.name) ?? { kind: "unknown" };
    case "array":
      return arrayOf(resolve(pattern.element, bindings));
    case "map":
      return { kind: "map", key: resolve(pattern.key, bindings), value: resolve(pattern.value, bindings) };
    case "row":
      return {
        kind: "row",
        fields: pattern.fields.map((field) => ({ name: undefined, type: resolve(field, bindings) })),
      };
    case "function":
      return { kind: "unknown" };
  }
}
