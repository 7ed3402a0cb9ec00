import { DuckDBTypeId } from "@duckdb/node-api";
import type { Parameters } from "../../../duckdb/database.ts";
import { type ChartAxis, type ChartKey, chartLimits, type TimeStep } from "../../../protocol/chart/chart-data.ts";
import type { ChartSpec } from "../../../protocol/chart/chart-spec.ts";
import type { JsonValue } from "../../../protocol/query.ts";
import type { HeldColumn } from "../held-column.ts";
import { isInteger, kindOf } from "../trino-types.ts";
import { groupedValue, isMomentText, keyJson, momentSql, numberSql } from "./chart-columns.ts";
import { chooseStep, isCalendar, type Moments, stepInterval, stepStart } from "./time-steps.ts";

/** Reads the texts of a one-column query, parsed. */
export type ReadJson = <Row>(query: string, more?: Parameters) => Promise<readonly Row[]>;

/** An axis, and where on it the found values lie; left out, in their order. */
export interface FoundAxis {
  readonly axis: ChartAxis;
  readonly places?: readonly number[];
}

/** How rows find their places along the axis. */
export interface AxisSql {
  /** What rows are grouped by; NULL is a value, or no place at all. */
  readonly value: string;
  /** Rows whose value is NULL have no place. */
  readonly needsValue: boolean;
  /** At most so many values have a place of their own. */
  readonly places: number;
  /** Values lie by their order; else the greatest first, or as the result has them. */
  readonly isOrdered: boolean;
  /** JSON of a place's value. */
  readonly json: string;
  /** The axis of the values that were found. */
  readonly axis: (found: readonly unknown[], others: number) => Promise<FoundAxis>;
  readonly values: Parameters;
}

/** Rows of one heap. */
export function noAxis(): AxisSql {
  return {
    value: "1",
    needsValue: false,
    places: 1,
    isOrdered: true,
    json: "'1'::JSON",
    axis: async () => ({ axis: { kind: "none" } }),
    values: {},
  };
}

/** @param from `FROM … WHERE …` of the view's rows. */
export async function axisOf(
  { type }: ChartSpec,
  column: HeldColumn,
  from: string,
  zone: string | undefined,
  read: ReadJson,
): Promise<AxisSql> {
  const kind = kindOf(column.type);
  const isOnAxis = type === "bar" || type === "line" || type === "area" || type === "heatmap";
  // Bytes, times of a day and ids are shown as text, too, and are none.
  const isText = column.type.typeId === DuckDBTypeId.VARCHAR;
  if (isOnAxis && (kind === "time" || (isText && (await holdsMoments(column, from, read)))))
    return timeAxis(column, from, zone, read);
  const isAlongNumbers = (type === "line" || type === "area") && kind === "number";
  return (isAlongNumbers ? await numberAxis(column, from, read) : undefined) ?? categoryAxis(column, placesOf(type));
}

export function placesOf(type: ChartSpec["type"]): number {
  if (type === "pie") return chartLimits.slices;
  return type === "map" ? chartLimits.countries : chartLimits.categories;
}

/** Values as they are, the greatest ones with a place of their own. */
export function categoryAxis(column: HeldColumn, places: number): AxisSql {
  return {
    value: groupedValue(column),
    needsValue: false,
    places,
    isOrdered: false,
    json: keyJson("value", column),
    axis: async (found, others) => ({ axis: { kind: "category", keys: keysOf(found, others) } }),
    values: {},
  };
}

/** Keys of what `keyJson` wrote; all that have no place of their own are the last one. */
export function keysOf(found: readonly unknown[], others: number): readonly ChartKey[] {
  const keys = found.map((each): ChartKey => {
    const [value, isCut] = each as readonly [JsonValue, boolean];
    return { kind: "value", value, ...(isCut && { isCut }) };
  });
  return others === 0 ? keys : [...keys, { kind: "others", values: others }];
}

/** Text counts as time when every value that it has is a day or a moment. */
async function holdsMoments(column: HeldColumn, from: string, read: ReadJson): Promise<boolean> {
  const is = `coalesce(bool_and(${isMomentText(column.sql)} AND ${momentSql(column)} IS NOT NULL), false)`;
  const [found] = await read<boolean>(`SELECT to_json(${is})::VARCHAR ${from} AND ${column.sql} IS NOT NULL`);
  return found === true;
}

