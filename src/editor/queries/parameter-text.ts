import type { ParameterValue } from "../../protocol/query.ts";
import type { ParameterType } from "../../protocol/query-parameters.ts";

/** What was typed for a parameter: its value, or what is wrong with it. */
export type ParsedParameter = { readonly value: ParameterValue } | { readonly problem: string };

const day = /^\d{4}-\d{2}-\d{2}$/;
const time = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z?)?$/;

/** Reads what a person typed for a parameter of a type; lists are separated by commas or lines. */
export function parseParameter(text: string, type: ParameterType): ParsedParameter {
  const trimmed = text.trim();
  switch (type) {
    case "varchar":
      return { value: text };
    case "bigint":
      return parseInteger(trimmed);
    case "double":
      return trimmed !== "" && Number.isFinite(Number(trimmed))
        ? { value: Number(trimmed) }
        : { problem: "A number, for example 0.5" };
    case "boolean":
      if (/^(?:true|false)$/i.test(trimmed)) return { value: trimmed.toLowerCase() === "true" };
      return { problem: "true or false" };
    case "date":
      return day.test(trimmed) && isReal(trimmed) ? { value: trimmed } : { problem: "A day, for example 2026-11-22" };
    case "timestamp":
      return time.test(trimmed) && isReal(trimmed)
        ? { value: trimmed }
        : { problem: "A time in UTC, for example 2026-11-22 14:00:00" };
    case "array(varchar)":
      return { value: items(text) };
    case "array(bigint)":
      return parseIntegers(items(text));
  }
}

/** A value as it would be typed, to begin with in the box that asks for it. */
export function formatParameter(value: ParameterValue): string {
  if (value === null) return "";
  return typeof value === "object" ? value.join(", ") : String(value);
}

function items(text: string): readonly string[] {
  return text
    .split(/[,\r\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Integers beyond 2^53 stay text, as they do everywhere else. */
function parseInteger(text: string): { readonly value: number | string } | { readonly problem: string } {
  if (!/^[+-]?\d+$/.test(text)) return { problem: "A whole number, for example 10" };
  const number = Number(text);
  return { value: Number.isSafeInteger(number) ? number : text };
}

function parseIntegers(texts: readonly string[]): ParsedParameter {
  const values: (number | string)[] = [];
  for (const text of texts) {
    const parsed = parseInteger(text);
    if ("problem" in parsed) return { problem: "Whole numbers with commas between them, for example 50126, 50053" };
    values.push(parsed.value);
  }
  return { value: values };
}

/** False for a thirtieth of February, which `Date` would move into March. */
function isReal(text: string): boolean {
  const [date = ""] = text.split(/[T ]/);
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
