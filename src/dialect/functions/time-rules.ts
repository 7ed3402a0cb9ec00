import { castSql } from "../casts/cast.ts";
import { localTime } from "../casts/cast-text.ts";
import { coerce } from "../casts/convert.ts";
import { comparable } from "../operators/operators.ts";
import { atTimeZone } from "../operators/time-zone.ts";
import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { literal, type Sql, sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { bigint, date, double, type Type, timestamp, timestamptz, trinoName, varchar } from "../types/types.ts";
import { argument, expectArguments, type FunctionRule, type FunctionRules, literalText } from "./rule.ts";
import { fromJodaPattern, fromMysqlPattern } from "./time-patterns.ts";

const units = ["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"] as const;
type Unit = (typeof units)[number];

function unitArgument(context: Context, args: readonly Typed[], call: Call): Unit {
  const value = argument(context, args, 0, call);
  const text = literalText(context, value, "A unit of time").toLowerCase();
  const unit = units.find((known) => known === text);
  if (unit === undefined) throw context.mistake(value.span, `'${text}' is not a unit; use ${units.join(", ")}`);
  return unit;
}

/** A date or time argument. */
function moment(context: Context, args: readonly Typed[], index: number, call: Call): Typed {
  const value = argument(context, args, index, call);
  if (value.type.kind === "unknown") return coerce(context, value, timestamp(3));
  if (value.type.kind === "date" || value.type.kind === "timestamp" || value.type.kind === "timestamptz") return value;
  throw context.mistake(
    value.span,
    `${call.name.text} needs a date or timestamp, not ${trinoName(value.type)}; CAST it`,
  );
}

/** A computation on the local time, brought back to the argument's type. */
function onLocal(value: Typed, compute: (local: Sql) => Sql, type: Type = value.type): Sql {
  const result = compute(localTime(value.sql, value.type));
  if (type.kind === "timestamptz") return sql`timezone(${literal(type.zone)}, ${result})`;
  return type.kind === "date" ? sql`CAST(${result} AS DATE)` : result;
}

function checkUnit(context: Context, unit: Unit, value: Typed, call: Call): void {
  if (value.type.kind === "date" && ["millisecond", "second", "minute", "hour"].includes(unit))
    throw context.mistake(call, `A date has no ${unit}s; CAST it to timestamp`);
}

const dateTrunc: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 2, call);
  const unit = unitArgument(context, args, call);
  const value = moment(context, args, 1, call);
  checkUnit(context, unit, value, call);
  return typed(
    onLocal(value, (local) => sql`date_trunc(${literal(unit)}, ${local})`),
    value.type,
    call,
  );
};

const steps = {
  millisecond: ["to_milliseconds", 1],
  second: ["to_seconds", 1],
  minute: ["to_minutes", 1],
  hour: ["to_hours", 1],
  day: ["to_days", 1],
  week: ["to_weeks", 1],
  month: ["to_months", 1],
  quarter: ["to_months", 3],
  year: ["to_years", 1],
} as const satisfies Readonly<Record<Unit, readonly [string, number]>>;

const dateAdd: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 3, 3, call);
  const unit = unitArgument(context, args, call);
  const count = coerce(context, argument(context, args, 1, call), bigint);
  const value = moment(context, args, 2, call);
  checkUnit(context, unit, value, call);
  const [step, times] = steps[unit];
  const narrow = step === "to_days" || step === "to_weeks" || step === "to_months" || step === "to_years";
  const amount = sql`${step}(CAST(${count.sql}${times === 1 ? "" : sql` * ${times}`} AS ${narrow ? "INTEGER" : "BIGINT"}))`;
  const result = onLocal(value, (local) => sql`(${local} + ${amount})`);
  const type: Type =
    value.type.kind === "timestamp" && unit === "millisecond"
      ? timestamp(Math.max(3, value.type.precision))
      : value.type;
  return typed(result, type, call);
};

const dateDiff: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 3, 3, call);
  const unit = unitArgument(context, args, call);
  const [from, to] = comparable(
    context,
    moment(context, args, 1, call),
    moment(context, args, 2, call),
    "date_diff",
    call,
  );
  checkUnit(context, unit, from, call);
  // Whole units that have passed: date_sub, where DuckDB's date_diff counts the borders between them.
  const plain = (value: Typed): Sql =>
    sql`trino_same_time(${value.type.kind === "timestamptz" ? sql`timezone('UTC', ${value.sql})` : value.sql})`;
  return typed(sql`date_sub(${literal(unit)}, ${plain(from)}, ${plain(to)})`, bigint, call);
};

const fields = {
  year: "year",
  quarter: "quarter",
  month: "month",
  week: "week",
  week_of_year: "week",
  day: "day",
  day_of_month: "day",
  dow: "isodow",
  day_of_week: "isodow",
  doy: "dayofyear",
  day_of_year: "dayofyear",
  yow: "isoyear",
  year_of_week: "isoyear",
  hour: "hour",
  minute: "minute",
  second: "second",
  millisecond: "millisecond",
} as const;
const fieldsByName: ReadonlyMap<string, (typeof fields)[keyof typeof fields]> = new Map(Object.entries(fields));
const ofTime = ["hour", "minute", "second", "millisecond"];