async function timeAxis(column: HeldColumn, from: string, zone: string | undefined, read: ReadJson): Promise<AxisSql> {
  const at = (unit: string): string => `coalesce(bool_and(moment = date_trunc('${unit}', moment)), true)`;
  const [found] = await read<[number | null, number | null, boolean, boolean, boolean]>(
    `SELECT json_array(epoch_ms(min(moment)), epoch_ms(max(moment)), ${at("day")}, ${at("hour")}, ${at("minute")})::VARCHAR
      FROM (SELECT ${momentSql(column)} AS moment ${from})`,
  );
  const [min, max, days, hours, minutes] = found ?? [null, null, true, true, true];
  const precision: Moments["precision"] = days ? "day" : hours ? "hour" : minutes ? "minute" : "second";
  const step = chooseStep({ min: min ?? 0, max: max ?? 0, precision });
  // A day that a query made has no zone.
  const isZoned = zone !== undefined && precision !== "day" && isCalendar(step);
  const moment = momentSql(column);
  const wall = isZoned ? `timezone($zone, timezone('UTC', ${moment}))` : moment;
  const values: Parameters = isZoned ? { zone } : {};
  return {
    value: stepStart(step, wall),
    needsValue: true,
    places: Number.MAX_SAFE_INTEGER,
    isOrdered: true,
    json: "to_json(value::VARCHAR)",
    axis: (places) => filledTime(places as readonly string[], step, values, read),
    values,
  };
}

/** All steps from the first found one to the last, those without rows too. */
async function filledTime(
  found: readonly string[],
  step: TimeStep,
  values: Parameters,
  read: ReadJson,
): Promise<FoundAxis> {
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return { axis: { kind: "time", starts: [], end: "", step } };
  const interval = stepInterval(step);
  const instant = values["zone"] === undefined ? "start" : "timezone('UTC', timezone($zone, start))";
  const steps = await read<[string, number]>(
    `SELECT json_array(start::VARCHAR, epoch_ms(${instant}))::VARCHAR
      FROM generate_series($first::TIMESTAMP, $last::TIMESTAMP + ${interval}, ${interval}) AS steps(start) ORDER BY start`,
    { ...values, first, last },
  );
  const starts = steps.map(([, instantMs]) => new Date(instantMs).toISOString());
  const placeOf = new Map(steps.map(([start], place) => [start, place]));
  return {
    axis: { kind: "time", starts: starts.slice(0, -1), end: starts.at(-1) ?? "", step },
    places: found.map((start) => placeOf.get(start) ?? 0),
  };
}

/** Undefined for integers of which two may be one number here. */
async function numberAxis(column: HeldColumn, from: string, read: ReadJson): Promise<AxisSql | undefined> {
  const number = numberSql(column);
  const [found] = await read<[number | null, number | null, number]>(
    `SELECT json_array(min(number), max(number), approx_count_distinct(number))::VARCHAR FROM (SELECT ${number} AS number ${from})`,
  );
  const [min, max, distinct] = found ?? [null, null, 0];
  const isExact = Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0)) <= Number.MAX_SAFE_INTEGER;
  if (isInteger(column.type) && !isExact) return undefined;
  const range = (max ?? 0) - (min ?? 0);
  const isJoined = distinct > chartLimits.numbers && Number.isFinite(range) && range > 0;
  const width = isJoined ? roundWidth(range / (chartLimits.numbers / 5)) : undefined;
  return {
    value: width === undefined ? number : `floor((${number}) / ${width}::DOUBLE) * ${width}::DOUBLE`,
    needsValue: true,
    places: Number.MAX_SAFE_INTEGER,
    isOrdered: true,
    json: "to_json(value)",
    axis: async (found) => ({
      axis: { kind: "number", values: found as readonly number[], ...(width !== undefined && { width }) },
    }),
    values: {},
  };
}

/** The next of 1, 2, 5 times a power of ten. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= width) ?? 10);
}
