import { parsedJson } from "../../base/json-record.ts";
import type { ColumnType } from "../schema/column.ts";

/**
 * A value that an export wrote as text, in the type of its column: JSON text for lists and objects, digits for numbers,
 * `True` for booleans. What does not fit is passed on as it is.
 */
export function typedValue(value: unknown, type: ColumnType): unknown {
  if (value === "<null>") return null;
  if (typeof value !== "string") return value;
  if (typeof type === "object") return "list" in type ? listFromText(value) : objectFromText(value);
  if (type === "integer" || type === "bigint" || type === "double") return numberFromText(value);
  if (type === "boolean") return booleanFromText(value);
  if (type === "timestamp") return value.replace(/\+00:00$/, "Z");
  return type === "json" ? jsonFromText(value) : value;
}

function listFromText(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  if (trimmed.startsWith("[")) return parsedJson(trimmed) ?? text;
  return trimmed.split(",").map((part) => part.trim());
}

function objectFromText(text: string): unknown {
  return text.trim() === "" ? null : (parsedJson(text) ?? text);
}

function jsonFromText(text: string): unknown {
  return /^\s*[[{]/.test(text) ? (parsedJson(text) ?? text) : text;
}

function numberFromText(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
}

function booleanFromText(text: string): unknown {
  const word = text.trim().toLowerCase();
  if (word === "true" || word === "yes" || word === "1") return true;
  if (word === "false" || word === "no" || word === "0") return false;
  return word === "" ? null : text;
}
