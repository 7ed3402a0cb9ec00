import { decimal, double, isInteger, isNumber, type Type, timestamp, timestamptz, trinoName } from "./types.ts";

const digits: ReadonlyMap<string, number> = new Map(
  Object.entries({ tinyint: 3, smallint: 5, integer: 10, bigint: 19 }),
);
const widths: readonly string[] = ["tinyint", "smallint", "integer", "bigint"];

/** An integer type as the decimal that holds it; other decimals as they are. */
export function asDecimal(type: Type): { precision: number; scale: number } | undefined {
  if (type.kind === "decimal") return type;
  const precision = digits.get(type.kind);
  return precision === undefined ? undefined : { precision, scale: 0 };
}

export function sameType(a: Type, b: Type): boolean {
  return trinoName(a) === trinoName(b) && zoneOf(a) === zoneOf(b);
}

/** The type that both convert to without a CAST in Trino, or `undefined`. */
export function commonType(a: Type, b: Type): Type | undefined {
  if (a.kind === "unknown") return b;
  if (b.kind === "unknown") return a;
  if (isNumber(a) && isNumber(b)) return commonNumber(a, b);
  if (a.kind === "varchar" && b.kind === "varchar") {
    if (a.logDay && b.logDay) return a;
    if (a.length === undefined || b.length === undefined) return { kind: "varchar" };
    return { kind: "varchar", length: Math.max(a.length, b.length) };
  }
  const times = ["date", "timestamp", "timestamptz"];
  if (times.includes(a.kind) && times.includes(b.kind)) return commonTime(a, b);
  if (a.kind === "json" && b.kind === "json") return a.raw ? a : b;
  if (a.kind === "array" && b.kind === "array") {
    const element = commonType(a.element, b.element);
    return element && { kind: "array", element };
  }
  if (a.kind === "map" && b.kind === "map") {
    const key = commonType(a.key, b.key);
    const value = commonType(a.value, b.value);
    return key && value && { kind: "map", key, value };
  }
  if (a.kind === "row" && b.kind === "row") {
    if (a.fields.length !== b.fields.length) return undefined;
    const fields = [];
    for (const [index, field] of a.fields.entries()) {
      const other = b.fields[index];
      const type = other && commonType(field.type, other.type);
      if (type === undefined) return undefined;
      fields.push({ name: field.name === other?.name ? field.name : undefined, type });
    }
    return { kind: "row", fields };
  }
  return a.kind === b.kind ? a : undefined;
}

function commonNumber(a: Type, b: Type): Type {
  if (a.kind === "double" || b.kind === "double") return double;
  if (a.kind === "real" || b.kind === "real") return { kind: "real" };
  if (isInteger(a) && isInteger(b)) return wider(a, b);
  const left = asDecimal(a);
  const right = asDecimal(b);
  if (left === undefined || right === undefined) return double;
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  return decimal(Math.min(38, whole + scale), scale);
}

function wider(a: Type, b: Type): Type {
  const rank = (type: Type): number => widths.indexOf(type.kind);
  return rank(a) >= rank(b) ? a : b;
}

function commonTime(a: Type, b: Type): Type {
  const precision = Math.max(precisionOf(a), precisionOf(b));
  if (a.kind === "timestamptz")
    return timestamptz(precision, b.kind === "timestamptz" && b.zone !== a.zone ? "" : a.zone);
  if (b.kind === "timestamptz") return timestamptz(precision, b.zone);
  return a.kind === "date" && b.kind === "date" ? a : timestamp(precision);
}

function precisionOf(type: Type): number {
  return type.kind === "timestamp" || type.kind === "timestamptz" ? type.precision : 0;
}

function zoneOf(type: Type): string {
  return type.kind === "timestamptz" ? type.zone : "";
}

/** Whether Trino converts `from` to `to` without a CAST. */
export function convertsTo(from: Type, to: Type): boolean {
  const common = commonType(from, to);
  if (common === undefined) return false;
  if (to.kind === "varchar") return from.kind === "varchar" || from.kind === "unknown";
  return looseName(common) === looseName(to);
}

/** A type's name without precisions of time and lengths of text, which every signature takes as they come. */
function looseName(type: Type): string {
  return trinoName(type)
    .replaceAll(/(timestamp|varchar)\(\d+\)/g, "$1")
    .replaceAll(/row\((?:"[^"]*"|\w+) /g, "row(");
}
