import { dayProblem } from "../../protocol/log-day.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import { isRangeEnd, type ParameterDeclaration, type ParameterType } from "../../protocol/query-parameters.ts";
import { isRelativeDays } from "../../protocol/relative-days.ts";
import { type CheckedValue, checkValue, valueExamples } from "../../sqlfile/parameter-values.ts";

type Parameter = Pick<ParameterDeclaration, "name" | "type">;

/**
 * Reads what a person typed for a parameter; lists are separated by commas or lines. A day is taken as it stands, with
 * words such as `last 30 days` for an end of the range of days.
 */
export function parseParameter(text: string, parameter: Parameter): CheckedValue {
  if (parameter.type === "date" && !(isRangeEnd(parameter) && isRelativeDays(text))) {
    const problem = dayProblem(text);
    return problem === undefined ? { value: text } : { problem };
  }
  const value = readText(text, parameter.type);
  const isWrong = value === undefined || "problem" in checkValue(parameter, value);
  return isWrong ? { problem: `This must be ${valueExamples[parameter.type]}` } : { value };
}

/** What a text may mean in a type; `undefined` where it means nothing. */
function readText(text: string, type: ParameterType): ParameterValue | undefined {
  const trimmed = text.trim();
  switch (type) {
    case "varchar":
    case "date":
      return text;
    case "timestamp":
      return trimmed;
    case "bigint":
      return integer(trimmed);
    case "double":
      return trimmed === "" ? undefined : Number(trimmed);
    case "boolean":
      return /^(?:true|false)$/i.test(trimmed) ? trimmed.toLowerCase() === "true" : undefined;
    case "array(varchar)":
      return items(text);
    case "array(bigint)":
      return items(text).map(integer);
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

/** Integers beyond 2^53 stay text, as they do everywhere else, and so does text that is no integer. */
function integer(text: string): number | string {
  const number = Number(text);
  return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(number) ? number : text;
}
