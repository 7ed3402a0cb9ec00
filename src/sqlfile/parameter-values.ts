import { t } from "../base/translated.ts";
import { isDay } from "../protocol/log-day.ts";
import type { ParameterValue } from "../protocol/query-parameters.ts";
import { isRangeEnd, type ParameterDeclaration, type ParameterType } from "../protocol/query-parameters.ts";
import { isRelativeDays } from "../protocol/relative-days.ts";

/** What a value of each type looks like. */
export const valueExamples: Readonly<Record<ParameterType, string>> = {
  varchar: t("text"),
  bigint: t("a whole number, for example 10"),
  double: t("a number, for example 0.5"),
  boolean: t("true or false"),
  date: t("a day as YYYY-MM-DD, for example 2026-11-22"),
  timestamp: t("a time in UTC, for example 2026-11-22 14:00:00"),
  "array(varchar)": t("a list of texts"),
  "array(bigint)": t("a list of whole numbers, for example 50126, 50053"),
};

const time = /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?Z?)?$/;
/** Longer values are cut in messages. */
const shownLength = 100;

/** A value that fits its parameter, or why it does not, as a sentence that names the parameter. */
export type CheckedValue = { readonly value: ParameterValue } | { readonly problem: string };

/**
 * Whether a value can be given to a parameter. NULL fits no type: nothing equals it, so a query would silently find
 * nothing.
 */
export function checkValue(declaration: Pick<ParameterDeclaration, "name" | "type">, value: unknown): CheckedValue {
  const { name, type } = declaration;
  if (fits(type, value)) return { value };
  if (typeof value === "string" && isRangeEnd(declaration) && isRelativeDays(value)) return { value };
  const written = JSON.stringify(value) ?? String(value);
  const shown = written.length > shownLength ? `${written.slice(0, shownLength)}…` : written;
  return { problem: `The parameter :${name} needs ${valueExamples[type]}, not ${value === null ? "NULL" : shown}.` };
}

function fits(type: ParameterType, value: unknown): value is ParameterValue {
  switch (type) {
    case "varchar":
      return typeof value === "string";
    case "bigint":
      return isBigint(value);
    case "double":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && isDay(value);
    case "timestamp":
      return typeof value === "string" && isTime(value);
    case "array(varchar)":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    case "array(bigint)":
      return Array.isArray(value) && value.every(isBigint);
  }
}

/** A whole number of 64 bits; beyond 2^53 it is text, as it is everywhere else. */
function isBigint(value: unknown): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "string" || !/^[+-]?\d{1,20}$/.test(value)) return false;
  return BigInt.asIntN(64, BigInt(value)) === BigInt(value);
}

function isTime(text: string): boolean {
  const day = time.exec(text)?.[1];
  return day !== undefined && isDay(day);
}