function fieldOf(context: Context, name: string, value: Typed, call: Call): Typed {
  const field = fieldsByName.get(name);
  if (field === undefined) throw context.unsupported(call, `extract of ${name} is not supported on this machine`);
  if (value.type.kind === "date" && ofTime.includes(name)) throw context.mistake(call, `A date has no ${name}`);
  const local = localTime(value.sql, value.type);
  // DuckDB's millisecond counts from the minute, Trino's from the second.
  const found = name === "millisecond" ? sql`(millisecond(${local}) % 1000)` : sql`${field}(${local})`;
  return typed(found, bigint, call);
}

const extract: FunctionRule = (context, args, call) => {
  const name = literalText(context, argument(context, args, 0, call), "A field");
  return fieldOf(context, name, moment(context, args, 1, call), call);
};

function fieldRule(name: string): FunctionRule {
  return (context, args, call) => {
    expectArguments(context, args, 1, 1, call);
    return fieldOf(context, name, moment(context, args, 0, call), call);
  };
}

type PatternReader = (context: Context, pattern: string, span: Call) => string;

function formatRule(read: PatternReader): FunctionRule {
  return (context, args, call) => {
    expectArguments(context, args, 2, 2, call);
    const value = moment(context, args, 0, call);
    const pattern = read(context, literalText(context, argument(context, args, 1, call), "A pattern"), call);
    return typed(sql`strftime(${localTime(value.sql, value.type)}, ${literal(pattern)})`, varchar, call);
  };
}

function parseRule(read: PatternReader, zoned: boolean): FunctionRule {
  return (context, args, call) => {
    expectArguments(context, args, 2, 2, call);
    const value = coerce(context, argument(context, args, 0, call), varchar);
    // Parsing takes days and months with and without a leading zero, so it has no `-` forms.
    const pattern = read(context, literalText(context, argument(context, args, 1, call), "A pattern"), call).replaceAll(
      "%-",
      "%",
    );
    const parsed = sql`trino_round_time(strptime(${value.sql}, ${literal(pattern)}), 1000)`;
    return zoned ? typed(sql`timezone('UTC', ${parsed})`, timestamptz(3), call) : typed(parsed, timestamp(3), call);
  };
}

const fromIso: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = coerce(context, argument(context, args, 0, call), varchar);
  const offset = typeof value.constant === "string" ? /T.*?([+-]\d{2}:?\d{2})$/.exec(value.constant)?.[1] : undefined;
  const instant = sql`trino_iso_instant(${value.sql})`;
  if (offset !== undefined && !/^[+-]00:?00$/.test(offset))
    return { ...typed(instant, timestamptz(3, offset), call), instant };
  return { ...typed(sql`trino_iso_utc(${value.sql})`, timestamptz(3), call), instant };
};

const fromIsoDate: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = coerce(context, argument(context, args, 0, call), varchar);
  return typed(sql`CAST(trino_date_text(${value.sql}) AS DATE)`, date, call);
};

const toIso: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = moment(context, args, 0, call);
  const { type } = value;
  if (type.kind !== "timestamp" && type.kind !== "timestamptz")
    return typed(sql`CAST(${value.sql} AS VARCHAR)`, varchar, call);
  if (type.kind === "timestamptz" && type.zone !== "UTC")
    throw context.unsupported(call, "to_iso8601 in a zone other than UTC is not supported on this machine");
  const text = castSql(context, localTime(value.sql, type), timestamp(type.precision), varchar, call);
  const suffix = type.kind === "timestamptz" ? " || 'Z'" : "";
  return typed(sql`(replace(${text}, ' ', 'T')${suffix})`, varchar, call);
};

const toUnixTime: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = moment(context, args, 0, call);
  return typed(
    sql`epoch(${value.type.kind === "date" ? sql`CAST(${value.sql} AS TIMESTAMP)` : (value.instant ?? value.sql)})`,
    double,
    call,
  );
};

const fromUnixTime: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = coerce(context, argument(context, args, 0, call), double);
  return typed(sql`trino_from_unixtime(${value.sql})`, timestamptz(3), call);
};

const atZone: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 2, call);
  return atTimeZone(context, argument(context, args, 0, call), argument(context, args, 1, call), call);
};

const toDate: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = argument(context, args, 0, call);
  return typed(castSql(context, value.sql, value.type, date, call), date, call);
};

const lastDay: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = moment(context, args, 0, call);
  return typed(sql`last_day(trino_same_time(${localTime(value.sql, value.type)}))`, date, call);
};

/** Dates and times. Times with a zone are computed in the zone that they print in. */
export const timeRules: FunctionRules = {
  ...Object.fromEntries([...fieldsByName.keys()].map((name) => [name, fieldRule(name)])),
  date_trunc: dateTrunc,
  date_add: dateAdd,
  date_diff: dateDiff,
  extract,
  date_format: formatRule(fromMysqlPattern),
  date_parse: parseRule(fromMysqlPattern, false),
  format_datetime: formatRule(fromJodaPattern),
  parse_datetime: parseRule(fromJodaPattern, true),
  from_iso8601_timestamp: fromIso,
  from_iso8601_date: fromIsoDate,
  to_iso8601: toIso,
  to_unixtime: toUnixTime,
  from_unixtime: fromUnixTime,
  at_timezone: atZone,
  date: toDate,
  last_day_of_month: lastDay,
};
