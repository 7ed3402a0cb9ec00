import { t } from "../../../src/base/translated.ts";
import type { ColumnFilter, JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import { typedTime } from "../../shared/shown-time.ts";

export type FilterChoice = Exclude<ColumnFilter["op"], "oneOf">;

/** The comparisons that make sense for a column. */
export function filterChoices(
  column: ResultColumn,
): readonly { readonly value: FilterChoice; readonly label: string }[] {
  const equality = [
    { value: "equals", label: t("equals") },
    { value: "excludes", label: t("does not equal") },
  ] as const;
  const text = [{ value: "contains", label: t("contains") }] as const;
  const order = [
    { value: "atLeast", label: column.kind === "time" ? t("at or after") : t("at least") },
    { value: "atMost", label: column.kind === "time" ? t("at or before") : t("at most") },
  ] as const;
  const presence = [
    { value: "isNull", label: t("is empty (NULL)") },
    { value: "isNotNull", label: t("is not empty") },
  ] as const;
  switch (column.kind) {
    case "number":
      return [...equality, ...order, ...text, ...presence];
    case "time":
      return [...order, ...equality, ...text, ...presence];
    case "boolean":
      return [...equality, ...presence];
    case "nested":
      return [...text, ...equality, ...presence];
    case "text":
      return [...equality, ...text, ...order, ...presence];
  }
}

export function needsValue(op: FilterChoice): boolean {
  return op !== "isNull" && op !== "isNotNull";
}

/** Reads what a person typed as a value of the column, or says what is expected. */
export function parseFilterValue(
  column: ResultColumn,
  op: FilterChoice,
  text: string,
): { readonly value: JsonValue } | { readonly problem: string } {
  if (op === "contains") return text === "" ? { problem: t("Type some text.") } : { value: text };
  switch (column.kind) {
    case "number":
      return parseNumber(text.trim());
    case "time": {
      const time = column.type.startsWith("timestamp") ? typedTime(text) : text.trim();
      return time ? { value: time } : { problem: t("Type a UTC time such as 2026-11-22 or 2026-11-22 03:14:07.") };
    }
    case "boolean": {
      const word = text.trim().toLowerCase();
      return word === "true" || word === "false" ? { value: word === "true" } : { problem: t("Type true or false.") };
    }
    case "nested":
    case "text":
      return { value: text };
  }
}

/** Digits beyond what a double holds stay text, as in the cells themselves. */
function parseNumber(text: string): { readonly value: JsonValue } | { readonly problem: string } {
  const number = Number(text);
  if (text === "" || !Number.isFinite(number)) return { problem: t("Type a number.") };
  return { value: Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number };
}
