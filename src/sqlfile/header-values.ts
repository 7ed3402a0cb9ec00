import { isMap, isSeq, type Node } from "yaml";
import type { ParameterValue } from "../protocol/query.ts";
import {
  type ChartDeclaration,
  chartTypes,
  type ParameterDeclaration,
  type ParameterType,
  parameterTypes,
} from "./header-types.ts";
import { type Report, rangeOf, type ToPlain } from "./header-yaml.ts";

type Range = readonly [number, number] | undefined;

/** Words that people write for a type; the right side is Trino's. */
const typeWords: Readonly<Record<string, ParameterType>> = {
  text: "varchar",
  string: "varchar",
  integer: "bigint",
  int: "bigint",
  number: "double",
  list: "array(varchar)",
  "list of varchar": "array(varchar)",
  "list of bigint": "array(bigint)",
};

const nameOfParameter = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Reads `params:`, a map from name to `{ type, default, description }` or to a default alone. */
export function readParams(
  node: Node | undefined,
  plain: ToPlain,
  report: Report,
  range: Range,
): readonly ParameterDeclaration[] {
  if (node === undefined) return [];
  const params: ParameterDeclaration[] = [];
  if (isSeq(node)) {
    for (const item of node.items) {
      const value = plain(item);
      const name = isRecord(value) ? value["name"] : undefined;
      if (isRecord(value) && typeof name === "string") params.push(...readParam(name, value, report, rangeOf(item)));
      else report("error", "A parameter needs a name", rangeOf(item) ?? range);
    }
    return params;
  }
  if (!isMap(node)) {
    if (plain(node) !== null) report("error", "params must be `name: { type, default, description }`", range);
    return params;
  }
  for (const pair of node.items) {
    const place = rangeOf(pair.value) ?? rangeOf(pair.key);
    params.push(...readParam(String(pair.key), plain(pair.value), report, place));
  }
  return params;
}

function readParam(name: string, value: unknown, report: Report, range: Range): readonly ParameterDeclaration[] {
  if (!nameOfParameter.test(name)) {
    report("error", `${name} cannot be the name of a parameter`, range);
    return [];
  }
  const fields: Readonly<Record<string, unknown>> = isRecord(value) ? value : { default: value ?? undefined };
  const type = readType(name, fields["type"], fields["default"], report, range);
  const given = fields["default"];
  const description = fields["description"];
  const fallback = given === undefined || given === null ? undefined : readDefault(name, type, given, report, range);
  return [
    {
      name,
      type,
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(description === undefined || description === null ? {} : { description: String(description) }),
    },
  ];
}

function readType(name: string, written: unknown, fallback: unknown, report: Report, range: Range): ParameterType {
  if (written === undefined || written === null) return typeOfDefault(fallback);
  const word = String(written).toLowerCase().replaceAll(/\s+/g, " ").trim();
  const type = parameterTypes.find((known) => known === word) ?? typeWords[word];
  if (type === undefined)
    report("error", `${name}: the type ${word} is not known; use one of ${parameterTypes.join(", ")}`, range);
  return type ?? typeOfDefault(fallback);
}

function typeOfDefault(value: unknown): ParameterType {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "bigint" : "double";
  if (!Array.isArray(value)) return "varchar";
  return value.length > 0 && value.every(Number.isInteger) ? "array(bigint)" : "array(varchar)";
}

function readDefault(
  name: string,
  type: ParameterType,
  value: unknown,
  report: Report,
  range: Range,
): ParameterValue | undefined {
  if (type === "array(varchar)" || type === "array(bigint)") {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (type === "array(bigint)" && items.every((item) => Number.isSafeInteger(item))) return items.map(Number);
    if (type === "array(varchar)" && items.every((item) => item !== null && typeof item !== "object"))
      return items.map(String);
  } else if (type === "boolean") {
    if (typeof value === "boolean") return value;
  } else if (type === "bigint") {
    if (Number.isSafeInteger(value)) return Number(value);
  } else if (type === "double") {
    if (typeof value === "number") return value;
  } else if (typeof value !== "object") return String(value);
  report("error", `${name}: the default does not fit the type ${type}`, range);
  return undefined;
}

/** Reads `chart: { type, x, y, series }` or `chart: bar`. */
export function readChart(value: unknown, report: Report, range: Range): ChartDeclaration | undefined {
  const fields: Readonly<Record<string, unknown>> = isRecord(value) ? value : { type: value };
  const type = chartTypes.find((known) => known === fields["type"]);
  if (type === undefined) {
    report("error", `chart needs a type: one of ${chartTypes.join(", ")}`, range);
    return undefined;
  }
  const { x, y, series } = fields;
  return {
    type,
    ...(x === undefined ? {} : { x: String(x) }),
    ...(y === undefined ? {} : { y: Array.isArray(y) ? y.map(String) : [String(y)] }),
    ...(series === undefined ? {} : { series: String(series) }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
