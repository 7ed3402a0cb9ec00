import { t } from "../../base/translated.ts";
import { dayProblem } from "../../protocol/log-day.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import { isRangeEnd, type ParameterDeclaration, type ParameterType } from "../../protocol/query-parameters.ts";
import { isRelativeDays } from "../../protocol/relative-days.ts";
import { type CheckedValue, checkValue, valueExamples } from "../../sqlfile/parameter-values.ts";
import { countOf, formatCount } from "../words/plain-amounts.ts";

type Parameter = Pick<ParameterDeclaration, "name" | "type">;

/** The text of a statement on Athena has at most 262,144 bytes, in which a list is written out. */
const mostItems = 5000;

/**
 * Reads what a person typed or pasted for a parameter. The values of a list are separated by commas or lines, and
 * addresses, sign-in names, ids and numbers by blanks too, because a box of one line makes blanks of the lines that are
 * pasted into it. One that holds a comma stands in double quotes. A value counts once. A day is taken as it stands, with words such as `last 30 days` for an end of the
 * range of days.
 */
export function parseParameter(text: string, parameter: Parameter): CheckedValue {
  if (parameter.type === "date" && !(isRangeEnd(parameter) && isRelativeDays(text))) {
    const problem = dayProblem(text);
    return problem === undefined ? { value: text } : { problem };
  }
  const value = readText(text, parameter.type);
  if (Array.isArray(value) && value.length > mostItems) {
    return {
      problem: t(
        "A list takes at most {0} values; this one has {1}",
        formatCount(mostItems),
        formatCount(value.length),
      ),
    };
  }
  const isWrong = value === undefined || "problem" in checkValue(parameter, value);
  return isWrong ? { problem: t("This must be {0}", valueExamples[parameter.type]) } : { value };
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
      return [...new Set(items(text))];
    case "array(bigint)":
      return [...new Set(items(text).map(integer))];
  }
}

/** A value as it would be typed, to begin with in the box that asks for it. */
export function formatParameter(value: ParameterValue): string {
  if (value === null) return "";
  return typeof value === "object" ? value.map(typedItem).join(", ") : String(value);
}

/** What a list comes to, for the person who types it; undefined for other parameters, and for an empty list. */
export function listNote(text: string, { type }: Parameter): string | undefined {
  if (type !== "array(varchar)" && type !== "array(bigint)") return undefined;
  const all = items(text);
  if (all.length === 0) return undefined;
  const different = new Set(type === "array(bigint)" ? all.map(integer) : all).size;
  const twice = all.length - different;
  return `${countOf(different, t("{0} value"), t("{0} values"))}${twice === 0 ? "" : countOf(twice, t("; {0} duplicate left out"), t("; {0} duplicates left out"))}`;
}

/** A value in double quotes, doubled inside it, up to the end of its place in the list; or what stands there else. */
const place = /[ \t]*"((?:[^"]|"")*)"[ \t]*(?=[,\r\n]|$)|[^,\r\n]+/g;

function items(text: string): readonly string[] {
  return [...text.matchAll(place)].flatMap(([plain, quoted]) => {
    if (quoted !== undefined) return quoted === "" ? [] : [quoted.replaceAll('""', '"')];
    return partsOf(plain)
      .map((item) => item.trim())
      .filter((item) => item !== "");
  });
}

/** An item as it must be typed to be read as the same one. */
function typedItem(item: string | number): string {
  const text = String(item);
  const [read, ...others] = items(text);
  return read === text && others.length === 0 && !/[",\r\n]/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

/** An address, a sign-in name, an id, or a number. */
const wordLike =
  /^(?:[^\s@]+@[^\s@]+|(?:\d{1,3}\.){3}\d{1,3}|[\da-f:.]*:[\da-f:.]+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+)$/i;

/** Values that hold no blanks are parted by them; a name such as `Backup for Microsoft 365` stays whole. */
function partsOf(item: string): readonly string[] {
  const words = item.trim().split(/\s+/);
  return words.length > 1 && words.every((word) => wordLike.test(word)) ? words : [item];
}

/** Integers beyond 2^53 stay text, as they do everywhere else, and so does text that is no integer. */
function integer(text: string): number | string {
  const number = Number(text);
  return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(number) ? number : text;
}
