import { t } from "../../base/translated.ts";
import type { ResultSummary } from "../query.ts";
import type { ParameterValue } from "../query-parameters.ts";
import { rangeWords, tenantOf } from "./coverage-words.ts";

const longestValue = 60;

/** What was asked, in words: the range of days, the tenants where there are several, the lake, the engine, and the other parameters. */
export function askedWords(summary: Pick<ResultSummary, "coverage" | "params" | "lake" | "engine">): readonly string[] {
  const range = rangeWords(summary.coverage);
  const tenants = new Set(summary.coverage.flatMap((entry) => tenantOf(entry) ?? []));
  return [
    ...(range === undefined ? [] : [range]),
    ...(tenants.size > 1 ? [[...tenants].join(", ")] : []),
    lakeName(summary.lake),
    summary.engine === "duckdb" ? t("this machine") : "Athena",
    // Last, because they may be long, and a narrow line is cut at its end.
    ...parameterWords(summary.params, range),
  ];
}

/** `minimum = 10`, one for each parameter, without those that only repeat the ends of the range. */
export function parameterWords(
  params: Readonly<Record<string, ParameterValue>>,
  range: string | undefined,
): readonly string[] {
  const ends = new Set(range?.split(" – "));
  return Object.entries(params)
    .filter(([name, value]) => !((name === "from" || name === "to") && ends.has(String(value))))
    .map(([name, value]) => `${name} = ${valueWords(value)}`);
}

/** The last part of a lake's path or address. */
export function lakeName(lake: string): string {
  return lake.split(/[\\/]/).findLast((part) => part !== "") ?? lake;
}

function valueWords(value: ParameterValue): string {
  if (Array.isArray(value) && value.length === 0) return t("(none)");
  const text = value === null ? "NULL" : Array.isArray(value) ? value.join(", ") : String(value);
  if (text === "") return "''";
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
