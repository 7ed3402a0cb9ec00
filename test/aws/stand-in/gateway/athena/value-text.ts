import type { TrinoType } from "../../trino/statement.ts";

/**
 * A value as Athena writes it, in results and in CSV: nested values in Java's way, without quotes, so that they cannot
 * be read back.
 *
 * @returns undefined for NULL.
 */
export function valueText(value: unknown, type: TrinoType): string | undefined {
  return value === null || value === undefined ? undefined : textOf(value, type);
}

function textOf(value: unknown, type: TrinoType): string {
  if (value === null) return "null";
  if (type.rawType === "array" && Array.isArray(value))
    return `[${value.map((item) => textOf(item, typeArgument(type, 0))).join(", ")}]`;
  if (type.rawType === "row" && Array.isArray(value))
    return `{${value.map((item, index) => rowField(item, type, index)).join(", ")}}`;
  if (type.rawType === "map" && typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${textOf(item, typeArgument(type, 1))}`)
      .join(", ")}}`;
  if (type.rawType === "varbinary")
    return [...Buffer.from(String(value), "base64")].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return String(value);
}

function rowField(value: unknown, type: TrinoType, index: number): string {
  const field = type.arguments[index]?.value as { fieldName?: { name: string }; typeSignature: TrinoType } | undefined;
  if (field === undefined) throw new Error("Trino gave a row more values than its type has fields.");
  return `${field.fieldName?.name ?? `field${index}`}=${textOf(value, field.typeSignature)}`;
}

function typeArgument(type: TrinoType, index: number): TrinoType {
  const argument = type.arguments[index]?.value;
  if (argument === undefined) throw new Error(`Trino gave no type for what a ${type.rawType} holds.`);
  return argument as TrinoType;
}
