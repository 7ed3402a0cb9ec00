import type { Cell, ResultColumn } from "../query.ts";
import type { ChartSpec, Measure } from "./chart-spec.ts";
import { guessAggregate } from "./place-chart.ts";

/** A day or a moment as text. */
const momentText = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?$/;
const alpha2 = /^[A-Z]{2}$/;
const countryName = /country|countryorregion/i;
/** Numbers that name something and measure nothing. */
const codeName = /(^|[._\s])(id|.*code|.*id|port|year|hour|dayofweek|weekday|key)$/i;
/** Names of columns that count or measure, which a query made. */
const measureName =
  /count|rows|events|sign_?ins|failures|successes|total|sum|bytes|number|users|accounts|addresses|minutes|seconds|hours$|avg|mean|p\d{2}|rate|share|attempts|hits|n$/i;

/**
 * The chart that suits a result: moments make a line or stacked columns, countries a map, two measures a scatter,
 * two groupings of a measure a heat map, names bars. Undefined when there is nothing to draw.
 *
 * @param sample some rows of the result, by whose values texts are told to be days or countries.
 */
export function chooseChart(
  columns: readonly ResultColumn[],
  sample: readonly (readonly Cell[])[],
): ChartSpec | undefined {
  const roles = columns.map((column, index) =>
    roleOf(
      column,
      sample.map((row) => row[index] ?? null),
    ),
  );
  const of = (role: Role): readonly number[] => roles.flatMap((each, index) => (each === role ? [index] : []));
  const [times, countries, names] = [of("time"), of("country"), of("name")];
  const numbers = of("measure");
  const measures = numbers
    .slice(0, 1)
    .map((column): Measure => ({ column, aggregate: guessAggregate(columns[column]) }));
  const counted: readonly Measure[] = [{ aggregate: "count" }];
  const isGrouped = numbers.length > 0 && columns.length <= 8;
  const drawn = isGrouped ? measures : counted;
  const [time] = times;
  const [name, secondName] = names;
  if (time !== undefined) {
    const split = isGrouped ? (name ?? countries[0]) : outcomeColumn(columns, roles);
    if (split === undefined)
      return { type: isGrouped ? "line" : "bar", x: time, measures: allAlike(columns, numbers, drawn) };
    return { type: "bar", x: time, measures: drawn, series: split };
  }
  if (countries[0] !== undefined && (isGrouped ? name === undefined : true))
    return { type: "map", x: countries[0], measures: drawn };
  if (isGrouped && numbers.length === 2 && name === undefined) return scatter(numbers);
  if (isGrouped && name !== undefined && secondName !== undefined)
    return { type: "heatmap", x: name, series: secondName, measures: drawn };
  const place = name ?? countries[0];
  if (place !== undefined) {
    const split = isGrouped && countries[0] !== place ? countries[0] : undefined;
    const all = split === undefined ? allAlike(columns, numbers, drawn) : drawn;
    return { type: "bar", x: place, measures: all, ...(split !== undefined && { series: split }) };
  }
  if (numbers.length >= 2) return scatter(numbers);
  return numbers.length === 1 ? { type: "number", measures } : undefined;
}

type Role = "time" | "country" | "name" | "measure" | "other";

function roleOf({ name, kind }: ResultColumn, values: readonly Cell[]): Role {
  const present = values.filter((value) => value !== null && value !== "");
  if (kind === "time") return "time";
  if (kind === "number") return codeName.test(name) && !measureName.test(name) ? "name" : "measure";
  if (kind === "boolean") return "name";
  if (kind === "nested" || present.some((value) => typeof value === "object")) return "other";
  if (present.length > 0 && present.every((value) => momentText.test(String(value)))) return "time";
  if (countryName.test(name) && present.every((value) => alpha2.test(String(value)))) return "country";
  return "name";
}

/** Of rows that are events, what says how they ended splits them best. */
function outcomeColumn(columns: readonly ResultColumn[], roles: readonly Role[]): number | undefined {
  const index = columns.findIndex(
    ({ name }, place) => roles[place] === "name" && /^(outcome|result|status)$/i.test(name),
  );
  return index < 0 ? undefined : index;
}

/** Numbers that are made in the same way are drawn beside each other, a few of them. */
function allAlike(
  columns: readonly ResultColumn[],
  numbers: readonly number[],
  drawn: readonly Measure[],
): readonly Measure[] {
  const [first] = drawn;
  if (first?.column === undefined) return drawn;
  return numbers
    .map((column): Measure => ({ column, aggregate: guessAggregate(columns[column]) }))
    .filter(({ aggregate }) => aggregate === first.aggregate)
    .slice(0, 3);
}

function scatter([x, y]: readonly number[]): ChartSpec {
  return { type: "scatter", ...(x !== undefined && { x }), measures: [{ column: y ?? 0, aggregate: "avg" }] };
}
