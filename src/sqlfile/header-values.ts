import { isMap, isSeq, type Node } from "yaml";
import { isRecord } from "../base/json-record.ts";
import { aggregates, type ChartDeclaration, chartTypes } from "../protocol/chart/chart-spec.ts";
import type { ParameterValue } from "../protocol/query-parameters.ts";
import {
  isRangeEnd,
  type ParameterDeclaration,
  type ParameterType,
  parameterTypes,
} from "../protocol/query-parameters.ts";
import { rangeProblem } from "../protocol/relative-days.ts";
import { type DashboardPlace, tileSizes } from "./header-types.ts";
import { type Report, rangeOf, type ToPlain } from "./header-yaml.ts";
import { checkValue } from "./parameter-values.ts";

type Range = readonly [number, number] | undefined;

/** Words that people write for a type; the right side is Trino's. */
const typeWords: ReadonlyMap<string, ParameterType> = new Map(
  Object.entries<ParameterType>({
    text: "varchar",
    string: "varchar",
    integer: "bigint",
    int: "bigint",
    number: "double",
    list: "array(varchar)",
    "list of varchar": "array(varchar)",
    "list of bigint": "array(bigint)",
  }),
);

/** `__proto__` is a word too, but a property of that name would set an object's prototype. */
const nameOfParameter = /^(?!__proto__$)[\p{L}_][\p{L}\p{N}_]*$/u;

/** Reads `params:`, a map from name to `{ type, default, description }` or to a default alone. */
export function readParams(
  node: Node | undefined,
  plain: ToPlain,
  report: Report,
  range: Range,
): readonly ParameterDeclaration[] {
  if (node === undefined) return [];
  const params: PlacedDeclaration[] = [];
  const add = (name: string, value: unknown, place: Range): void => {
    for (const declaration of readParam(name, value, report, place)) params.push({ declaration, place });
  };
  if (isSeq(node)) {
    for (const item of node.items) {
      const value = plain(item);
      const name = isRecord(value) ? value["name"] : undefined;
      if (isRecord(value) && typeof name === "string") add(name, value, rangeOf(item));
      else report("error", "A parameter needs a name", rangeOf(item) ?? range);
    }
  } else if (isMap(node)) {
    for (const pair of node.items) add(String(pair.key), plain(pair.value), rangeOf(pair.value) ?? rangeOf(pair.key));
  } else if (plain(node) !== null) report("error", "params must be `name: { type, default, description }`", range);
  return withoutWrongRange(params, report);
}

interface PlacedDeclaration {
  readonly declaration: ParameterDeclaration;
  readonly place: Range;
}

/** Reports defaults of `from` and `to` that make no range together, and leaves them out. */
function withoutWrongRange(params: readonly PlacedDeclaration[], report: Report): readonly ParameterDeclaration[] {
  const end = (name: string): PlacedDeclaration | undefined =>
    params.find(({ declaration }) => declaration.name === name && isRangeEnd(declaration));
  const [from, to] = [end("from"), end("to")];
  const [first, last] = [from?.declaration.default, to?.declaration.default];
  const problem = typeof first === "string" && typeof last === "string" && rangeProblem({ from: first, to: last });
  if (problem) report("error", problem, to?.place);
  return params.map((each) => {
    if (!problem || (each !== from && each !== to)) return each.declaration;
    const { default: _wrong, ...declaration } = each.declaration;
    return declaration;
  });
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
  const type = parameterTypes.find((known) => known === word) ?? typeWords.get(word);
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
  written: unknown,
  report: Report,
  range: Range,
): ParameterValue | undefined {
  const checked = checkValue({ name, type }, asTyped(type, written));
  if ("value" in checked) return checked.value;
  report("error", checked.problem, range);
  return undefined;
}

/** What YAML read, as text or a list where the type is one: `2026` is a text too, and a single item a list. */
function asTyped(type: ParameterType, written: unknown): unknown {
  const text = (value: unknown): unknown => (typeof value === "object" ? value : String(value));
  if (type === "bigint" || type === "double" || type === "boolean") return written;
  if (!type.startsWith("array")) return text(written);
  const items: readonly unknown[] = Array.isArray(written) ? written : [written];
  return type === "array(varchar)" ? items.map(text) : items;
}

/** Reads `chart: { type, x, y, series, aggregate }` or `chart: bar`. */
export function readChart(value: unknown, report: Report, range: Range): ChartDeclaration | undefined {
  const fields: Readonly<Record<string, unknown>> = isRecord(value) ? value : { type: value };
  const type = chartTypes.find((known) => known === fields["type"]);
  if (type === undefined) {
    report("error", `chart needs a type: one of ${chartTypes.join(", ")}`, range);
    return undefined;
  }
  const { x, y, series } = fields;
  const aggregate = aggregates.find((known) => known === fields["aggregate"]);
  if (aggregate === undefined && fields["aggregate"] !== undefined)
    report("error", `aggregate of a chart is one of ${aggregates.join(", ")}`, range);
  return {
    type,
    ...(x === undefined ? {} : { x: String(x) }),
    ...(y === undefined ? {} : { y: Array.isArray(y) ? y.map(String) : [String(y)] }),
    ...(series === undefined ? {} : { series: String(series) }),
    ...(aggregate === undefined ? {} : { aggregate }),
  };
}

/** Where a tile stands whose header gives no order: behind those that do. */
const lastOrder = 1_000_000;

/** Reads `dashboard: { order, size }`, or `dashboard: true` for a tile that may stand anywhere. */
export function readDashboard(value: unknown, report: Report, range: Range): DashboardPlace | undefined {
  if (value === false || value === null || value === undefined) return undefined;
  if (value === true) return { order: lastOrder, size: "normal" };
  if (!isRecord(value)) {
    report("error", "dashboard is { order, size }, or true", range);
    return undefined;
  }
  const { order = lastOrder, size = "normal" } = value;
  const known = tileSizes.find((each) => each === size);
  if (known === undefined) report("error", `size of a dashboard's tile is one of ${tileSizes.join(", ")}`, range);
  if (typeof order !== "number" || !Number.isFinite(order))
    report("error", "order of a dashboard's tile is a number", range);
  return { order: typeof order === "number" && Number.isFinite(order) ? order : lastOrder, size: known ?? "normal" };
}
